"""The pieces of SentencePiece models in sacrebleu's cache. The models are not downloaded."""

from __future__ import annotations

import logging
import os

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer
from gramscore.compat.sacrebleu.utils import SACREBLEU_DIR

_FLORES = {
    "url": "https://dl.fbaipublicfiles.com/fairseq/models/flores/sacrebleu_tokenizer_spm.model",
    "signature": "flores101",
}
#: Where a model comes from, and what it is called in signatures. In the cache it is called as its address ends.
SPM_MODELS = {
    "spm": _FLORES,
    "flores101": _FLORES,
    "flores200": {"url": "https://tinyurl.com/flores200sacrebleuspm", "signature": "flores200"},
    "spBLEU-1K": {
        "url": "https://www.dlnlp.ai/spBLEU-1K/spbleu-1k_tokenizer_spm.model",
        "signature": "spBLEU-1K",
    },
}


class TokenizerSPM(BaseTokenizer):
    """The model that sacrebleu calls `key`: flores101 (or spm), flores200 or spBLEU-1K.

    Raises ImportError without the package sentencepiece, FileNotFoundError without the model's file.
    """

    def __init__(self, key: str = "spm") -> None:
        self.name = SPM_MODELS[key]["signature"]
        if key == "spm":
            logging.getLogger("sacrebleu").warning("The tokenizer 'spm' is now called 'flores101'.")
        try:
            import sentencepiece
        except ImportError as error:
            raise ImportError(
                "SentencePiece tokenizers need sentencepiece: pip install 'gramscore[sentencepiece]'"
            ) from error
        url = SPM_MODELS[key]["url"]
        cache = os.environ.get("SACREBLEU", SACREBLEU_DIR)
        path = os.path.join(cache, "models", os.path.basename(url))
        if not os.path.exists(path):
            raise FileNotFoundError(f"tokenizer {key!r} needs the model {path}: put {url} there")
        self.sp = sentencepiece.SentencePieceProcessor()
        self.sp.Load(path)

    def signature(self) -> str:
        return self.name

    def __call__(self, line: str) -> str:
        return " ".join(self.sp.EncodeAsPieces(line))


class Flores101Tokenizer(TokenizerSPM):
    """The tokenizer `flores101`."""

    def __init__(self) -> None:
        super().__init__("flores101")


class Flores200Tokenizer(TokenizerSPM):
    """The tokenizer `flores200`."""

    def __init__(self) -> None:
        super().__init__("flores200")


class spBLEU1KTokenizer(TokenizerSPM):  # noqa: N801
    """The tokenizer `spBLEU-1K`."""

    def __init__(self) -> None:
        super().__init__("spBLEU-1K")

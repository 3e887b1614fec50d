"""Japanese words by MeCab."""

from __future__ import annotations

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer

FAIL_MESSAGE = "The tokenizer 'ja-mecab' needs mecab-python3 and ipadic: pip install 'gramscore[ja]'"


class TokenizerJaMecab(BaseTokenizer):
    """The tokenizer `ja-mecab`. Raises RuntimeError without its packages, AssertionError with another dictionary."""

    def __init__(self) -> None:
        try:
            import ipadic
            import MeCab
        except ImportError as error:
            raise RuntimeError(FAIL_MESSAGE) from error
        self.tagger = MeCab.Tagger(f"{ipadic.MECAB_ARGS} -Owakati")
        dictionary = self.tagger.dictionary_info()
        assert dictionary.size == 392126, "MeCab uses another dictionary than ipadic"
        assert dictionary.next is None, "MeCab uses a dictionary of the user's"

    def signature(self) -> str:
        return f"ja-mecab-{self.tagger.version()}-IPA"

    def __call__(self, line: str) -> str:
        return str(self.tagger.parse(line.strip()).strip())

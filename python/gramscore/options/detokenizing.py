"""Texts put together from the tokens of Moses' tokenizers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from gramscore import _core
from gramscore.options.checks import check_flag, check_threads
from gramscore.options.moses import check_language, check_program, package_letters


def detokenize(
    lines: Iterable[str | Sequence[str]],
    program: str = "moses",
    *,
    language: str = "en",
    unescape: bool = True,
    uppercase: bool = False,
    penn: bool = False,
    threads: int | None = None,
) -> list[str]:
    """Put tokenized lines together to texts, as the translation toolkit Moses does or the Python package sacremoses.

    lines: N lines, each a str with spaces between its tokens, or a list of tokens.
    program: "moses" for Moses' own script detokenizer.perl, as Perl 5.36 runs it: it goes through each line of a text
        by itself and leaves markup (`<...>`) and blank lines alone. "sacremoses" for MosesDetokenizer of the package
        sacremoses 0.2.0. Where this raises a TypeError of its own making, for a dash behind a Czech word that ends in
        an apostrophe, the two are put together, as was meant.
    language: a code such as "de". English, French, Italian, Czech and Finnish have rules of their own, for sacremoses
        Irish, too; Korean words keep the spaces between them, unlike Chinese and Japanese ones.
    unescape: entities become what they stand for, such as `&apos;`; what `escape=False` of the tokenizer leaves as it
        is wants False. The script always does it.
    uppercase: the first letter of each line becomes a capital; `-u` of the script, and of the script only.
    penn: the tokens are those of `tokenizer.perl -penn`; `-penn` of the script, for English and of the script only.
    threads: how many to use; None means every CPU this process may use.

    Returns a list of N texts. Raises TypeError for what is no line or list of tokens, naming the place, ValueError for
    unknown or impossible options, ImportError for "sacremoses" without the package sacremoses 0.2.0, which knows what
    are letters to it.

    >>> import gramscore
    >>> gramscore.detokenize(["He said : &quot; I don &apos;t know . &quot;"])
    ['He said: "I don\\'t know."']
    >>> gramscore.detokenize([["L'", "eau", ",", "c'", "est", "bon", "."]], language="fr")
    ["L'eau, c'est bon."]
    """
    check_program(program)
    check_language(language)
    script = program == "moses"
    for option, value, usual in (
        ("unescape", unescape, True),
        ("uppercase", uppercase, False),
        ("penn", penn, False),
    ):
        other = "sacremoses" if option == "unescape" else "moses"
        if check_flag(option, value) is not usual and program != other:
            raise ValueError(f"{option}={value} is for program {other!r} only")
    if penn and language != "en":
        raise ValueError(f"penn=True is for English only, not for language {language!r}")
    count = 0 if threads is None else check_threads(threads)
    given = _core.listed(lines, "lines", "a list of lines")
    joined = [line if type(line) is str else _line(line, f"lines[{i}]") for i, line in enumerate(given)]
    return _detokenizer(script, language, unescape, uppercase, penn)(joined, count)


@lru_cache(maxsize=16)
def _detokenizer(
    script: bool, language: str, unescape: bool, uppercase: bool, penn: bool
) -> _core.MosesDetokenizer:
    characters = None if script else package_letters()
    return _core.MosesDetokenizer(script, language, unescape, uppercase, penn, characters)


def _line(given: object, place: str) -> str:
    if isinstance(given, str):
        return given
    tokens = _core.listed(given, place, "a str or a list of tokens")
    for index, token in enumerate(tokens):
        if not isinstance(token, str):
            raise TypeError(f"{place}[{index}] is {_core.described(token)}: a str is expected")
    return " ".join(tokens)

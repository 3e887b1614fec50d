"""The tokenizer of the translation toolkit Moses, as its own script has it and as the package sacremoses does.

The core tokenizes; what the programs know of a language's abbreviations comes from the package sacremoses or a folder.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from gramscore import _core

#: The version of sacremoses that is reproduced, and whose lists of abbreviations are read.
VERSION: Final = "0.2.0"

PROGRAMS: Final = ("moses", "sacremoses")

_NUMERIC: Final = re.compile(r"(.*)\s+#NUMERIC_ONLY#")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


class Moses:
    """The tokens of tokenizer.perl of the translation toolkit Moses, or of the Python package sacremoses 0.2.0.

    It is a callable from str to a list of tokens. Metrics that are given it tokenize in the core.

    language: a code such as "de". It says which abbreviations keep their dot and how apostrophes split. A language
        without a list of abbreviations has the English one, as in the programs.
    program: "moses" for Moses' own script, as Perl 5.36 runs it: each line of a text is a line to it. "sacremoses" for
        the package's MosesTokenizer.
    aggressive: hyphens between letters or digits become tokens "@-@".
    escape: the characters & | < > ' " [ ] become entities, as by default in the programs.
    prefixes: the file of abbreviations, or the folder with the files `nonbreaking_prefix.LANGUAGE`, which Moses has in
        scripts/share/nonbreaking_prefixes. By default the lists in the package sacremoses; the package goes by another
        list than the script for Estonian and Tetun, and the script's is taken for the script.

    Names of tokenizers say the same: "moses" is Moses(), "sacremoses:de:aggressive:no-escape" is
    Moses("de", program="sacremoses", aggressive=True, escape=False). `name` has it, with a digest of other prefixes.

    Raises ImportError without the package sacremoses 0.2.0 where it is needed, FileNotFoundError without the file,
    ValueError for what is no code of a language or no program.

    >>> Moses("fr", escape=False)("L'eau, c'est bon.")
    ["L'", 'eau', ',', "c'", 'est', 'bon', '.']
    """

    def __init__(
        self,
        language: str = "en",
        *,
        program: str = "moses",
        aggressive: bool = False,
        escape: bool = True,
        prefixes: str | os.PathLike[str] | None = None,
    ) -> None:
        check_language(language)
        check_program(program)
        for option, value in (("aggressive", aggressive), ("escape", escape)):
            if not isinstance(value, bool):
                raise TypeError(f"{option} is {value!r}: True or False is expected")
        given = None if prefixes is None else _read_prefixes(prefixes, language)
        self._set_up(language, program, aggressive, escape, given)

    def _set_up(self, language: str, program: str, aggressive: bool, escape: bool, given: str | None) -> None:
        self._options = (language, program, aggressive, escape, given)
        parts = [program, language]
        parts += ["aggressive"] if aggressive else []
        parts += [] if escape else ["no-escape"]
        if given is not None:
            parts.append(hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()[:8])
        self.name = ":".join(parts)
        if _core.knows_moses(self.name):
            return
        if program == "sacremoses":
            theirs = _sacremoses(self.name).MosesTokenizer(language)
            items = theirs.NONBREAKING_PREFIXES
            if given is not None:
                stripped = (line.strip() for line in given.split("\n"))
                items = [item for item in stripped if item and not item.startswith("#")]
            listed = dict.fromkeys(items, False)
            listed.update(
                (item.rpartition(" ")[0], True) for item in items if re.search(r"\s#NUMERIC_ONLY#", item)
            )
            # The first of these characters has line feeds around it, which no text has by then.
            characters = [
                known.replace("\n", "")
                for known in (theirs.IsAlnum, theirs.IsAlpha, theirs.IsN, theirs.IsLower)
            ]
        else:
            listed = _listed_by_the_script(
                _packaged_prefixes(self.name, language) if given is None else given
            )
            characters = None
        _core.know_moses(self.name, program == "moses", language, escape, aggressive, listed, characters)

    @property
    def signature(self) -> str:
        """As it stands in the signatures of metrics."""
        return _core.tokenizer_signature(self.name)

    def __call__(self, text: str) -> list[str]:
        return _core.tokenize(text, self.name)

    def __repr__(self) -> str:
        return f"<Moses {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(language: str, program: str, aggressive: bool, escape: bool, given: str | None) -> Moses:
    made = Moses.__new__(Moses)
    made._set_up(language, program, aggressive, escape, given)
    return made


def native(tokenizer: Any) -> Any:
    """The name by which the core knows a tokenizer of Moses, given as such or by name; any other as it is.

    Raises ValueError for a name that begins as one and goes on as none.
    """
    if isinstance(tokenizer, Moses):
        return tokenizer.name
    if not isinstance(tokenizer, str):
        return tokenizer
    program, *rest = tokenizer.split(":")
    if program not in PROGRAMS or is_known(tokenizer):
        return tokenizer
    options: dict[str, Any] = {}
    for part in rest:
        option, value = {"aggressive": ("aggressive", True), "no-escape": ("escape", False)}.get(
            part, ("language", part)
        )
        if option in options or (option == "language" and not _LANGUAGE.fullmatch(part)):
            raise ValueError(
                f"unknown tokenizer {tokenizer!r}: behind '{program}' may follow, with colons between, a code of a "
                "language such as 'de', 'aggressive' and 'no-escape'"
            )
        options[option] = value
    return Moses(program=program, **options).name


def is_known(name: str) -> bool:
    """Whether the core tokenizes by that name, as one of Moses'."""
    return name.isascii() and _core.knows_moses(name)


def check_language(language: str) -> None:
    """TypeError or ValueError for what is no code of a language."""
    if not isinstance(language, str):
        raise TypeError(f"language is {language!r}: a code such as 'de' is expected")
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"language is {language!r}: a code of two or three letters such as 'de' is expected")


def check_program(program: str) -> None:
    """ValueError for what is no program."""
    if program not in PROGRAMS:
        raise ValueError(f"program is {program!r}: 'moses' and 'sacremoses' are possible")


def package_letters() -> tuple[str, str]:
    """What the detokenizer of the package takes for letters and for signs of currencies."""
    theirs = _sacremoses("sacremoses").MosesDetokenizer
    return theirs.IsAlpha.replace("\n", ""), theirs.IsSc.replace("\n", "")


def _sacremoses(name: str) -> Any:
    remedy = "pip install 'gramscore[moses]'"
    try:
        import sacremoses
    except ImportError as error:
        others = "" if name.startswith("sacremoses") else ", or gramscore.tokenizers.Moses with its prefixes="
        raise ImportError(f"tokenizer {name!r} needs sacremoses {VERSION}: {remedy}{others}") from error
    from importlib.metadata import version

    if (found := version("sacremoses")) != VERSION:
        raise ImportError(f"tokenizer {name!r} needs sacremoses {VERSION}, not {found}: {remedy}")
    return sacremoses


def _packaged_prefixes(name: str, language: str) -> str:
    """The file that Moses has for a language, from what sacremoses has."""
    _sacremoses(name)
    from sacremoses._data_nonbreaking_prefixes import NONBREAKING_PREFIXES

    files: dict[str, str] = NONBREAKING_PREFIXES
    own = "fi" if language == "et" else language  # in Moses, one is a link to the other
    text = files.get(f"nonbreaking_prefix.{own}", files["nonbreaking_prefix.en"])
    return f"{text}\nNu #NUMERIC_ONLY#" if language == "tdt" else text


def _read_prefixes(given: str | os.PathLike[str], language: str) -> str:
    if not isinstance(given, (str, os.PathLike)):
        raise TypeError(f"prefixes is {given!r}: the path of a file or of a folder, or None is expected")
    path = Path(given)
    if path.is_dir():
        own = path / f"nonbreaking_prefix.{language}"
        path = own if own.is_file() else path / "nonbreaking_prefix.en"
    if not path.is_file():
        raise FileNotFoundError(f"prefixes: there is no file {path}")
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"prefixes: {path} is not UTF-8: {error}") from None


def _listed_by_the_script(text: str) -> dict[str, bool]:
    """What the script reads from a file: words, and whether they keep their dot before numbers only."""
    listed: dict[str, bool] = {}
    for item in _items(text):
        numeric = _NUMERIC.search(item)
        listed[numeric[1] if numeric else item] = numeric is not None
    return listed


def _items(text: str) -> Iterable[str]:
    return (line for line in text.split("\n") if line not in ("", "0") and not line.startswith("#"))

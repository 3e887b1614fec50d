"""The program's arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Reports that are printed here, and those that the program has besides.
REPORTS: Final = ("sum", "rsum", "pralign")
_OTHER_REPORTS: Final = ("dtl", "lur", "nl.sgml", "prf", "sgml", "snt", "spk", "wws")
_OTHER_OPTIONS: Final = ("-C", "-L", "-P", "-S", "-T", "-d", "-m", "-p", "-w")
_IDS: Final = ("rm", "sp", "spu_id", "swb", "wsj")


@dataclass(frozen=True)
class Hypotheses:
    """A file of them, and what reports call it."""

    path: str
    title: str


@dataclass(frozen=True)
class Settings:
    """What is asked for."""

    reference: str
    hypotheses: tuple[Hypotheses, ...]
    ids: str
    encoding: str = "latin-1"  # by which each byte is a character
    case_sensitive: bool = False
    characters: bool = False
    keep_ascii: bool = False
    drop_hyphens: bool = False
    optional_words: bool = False
    fragments: bool = False
    reports: frozenset[str] = frozenset()
    to_stdout: bool = False
    folder: str | None = None
    name: str | None = None
    width: int = 1000
    feedback: bool = True


def parse(arguments: Sequence[str]) -> Settings:
    """The settings. Raises ValueError with a sentence for people."""
    rest = list(arguments)
    found: dict[str, object] = {}
    reference = None
    hypotheses = []
    reports: set[str] = set()
    asked = False
    feedback = None
    while rest:
        option = rest.pop(0)
        if option in _OTHER_OPTIONS:
            raise ValueError(f"{option} is not supported")
        if option == "-r":
            reference, *formats = _values(option, rest, "a file", 2)
            _check_format(formats[:1], reference)
        elif option == "-h":
            path, *formats = _values(option, rest, "a file", 3)
            _check_format(formats[:1], path)
            hypotheses.append(Hypotheses(path, formats[1] if len(formats) > 1 else path))
        elif option == "-i":
            (found["ids"],) = _values(option, rest, "the form of IDs", 1)
            if found["ids"] not in _IDS:
                raise ValueError(f"-i {found['ids']}: one of {', '.join(_IDS)} is expected")
        elif option == "-e":
            encoding, *language = _values(option, rest, "an encoding", 2)
            if encoding != "utf-8":
                raise ValueError(
                    f"-e {encoding}: only utf-8 is supported; without -e each byte is a character"
                )
            if language and language != ["generic"]:
                raise ValueError(f"-e utf-8 {language[0]}: only the letter case of ASCII is supported")
            found["encoding"] = encoding
        elif option == "-c":
            found["characters"] = True
            for word in _values(option, rest, None, 2):
                if word not in ("NOASCII", "DH"):
                    raise ValueError(f"-c {word}: NOASCII or DH is expected")
                found["keep_ascii" if word == "NOASCII" else "drop_hyphens"] = True
        elif option in _FLAGS:
            found[_FLAGS[option]] = True
        elif option == "-o":
            asked = True
            for word in _values(option, rest, "reports", len(rest)):
                if word == "none":
                    reports.clear()
                    continue
                chosen = {"pra": ["pralign"], "all": REPORTS}.get(word, [word])
                if word in _OTHER_REPORTS or not {*REPORTS, "stdout"}.issuperset(chosen):
                    known = ", ".join((*REPORTS, "all", "stdout", "none"))
                    raise ValueError(f"-o {word}: of reports there are {known}")
                reports ^= set(chosen)  # what is named twice is not printed
        elif option == "-O":
            (found["folder"],) = _values(option, rest, "a folder", 1)
        elif option == "-n":
            (found["name"],) = _values(option, rest, "a name", 1)
        elif option == "-l":
            found["width"] = _whole(option, rest)
        elif option == "-f":
            feedback = _whole(option, rest)
            if feedback > 1:
                raise ValueError(f"-f {feedback}: 0 or 1 is expected")
        else:
            raise ValueError(f"{option}: there is no such option")
    if reference is None or not hypotheses:
        raise ValueError("-r FILE and -h FILE are needed: references and hypotheses")
    if "ids" not in found:
        raise ValueError(f"-i IDS is needed, the form of the IDs: one of {', '.join(_IDS)}")
    if not asked:
        reports = {"sum", "stdout"}
    to_stdout = "stdout" in reports
    found["feedback"] = feedback != 0 if feedback is not None else not (to_stdout and asked)
    settings = Settings(
        reference,
        tuple(hypotheses),
        reports=frozenset(reports - {"stdout"}),
        to_stdout=to_stdout,
        **found,  # type: ignore[arg-type]
    )
    if "name" in found and len(hypotheses) > 1 and not to_stdout:
        raise ValueError("-n names the reports of one file of hypotheses, and several -h are given")
    return settings


_FLAGS: Final = {"-s": "case_sensitive", "-D": "optional_words", "-F": "fragments"}


def _values(option: str, rest: list[str], what: str | None, most: int) -> list[str]:
    """Up to `most` of what follows, as far as no option does; at least one of them if they are `what`."""
    values: list[str] = []
    while rest and len(values) < most and not rest[0].startswith("-"):
        values.append(rest.pop(0))
    if what is not None and not values:
        raise ValueError(f"{option} needs {what}")
    return values


def _whole(option: str, rest: list[str]) -> int:
    (value,) = _values(option, rest, "a whole number", 1)
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError(f"{option} {value}: a whole number is expected")
    return int(value)


def _check_format(formats: Sequence[str], path: str) -> None:
    if formats and formats[0] != "trn":
        raise ValueError(f"{path}: the format {formats[0]} is not supported, only trn")

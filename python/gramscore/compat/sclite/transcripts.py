"""Files of transcripts: on each line a text, then its ID in parentheses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from gramscore.compat.sclite.failure import Failure

_BLANKS: Final = " \t\n\v\f\r"
_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@dataclass
class Transcripts:
    """Those of a file: texts, IDs with their parentheses, and the numbers of their lines."""

    path: str
    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    ends: bool = True  # whether the last line has a line end, without which the program passes it over

    def place(self, k: int) -> str:
        return f"{self.path}:{self.lines[k]}"


def read(path: str, encoding: str, case_sensitive: bool) -> Transcripts:
    """Lines of blanks are passed over, and comments: what begins with ;; or **. Raises `Failure`: the file cannot be
    read, and a line without an ID, with text behind it, or with one that another line has."""
    found = Transcripts(path)
    for number, line in enumerate(_lines(path, encoding, found), 1):
        end = line.rfind(")")
        begin = line.rfind("(")
        if line[:2] in (";;", "**"):
            continue
        if "\0" in line:
            raise Failure(f"{path}:{number}: there is a null character, at which the program stops reading")
        if not 0 <= begin < end:
            if not line.strip(_BLANKS):
                continue
            raise Failure(f"{path}:{number}: the line has no ID: its end has to be an ID in parentheses")
        rest = line[end + 1 :]
        if rest and rest.strip(_BLANKS):
            raise Failure(f"{path}:{number}: there is text after the ID {line[begin : end + 1]}")
        name = line[begin : end + 1]
        if not case_sensitive:
            name = name.lower() if name.isascii() else name.translate(_LOWER)
        k = found.index.setdefault(name, len(found.ids))
        if k != len(found.ids):
            raise Failure(f"{path}:{number}: the ID {name} is on line {found.lines[k]}, too")
        found.ids.append(name)
        found.texts.append(line[:begin])
        found.lines.append(number)
    return found


def _lines(path: str, encoding: str, found: Transcripts) -> list[str]:
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        raise Failure(f"{path}: cannot be read ({error.strerror or error})") from None
    found.ends = not content or content.endswith(b"\n")
    try:
        return content.decode(encoding).split("\n")
    except UnicodeDecodeError:
        for number, line in enumerate(content.split(b"\n"), 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                byte = f"byte {error.start + 1} of the line (0x{line[error.start]:02x})"
                raise Failure(f"{path}:{number}: {byte} is not UTF-8") from None
        raise


def speaker_of(name: bytes, ids: str) -> bytes | None:
    """Whose an ID is: what stands before its first hyphen, else before its first underscore; of wsj its first three
    bytes, of sp all of it."""
    if ids == "sp":
        return name
    if ids == "wsj":
        return name[1:4]
    at = name.find(b"-")
    if at < 0:
        at = name.find(b"_")
    return name[1:at] if at >= 0 else None

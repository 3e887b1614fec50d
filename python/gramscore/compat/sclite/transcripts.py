"""Files of transcripts: on each line a text, then its ID in parentheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gramscore import _core
from gramscore.compat.sclite.failure import Failure

# What is wrong with the last line that was read, by the core's numbers.
_NO_ID: Final = 1
_TEXT_AFTER_ID: Final = 2


@dataclass(frozen=True)
class Transcripts:
    """Those of a file: texts, IDs with their parentheses as bytes, and the numbers of their lines."""

    path: str
    encoding: str
    texts: Sequence[str]
    ids: Sequence[bytes]
    lines: Sequence[int]
    index: dict[bytes, int]
    ends: bool  # whether the last line has a line end, without which the program passes it over

    def place(self, k: int) -> str:
        return f"{self.path}:{self.lines[k]}"

    def shown(self, k: int) -> str:
        """The ID for people."""
        return self.ids[k].decode(self.encoding)


def read(path: str, encoding: str, case_sensitive: bool) -> Transcripts:
    """Lines of blanks are passed over, and comments: what begins with ;; or **. Raises `Failure`: the file cannot be
    read, and a line without an ID, with text behind it, or with one that another line has."""
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        raise Failure(f"{path}: cannot be read ({error.strerror or error})") from None
    _check(path, content, encoding)
    texts, ids, lines, fault = _core.transcripts(content, encoding == "utf-8", not case_sensitive)
    if fault == _NO_ID:
        raise Failure(f"{path}:{lines[-1]}: the line has no ID: its end has to be an ID in parentheses")
    if fault == _TEXT_AFTER_ID:
        raise Failure(f"{path}:{lines[-1]}: there is text after the ID {ids[-1].decode(encoding)}")
    index = dict(zip(ids, range(len(ids)), strict=True))
    found = Transcripts(path, encoding, texts, ids, lines, index, content[-1:] in (b"", b"\n"))
    if len(index) < len(ids):
        k = next(k for k, name in enumerate(ids) if index[name] != k)
        again = ids.index(ids[k], k + 1)
        raise Failure(f"{found.place(again)}: the ID {found.shown(k)} is on line {lines[k]}, too")
    return found


def _check(path: str, content: bytes, encoding: str) -> None:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start - (content.rfind(b"\n", 0, error.start) + 1)
        byte = f"byte {at + 1} of the line (0x{content[error.start]:02x})"
        raise Failure(f"{_place(path, content, error.start)}: {byte} is not UTF-8") from None
    if b"\0" in content:
        place = _place(path, content, content.index(b"\0"))
        raise Failure(f"{place}: there is a null character, at which the program stops reading")


def _place(path: str, content: bytes, at: int) -> str:
    line = content.count(b"\n", 0, at) + 1
    return f"{path}:{line}"


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

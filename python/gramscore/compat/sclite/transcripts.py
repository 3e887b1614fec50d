"""Files of transcripts: on each line a text, then its ID in parentheses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gramscore.compat.sclite.failure import Failure

_BLANKS: Final = " \t\n\v\f\r"
#: A text and its ID, in the last parentheses of the line; nothing of comments and lines without an ID. A match a line.
_LINE: Final = re.compile(r"^(?:(?!;;|\*\*)(.*)(\([^()\n]*\))[ \t\v\f\r]*|.*)$", re.MULTILINE)


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
    text = _decoded(path, content, encoding)
    if "\0" in text:
        number = text.count("\n", 0, text.index("\0")) + 1
        raise Failure(f"{path}:{number}: there is a null character, at which the program stops reading")
    rows = _LINE.findall(text)
    lines = [number for number, (_, name) in enumerate(rows, 1) if name]
    if len(lines) < len(rows):
        whole = text.split("\n")
        for number, (_, name) in enumerate(rows, 1):
            if not name:
                _check_other(path, number, whole[number - 1])
    names = "\n".join([name for _, name in rows if name]).encode(encoding)
    if not case_sensitive:
        names = names.lower()  # of bytes: ASCII only
    ids = names.split(b"\n") if lines else []
    index = dict(zip(ids, range(len(ids)), strict=True))
    found = Transcripts(
        path, encoding, [it for it, name in rows if name], ids, lines, index, content[-1:] in (b"", b"\n")
    )
    if len(index) < len(ids):
        k = next(k for k, name in enumerate(ids) if index[name] != k)
        again = ids.index(ids[k], k + 1)
        raise Failure(f"{found.place(again)}: the ID {found.shown(k)} is on line {lines[k]}, too")
    return found


def _check_other(path: str, number: int, line: str) -> None:
    """Refuses what is neither a transcript, nor blank, nor a comment."""
    if not line.strip(_BLANKS) or line.startswith((";;", "**")):
        return
    begin, end = line.rfind("("), line.rfind(")")
    if 0 <= begin < end:
        raise Failure(f"{path}:{number}: there is text after the ID {line[begin : end + 1]}")
    raise Failure(f"{path}:{number}: the line has no ID: its end has to be an ID in parentheses")


def _decoded(path: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        at = error.start - (content.rfind(b"\n", 0, error.start) + 1)
        byte = f"byte {at + 1} of the line (0x{content[error.start]:02x})"
        raise Failure(f"{path}:{number}: {byte} is not UTF-8") from None


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

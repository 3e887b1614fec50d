"""Files of transcripts: on each line a text, then its ID in parentheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gramscore.compat.sclite.failure import Failure

_BLANKS: Final = " \t\n\v\f\r"
_COMMENTS: Final = (";;", "**")


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
    lines = text.split("\n")
    rows = [line.rpartition("(") for line in lines]
    # What ends at the first parenthesis that closes after the last one that opens is a transcript, unless a comment.
    others = [k for k, (_, _, rest) in enumerate(rows) if not rest or rest.find(")") != len(rest) - 1]
    if ";;" in text or "**" in text:
        others += [k for k, line in enumerate(lines) if line.startswith(_COMMENTS)]
    numbers: Sequence[int] = range(1, len(rows) + 1)
    if others:
        passed_over = set()
        for k in sorted(set(others)):
            row = _row(f"{path}:{k + 1}", lines[k])
            if row is None:
                passed_over.add(k)
            else:
                rows[k] = row
        numbers = [number for number in numbers if number - 1 not in passed_over]
        rows = [rows[number - 1] for number in numbers]
    names = ("(" + "\n(".join([rest for _, _, rest in rows])).encode(encoding)
    if not case_sensitive:
        names = names.lower()  # of bytes: ASCII only
    ids = names.split(b"\n") if rows else []
    index = dict(zip(ids, range(len(ids)), strict=True))
    texts = [it for it, _, _ in rows]
    found = Transcripts(path, encoding, texts, ids, numbers, index, content[-1:] in (b"", b"\n"))
    if len(index) < len(ids):
        k = next(k for k, name in enumerate(ids) if index[name] != k)
        again = ids.index(ids[k], k + 1)
        raise Failure(f"{found.place(again)}: the ID {found.shown(k)} is on line {numbers[k]}, too")
    return found


def _row(place: str, line: str) -> tuple[str, str, str] | None:
    """A line that may be anything, cut before its ID; None of comments and blanks."""
    line = line.rstrip(_BLANKS)
    if not line or line.startswith(_COMMENTS):
        return None
    row = line.rpartition("(")
    begin, end = len(row[0]), line.rfind(")")
    if not row[1] or end < begin:
        raise Failure(f"{place}: the line has no ID: its end has to be an ID in parentheses")
    if end < len(line) - 1:
        raise Failure(f"{place}: there is text after the ID {line[begin : end + 1]}")
    return row


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

"""Where bytes come from: a file or standard input, decompressed, from beginning to end."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

from gramscore.io.errors import InputError
from gramscore.io.recoded import Recoded

_BOM: Final = b"\xef\xbb\xbf"
_LONGEST_MARK: Final = 8
# By their marks, or by the zeros of ASCII in them.
_OTHER_ENCODINGS: Final = {
    "UTF-32": re.compile(
        rb"\xff\xfe\0\0|\0\0\xfe\xff|[\x01-\x7f]\0\0\0[\x01-\x7f]\0\0\0|(\0\0\0[\x01-\x7f]){2}"
    ),
    "UTF-16": re.compile(rb"\xff\xfe|\xfe\xff|([\x01-\x7f]\0){4}|(\0[\x01-\x7f]){4}"),
}
_LONGEST_SIGNATURE: Final = 10
_BUFFER_BYTES: Final = 1 << 18


@dataclass
class Source:
    """A path as the user wrote it, `-` for standard input; `keys` are values of fields that the path tells; `encoding`
    is that of its text, None for UTF-8."""

    path: str
    keys: Mapping[str, str | None] = field(default_factory=dict)
    encoding: str | None = None
    _file: io.RawIOBase | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What messages call it; bytes of the path that are not UTF-8 are replaced."""
        return (
            "standard input" if self.path == "-" else os.fsencode(self.path).decode(errors="replace") or "''"
        )

    @property
    def size(self) -> int | None:
        """Bytes of the file; None of what is no file. `InputError` if it is not there."""
        if self.path == "-":
            return None
        try:
            about = os.stat(self.path)
        except FileNotFoundError:
            if not self.path:
                raise InputError("the name of a file is empty") from None
            raise InputError(f"{self.name}: no such file") from None
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read ({error.strerror})") from None
        except ValueError:
            raise InputError(f"{self.name}: no name of a file has a null character") from None
        return about.st_size if stat.S_ISREG(about.st_mode) else None

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far; all of one that is closed."""
        if self._file is None:
            return 0
        return (self.size or 0) if self._file.closed else self._file.tell()

    def open(self) -> io.BufferedReader:
        """The bytes from the start, decompressed if they are compressed (told by content, not by name)."""
        raw = self._raw()
        head = b""
        while len(head) < _LONGEST_SIGNATURE and (more := raw.read(_LONGEST_SIGNATURE - len(head))):
            head += more
        if raw.seekable():
            raw.seek(-len(head), os.SEEK_CUR)
        else:
            raw = Rejoined(head, raw)
        for kind, (signature, decompress) in _COMPRESSION.items():
            if signature.match(head):
                raw = _Decompressed(raw, decompress(cast(BinaryIO, raw)), f"{self.name}: damaged {kind} data")
        return io.BufferedReader(raw, _BUFFER_BYTES)

    def open_text(self) -> io.BufferedReader:
        """As `open`, in UTF-8 and after a byte order mark if there is one. `InputError` for UTF-16 and UTF-32, unless
        that is the encoding."""
        stream = self.open()
        if self.encoding is not None:
            stream = io.BufferedReader(Recoded(stream, self.encoding, self.name), _BUFFER_BYTES)
        try:
            start = stream.peek(_LONGEST_MARK)
            if start.startswith(_BOM):
                stream.read(len(_BOM))
            encoding = next(
                (name for name, pattern in _OTHER_ENCODINGS.items() if pattern.match(start)), None
            )
            if encoding is not None:
                raise InputError(f"{self.name}: is in {encoding}, not UTF-8: give --encoding {encoding}")
        except InputError:
            stream.close()
            raise
        return stream

    def _raw(self) -> io.RawIOBase:
        if self.path == "-" and sys.stdin is None:
            raise InputError("standard input is closed", advice="")
        if self.path == "-":
            # Unbuffered: a thread that waits in it holds no lock that the interpreter wants at exit.
            return cast(io.RawIOBase, getattr(sys.stdin.buffer, "raw", sys.stdin.buffer))
        is_file = self.size is not None
        try:
            raw = io.FileIO(self.path)
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read ({error.strerror})") from None
        if is_file:
            self._file = raw
        return raw


def _gzip(stream: BinaryIO) -> BinaryIO:
    import gzip

    return cast(BinaryIO, gzip.GzipFile(fileobj=stream))


def _bzip2(stream: BinaryIO) -> BinaryIO:
    import bz2

    return cast(BinaryIO, bz2.BZ2File(stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    import lzma

    return cast(BinaryIO, lzma.LZMAFile(stream))


def _zstd(stream: BinaryIO) -> BinaryIO:
    import pyarrow as pa

    return cast(BinaryIO, pa.CompressedInputStream(stream, "zstd"))


_COMPRESSION: Final[dict[str, tuple[re.Pattern[bytes], Callable[[BinaryIO], BinaryIO]]]] = {
    "gzip": (re.compile(rb"\x1f\x8b"), _gzip),
    "bzip2": (re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)"), _bzip2),
    "xz": (re.compile(rb"\xfd7zXZ\x00"), _xz),
    "zstd": (re.compile(rb"\x28\xb5\x2f\xfd"), _zstd),
}


class Rejoined(io.RawIOBase):
    """What was read of a stream already, and then the rest of it."""

    def __init__(self, head: bytes, rest: io.RawIOBase) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        if not self._head:
            return self._rest.readinto(buffer)
        data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._rest.close()
        super().close()


class _Decompressed(io.RawIOBase):
    """A decompressing stream whose every failure is an `InputError` that begins with `complaint`."""

    def __init__(self, raw: io.RawIOBase, stream: BinaryIO, complaint: str) -> None:
        self._raw = raw
        self._stream = stream
        self._complaint = complaint

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:  # each decompressor has errors of its own
            raise InputError(f"{self._complaint} ({error})") from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        self._raw.close()
        super().close()

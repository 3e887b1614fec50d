"""Where bytes come from: a file or standard input, decompressed, as often as a reader wants them."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final, cast

from gramscore.io.errors import InputError

_BOM: Final = b"\xef\xbb\xbf"


@dataclass
class Source:
    """A path as the user wrote it, `-` for standard input. What can only be read once is held in memory."""

    path: str

    @property
    def name(self) -> str:
        """What messages call it; bytes of the path that are not UTF-8 are replaced."""
        return "standard input" if self.path == "-" else os.fsencode(self.path).decode(errors="replace")

    def open(self) -> io.BufferedReader:
        """The bytes from the start, decompressed if they are compressed (told by content, not by name)."""
        raw = self._raw()
        head = raw.read(10) or b""
        raw.seek(0)
        for kind, (signature, decompress) in _COMPRESSION.items():
            if signature.match(head):
                raw = _Decompressed(raw, decompress(cast(BinaryIO, raw)), f"{self.name}: damaged {kind} data")
        return io.BufferedReader(raw)

    def open_text(self) -> io.BufferedReader:
        """As `open`, after a byte order mark if there is one."""
        stream = self.open()
        if stream.peek(len(_BOM)).startswith(_BOM):
            stream.read(len(_BOM))
        return stream

    def _raw(self) -> io.RawIOBase:
        if self._held is not None:
            return cast(io.RawIOBase, io.BytesIO(self._held))
        return io.FileIO(self.path)

    @cached_property
    def _held(self) -> bytes | None:
        if self.path == "-":
            return sys.stdin.buffer.read()
        try:
            if stat.S_ISREG(os.stat(self.path).st_mode):
                with io.FileIO(self.path):
                    return None
            with open(self.path, "rb") as pipe:
                return pipe.read()
        except FileNotFoundError:
            raise InputError(f"{self.name}: no such file") from None
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read ({error.strerror})") from None


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

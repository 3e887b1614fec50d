"""Text in other encodings, read as UTF-8."""

from __future__ import annotations

import codecs
import io
from typing import Final

from gramscore.io.errors import InputError

_BLOCK_BYTES: Final = 1 << 16


def checked_encoding(name: str | None) -> str | None:
    """The encoding, None for UTF-8, which is meant without a name. `InputError` for what is none."""
    if name is None:
        return None
    try:
        info = codecs.lookup(name)
        if not info._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        raise InputError(f"the encoding {name!r} is unknown") from None
    return None if info.name in ("utf-8", "ascii") else info.name


class Recoded(io.RawIOBase):
    """A stream of text in UTF-8, made of one in another encoding. `InputError` names the byte that is none."""

    def __init__(self, stream: io.BufferedReader, encoding: str, name: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._encoding = encoding
        self._name = name
        self._ready = b""
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        ended = False
        while not self._ready and not ended:
            data = self._stream.read(_BLOCK_BYTES)
            ended = not data
            try:
                text = self._decoder.decode(data, ended)
            except UnicodeDecodeError as error:
                held = len(error.object) - len(data)
                at = self._read - held + error.start
                raise InputError(
                    f"{self._name}: not in {self._encoding}: at byte {at} ({error.reason})"
                ) from None
            except UnicodeError as error:  # UTF-16 or UTF-32 that does not say its order of bytes; Punycode
                raise InputError(f"{self._name}: not in {self._encoding}: {error}") from None
            self._read += len(data)
            self._ready = text.encode("utf-8", "surrogatepass")
        piece, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()

"""A stream that counts what goes by while another reader consumes it."""

from __future__ import annotations

import io


class Tally(io.RawIOBase):
    """Passes `stream` through, then `ending`; counts each of `patterns`, of up to four bytes, in both."""

    def __init__(self, stream: io.BufferedReader, *patterns: bytes, ending: bytes = b"") -> None:
        self._stream = stream
        self._ending = ending
        self.counts = dict.fromkeys(patterns, 0)
        self.tail = b""
        """The last bytes so far."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if not data:
            data, self._ending = self._ending, b""
        joined = self.tail + data  # a pattern may lie across two reads
        for pattern in self.counts:
            self.counts[pattern] += joined.count(pattern) - self.tail.count(pattern)
        self.tail = joined[-3:]
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()

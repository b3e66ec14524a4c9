"""Decompression with a limit on what comes out, so that a bomb of a few kilobytes costs no more than any feed."""

import zlib

from monitor.errors import FetchError

ACCEPTED = "gzip, deflate"
_STEP = 2**16


class Body:
    """Collects a body as it arrives: `add` chunks, then `whole`. FetchError as soon as it grows past `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(f"the answer is encoded as {encoding[:40]!r}, which was not asked for")
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._inflate = None if self._encoding in ("", "identity") else zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = False

    def add(self, chunk: bytes) -> None:
        """Takes the next bytes from the wire."""
        if self._inflate is None:
            self._keep(chunk)
            return
        try:
            self._expand(chunk)
        except zlib.error:
            raise FetchError("the answer cannot be decompressed") from None

    def whole(self) -> bytes:
        """All of it. Raises FetchError when the compressed stream breaks off."""
        if self._inflate is not None and self._started and not self._inflate.eof:
            raise FetchError("the compressed answer broke off before its end")
        return b"".join(self._parts)

    def _expand(self, chunk: bytes) -> None:
        data = chunk
        while data:
            data = self._member(data)

    def _member(self, data: bytes) -> bytes:
        """Expands `data` up to the end of its gzip member; returns what lies behind it."""
        inflate = self._next(data)
        while data:
            self._keep(inflate.decompress(data, _STEP))
            data = inflate.unconsumed_tail
        return inflate.unused_data

    def _next(self, data: bytes) -> "zlib._Decompress":
        """The decompressor for the next bytes: deflate may come bare, and a gzip stream may have several members."""
        assert self._inflate is not None
        if not self._started and self._encoding == "deflate" and data[0] & 0x0F != zlib.DEFLATED:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        elif self._inflate.eof:
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = True
        return self._inflate

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise FetchError(f"the answer is larger than {self._limit // 2**20} MiB when unpacked")
        self._parts.append(part)

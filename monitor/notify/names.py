"""Short names for what is sent: as they can stand in a header, a file name or an address. Pure."""

import hashlib
import re


def token(id: str) -> str:
    """A delivery's id as it can stand in a header or a file name."""
    return id if re.fullmatch(r"[A-Za-z0-9_-]{1,100}", id) else digest(id)


def digest(value: str) -> str:
    """A short name for any text."""
    return hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()[:20]


def slug(words: str) -> str:
    """Words as a label of a domain name."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or digest(words)

"""From a feed's markup to plain text that is safe to show: no markup, no control characters, paragraphs kept."""

import re
from urllib.parse import urljoin

from resiliparse.extract.html2text import extract_plain_text

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""Terminal escapes, marks that turn the reading direction of what follows, and what is no character at all."""
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
LONGEST_URL = 2_000


def plain(text: str) -> str:
    """`text` without control characters; spaces collapsed, at most one empty line between paragraphs."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    lines = (line.strip() for line in _SPACES.sub(" ", _CONTROLS.sub("", unified)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def from_html(html: str) -> str:
    """The visible text of a piece of HTML. Text without any markup is taken as it is, its paragraphs too."""
    if not _MARKUP.search(html):
        return plain(html)
    return plain(extract_plain_text(html, True, list_bullets=False, alt_texts=False, skip_elements=["[hidden]"]))


def one_line(text: str) -> str:
    """Plain text for a title or a name: all white space is one space."""
    return " ".join(plain(text).split())


def web_address(value: str | None, base: str = "") -> str | None:
    """An http or https URL (relative ones joined to `base`) that can stand in a header or a page without breaking it,
    else None."""
    if not value:
        return None
    try:
        url = urljoin(base, value.strip())
    except ValueError:
        return None
    return url if len(url) <= LONGEST_URL and _URL.fullmatch(url) else None

"""What a body must get past before a parser sees it: one encoding, no tricks. Pure, and linear in the body's length.

The parser is handed the very text that was scanned, as UTF-8, so no encoding can hide markup from the scan."""

import codecs
import re

from msgspec import Struct

from monitor.errors import ParseError


class Limits(Struct, frozen=True):
    """How much markup a feed may hold; far above anything real."""

    depth: int = 200
    attributes: int = 200
    tags: int = 300_000


_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN = re.compile(
    r"(utf-?8|us-ascii|iso-?8859-?\d+|latin-?1|windows-?125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5(-hkscs)?"
    r"|shift[_-]jis|euc-(jp|kr)|iso-2022-(jp|kr)|macintosh|tis-620)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}?\?>")
_DECLARED = re.compile(rb"<\?xml\b[^>]{0,100}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_OPAQUE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_OWN_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,1000}+[^>]", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_TAG = re.compile(r"(/?)[A-Za-z_:][^\s/>\"']*([^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*)")
_ATTRIBUTE = re.compile(r"=\s*[\"']?")


def decode(body: bytes, content_type: str | None) -> str:
    """The body as text: by its byte order mark, as UTF-8 if it is, else by what it or the server declares, else as
    Windows-1252. Never an error: a wrong label costs a few characters, not the feed."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body.decode(encoding, "replace")
    if body[:2] in (b"<\x00", b"\x00<"):
        return body.decode("utf-16-le" if body[1] == 0 else "utf-16-be", "replace")
    claims = _claims(body, content_type)
    escaped = [claim for claim in claims if claim.lower().startswith("iso-2022")]
    for encoding in (*escaped, "utf-8", *claims):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode(claims[0] if claims else "windows-1252", "replace")


def _claims(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that body and server claim, the known ones only: codecs such as UTF-7 are ways to hide markup."""
    declared = _DECLARED.match(body.lstrip()[:300])
    served = _CHARSET.search(content_type or "")
    claims = [declared[1].decode() if declared else "", served[1] if served else ""]
    return [claim for claim in claims if _KNOWN.fullmatch(claim)]


def clean(text: str, limits: Limits) -> str:
    """XML text that a parser may see: without its declaration; characters and references that XML forbids are replaced.

    Raises ParseError for entity declarations and for markup beyond `limits`."""
    text = _REFERENCE.sub(_valid_reference, _NO_XML.sub("", _DECLARATION.sub("", text, count=1)))
    visible = _OPAQUE.sub(" ", text)
    if _ENTITY.search(visible) or _OWN_DOCTYPE.search(visible):
        raise ParseError("the feed declares entities of its own; such feeds are not read")
    _measure(visible, limits)
    return text


def _valid_reference(match: re.Match[str]) -> str:
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    number = int(digits, base) if len(digits) < 9 else 0
    valid = (
        number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
    return match[0] if valid else "\ufffd"


def _measure(markup: str, limits: Limits) -> None:
    """Raises ParseError when tags are too many, nested too deep, or bear too many attributes."""
    pieces = markup.split("<")
    if len(pieces) > limits.tags:
        raise ParseError(f"the feed has more than {limits.tags} tags")
    depth = 0
    for piece in pieces[1:]:
        tag = _TAG.match(piece)
        if tag is None:
            continue
        if tag[1]:
            depth = max(depth - 1, 0)
        elif not tag[2].rstrip().endswith("/"):
            depth += 1
        if depth > limits.depth:
            raise ParseError(f"the feed's tags are nested more than {limits.depth} deep")
        if len(_ATTRIBUTE.findall(tag[2])) > limits.attributes:
            raise ParseError(f"a tag of the feed has more than {limits.attributes} attributes")

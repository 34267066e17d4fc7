"""One article from a file or standard input, with what is known of its publication."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from kg.articles import blocks, english, page
from kg.errors import ArticleError
from kg.facts import Article

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{3,6})?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20/][^\s<>\"{}|\\^`\x00-\x20]*")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_REPORT = ("headline", "summary", "paragraph")
_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}


def read(
    path: str | Path,
    url: str | None = None,
    title: str | None = None,
    published: str | date | None = None,
    publisher: str | None = None,
) -> Article:
    """The article in the text or HTML file at `path`; "-" is standard input.

    What is given here goes before what the file says of itself. `published` is an ISO 8601
    date or date-time, or one of `datetime`'s. Raises ArticleError, which names the file and
    what is wrong with it: unreadable, no report, not in English.
    """
    name = "standard input" if str(path) == "-" else str(path)
    dated = published.isoformat() if isinstance(published, date) else published
    published = _given(name, "publication date", dated, _iso_date)
    url = _given(name, "URL", url, _web_address)
    data = _bytes(path, name)
    if _is_html(path, data):
        content = page.extract(data, name)
        text = content.text
        url = url or _valid(content.url, _web_address)
        title = title or content.title
        published = published or _valid(content.published, _iso_date)
        publisher = publisher or content.publisher
    else:
        text = _decode(data, name)
    if not text.strip():
        raise ArticleError(f"{name}: holds no text; give a file with an article in it")
    found = blocks.divide(text, title, publisher)
    _check_report(name, [text[b.span.begin : b.span.end] for b in found if b.kind in _REPORT])
    return Article(
        text=text,
        url=url,
        title=title or blocks.headline(text, found),
        published=published,
        publisher=publisher,
        path=str(path),
        blocks=found,
    )


def _check_report(name: str, report: list[str]) -> None:
    if not report:
        raise ArticleError(
            f"{name}: holds no report, only page furniture; give a file with an article in it"
        )
    if not english.may_be_english(report):
        raise ArticleError(f"{name}: is not in English; kg reads English reports only")


def _bytes(path: str | Path, name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{name}: no such file; check the path") from None
    except IsADirectoryError:
        raise ArticleError(f"{name}: is a directory; give the files in it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ArticleError(f"{name}: cannot be read: {reason}") from None


def _is_html(path: str | Path, data: bytes) -> bool:
    return Path(path).suffix.lower() in _HTML_SUFFIXES or bool(_MARKUP.match(data[:4096]))


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = f"iconv -f UTF-16 -t UTF-8 {name}"
        raise ArticleError(f"{name}: is UTF-16, not UTF-8; convert it with: {hint}")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        raise ArticleError(f"{name}: is a PDF; save its text (pdftotext does) and give that")
    if b"\x00" in data:
        raise ArticleError(f"{name}: is a binary file (NUL byte); give text or HTML")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        hint = f"iconv -f WINDOWS-1252 -t UTF-8 {name}"
        raise ArticleError(
            f"{name}: is not UTF-8 ({where}); if it is Western text, convert it with: {hint}"
        ) from None
    control = re.search(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", text)
    if control:
        raise ArticleError(
            f"{name}: is a binary file (control character 0x{ord(control.group()):02x} "
            f"at offset {control.start()}); give text or HTML"
        )
    return text


def _given(name: str, what: str, value: str | None, check: Callable[[str], str]) -> str | None:
    try:
        return None if value is None else check(value)
    except ValueError as error:
        raise ArticleError(f"{name}: {value!r} is no {what}: {error}") from None


def _valid(value: str | None, check: Callable[[str], str]) -> str | None:
    """What a page says of itself, or None where that is malformed."""
    try:
        return check(value) if value else None
    except ValueError:
        return None


def _iso_date(value: str) -> str:
    if not _ISO.fullmatch(value):
        raise ValueError("write it as 2024-06-03 or 2024-06-03T18:30:00Z")
    if len(value) == len("2024-06-03"):
        return date.fromisoformat(value).isoformat()
    return datetime.fromisoformat(value.replace("Z", "+00:00")).isoformat()


def _web_address(value: str) -> str:
    if not _URL.fullmatch(value):
        raise ValueError("write it in full, as https://example.org/news/1, without spaces")
    return value

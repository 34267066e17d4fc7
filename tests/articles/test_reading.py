from __future__ import annotations

import io
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.articles import read
from kg.errors import ArticleError

TEXT = "Dam breaks\r\n\r\nThe dam above Sarmara broke on Sunday.\r\nFourteen people died.\r\n"
PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="{charset}">
<title>Dam breaks above Sarmara | Harbour Post</title>
<meta property="og:title" content="Dam breaks above Sarmara">
<meta property="og:site_name" content="Harbour Post">
<link rel="canonical" href="https://www.example.com/news/dam">
<meta property="article:published_time" content="2024-06-03T10:00:00Z">
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Dam breaks above Sarmara</h1>
<p>The dam above the café quarter of Sarmara broke on Sunday after three days of rain, and a wave
of mud went through the market.</p>
<p>Fourteen people died and about 3,000 had to leave their homes, the mayor told reporters.</p>
</article>
<aside><p>Sign up for our newsletter</p></aside>
<footer>© 2024 Harbour Post</footer></body></html>
"""


def write(folder: Path, data: str | bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def test_text_is_kept_as_read(tmp_path: Path) -> None:
    article = read(write(tmp_path, TEXT))
    assert article.text == TEXT
    assert article.title == "Dam breaks"
    assert article.path == str(tmp_path / "a.txt")
    assert (article.url, article.published, article.publisher) == (None, None, None)


def test_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    assert read(write(tmp_path, b"\xef\xbb\xbf" + TEXT.encode())).text == TEXT


def test_what_is_given_is_kept(tmp_path: Path) -> None:
    article = read(
        write(tmp_path, TEXT),
        url="https://www.example.com/1",
        title="Flood",
        published="2024-06-03T10:00Z",
        publisher="Harbour Post",
    )
    assert article.url == "https://www.example.com/1"
    assert article.title == "Flood"
    assert article.published == "2024-06-03T10:00:00+00:00"
    assert article.publisher == "Harbour Post"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    article = read("-")
    assert (article.text, article.path) == (TEXT, "-")


@pytest.mark.parametrize(("name", "charset"), [("a.html", "utf-8"), ("a", "iso-8859-1")])
def test_page(tmp_path: Path, name: str, charset: str) -> None:
    article = read(write(tmp_path, PAGE.format(charset=charset).encode(charset), name))
    assert "café quarter" in article.text
    assert "Fourteen people died" in article.text
    assert "newsletter" not in article.text
    assert article.title == "Dam breaks above Sarmara"
    assert article.url == "https://www.example.com/news/dam"
    assert article.published == "2024-06-03"
    assert article.publisher == "Harbour Post"


def test_given_goes_before_what_the_page_says(tmp_path: Path) -> None:
    path = write(tmp_path, PAGE.format(charset="utf-8"), "a.html")
    article = read(path, published="2024-06-04", publisher="Echo")
    assert (article.published, article.publisher) == ("2024-06-04", "Echo")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no text"),
        (b" \n\t\r\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"ab\x00cd", "binary"),
        (b"%PDF-1.4\n\x01\x02", "is a PDF"),
        (b"\xef\xbb\xbf\n%PDF-1.7 1 0 obj << /Type /Catalog >> endobj", "is a PDF"),
        (b"Donate now\nSign up for our newsletter\n", "holds no report, only page furniture"),
        (b"By Jane Miller\n", "holds no report"),
        ("Überflutung in Köln".encode("latin-1"), "0xdc at offset 0"),
        ("Dam breaks".encode("utf-16"), "UTF-16"),
        (b"<html><body></body></html>", "no article"),
    ],
)
def test_unreadable_content(tmp_path: Path, data: bytes, message: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(ArticleError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unreadable_paths(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(ArticleError, match="is a directory"):
        read(tmp_path)
    with pytest.raises(ArticleError, match="cannot be read"):
        read("a\x00b")


@pytest.mark.parametrize(
    "published",
    ["2023-02-29", "2024-13-01", "3 June 2024", "20240603", "2024-06-03T25:00Z", "0000-01-01", ""],
)
def test_impossible_dates(tmp_path: Path, published: str) -> None:
    with pytest.raises(ArticleError, match="is no publication date"):
        read(write(tmp_path, TEXT), published=published)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (date(2024, 6, 3), "2024-06-03"),
        (datetime(2024, 6, 3, 18, 30), "2024-06-03T18:30:00"),
        (datetime(2024, 6, 3, 18, 30, 1, 5, timezone.utc), "2024-06-03T18:30:01.000005+00:00"),
    ],
)
def test_dates_of_datetime(tmp_path: Path, given: date, kept: str) -> None:
    assert read(write(tmp_path, TEXT), published=given).published == kept


@pytest.mark.parametrize("url", ["example.com", "https://a b", "javascript:x", "https://a/<b>"])
def test_impossible_urls(tmp_path: Path, url: str) -> None:
    with pytest.raises(ArticleError, match="is no URL"):
        read(write(tmp_path, TEXT), url=url)

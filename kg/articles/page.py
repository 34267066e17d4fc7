"""The article in a web page: main text and metadata, by trafilatura (Barbaresi 2021)."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import ArticleError

# A fixed upper bound: without it the date found would depend on the day of the run.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


@dataclass(frozen=True)
class Page:
    """What a page holds; metadata is None where the page does not say."""

    text: str
    url: str | None
    title: str | None
    published: str | None
    publisher: str | None


def extract(data: bytes, name: str) -> Page:
    """The main text of an HTML page, one line a paragraph; `name` is for errors."""
    # Slow to load, and only pages need it.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        data,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    if not isinstance(found, Document) or not found.text:
        raise ArticleError(f"{name}: no article found in the HTML; save its text and give that")
    return Page(found.text, found.url, found.title, found.date, found.sitename)

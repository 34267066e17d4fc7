from __future__ import annotations

from typing import Any

import pytest

from kg import corpus, pipeline
from kg.errors import ArticleError, KgError, ResourceError
from kg.facts import Article, Document

ARTICLES = [Article(text=f"Text {n}.", path=f"{n}.txt") for n in range(3)]
NLP: Any = object()


def fake_extract(article: Article, nlp: Any) -> Document:
    assert nlp is NLP
    if "1" in article.text:
        raise ZeroDivisionError("division\nby zero")
    return Document(article)


def test_order_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", lambda article, _nlp: Document(article))
    found = corpus.extract_all(iter(ARTICLES), NLP)
    assert [document.article for document in found] == ARTICLES


def test_failing_article_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", fake_extract)
    found = corpus.extract_all(ARTICLES, NLP)
    assert next(found).article.path == "0.txt"
    with pytest.raises(ArticleError, match=r"1\.txt: .*ZeroDivisionError: division by zero"):
        next(found)


def test_errors_of_ours_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_article: Article, _nlp: Any) -> Document:
        raise ResourceError("no parser")

    monkeypatch.setattr(pipeline, "extract", fail)
    with pytest.raises(ResourceError, match="no parser"):
        next(corpus.extract_all(ARTICLES, NLP))


def test_one_article_of_each_document() -> None:
    again = Article(text="Text 1.", path="copy.txt")
    located = [Article(text=text, url="https://example.org/a") for text in ("Text 1.", "Text 7.")]
    assert corpus.distinct([*ARTICLES, again, *located]) == [*ARTICLES, located[0]]


def test_no_processes() -> None:
    with pytest.raises(KgError, match="0 processes"):
        next(corpus.extract_all(ARTICLES, NLP, processes=0))


@pytest.mark.pipeline
def test_two_processes_find_the_same(nlp: Any) -> None:
    articles = [
        Article(text="Rebels captured Konna on Thursday.", published="2013-01-12", path="a"),
        Article(text="The mayor of Gao said that 11 soldiers were killed.", path="b"),
        Article(text="France sent troops to Mali on 11 January.", published="2013-01-12"),
    ]
    alone = list(corpus.extract_all(articles, nlp))
    assert list(corpus.extract_all(articles, processes=2)) == alone

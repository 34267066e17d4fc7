"""Articles to documents to a graph.

Documents come in the order of the articles whatever the number of processes, so the
graph is the same bytes too. Workers are spawned: each loads the pipeline once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError, KgError
from kg.facts import Article, Document, Run
from kg.prefixes import DATA

if TYPE_CHECKING:
    from rdflib import Dataset, Graph
    from spacy.language import Language

_worker_pipeline: Language | None = None


def build(articles: Article | Iterable[Article], nlp: Language | None = None) -> Graph:
    """One rdflib graph of all that one or more articles say; `nlp` is what `kg.load` returns."""
    from kg import pipeline, rdf

    nlp = nlp or pipeline.load()
    given = [articles] if isinstance(articles, Article) else articles
    documents = extract_all(distinct(given), nlp)
    return rdf.merged(to_dataset(documents, pipeline.run_info(nlp)))


def to_dataset(documents: Iterable[Document], run: Run | None = None, base: str = DATA) -> Dataset:
    """The graphs of `documents`, of the run, and of which unlinked entities are one.

    Raises what `kg.rdf.to_dataset` raises.
    """
    from kg import rdf
    from kg.corpus.identity import Identities

    identities = Identities(base)
    dataset = rdf.to_dataset(identities.watch(documents), run, base)
    rdf.add_identities(dataset, identities.found(), base)
    return dataset


def distinct(articles: Iterable[Article]) -> list[Article]:
    """`articles` without those that an earlier one is the same document as.

    Two are the same where they have one URL, or without a URL the same text.
    """
    from kg.rdf import iris

    found: dict[str, Article] = {}
    for article in articles:
        found.setdefault(iris.document(article), article)
    return list(found.values())


def extract_all(
    articles: Iterable[Article],
    nlp: Language | None = None,
    *,
    processes: int = 1,
    model: str | Path | None = None,
    kb: str | Path | None = None,
    linker: str | None = None,
) -> Iterator[Document]:
    """What is found in each article, in their order.

    With one process `nlp` does the work, or the pipeline that the last three name; more
    processes load that pipeline each. Raises ArticleError naming the article that failed.
    """
    if processes < 1:
        raise KgError(f"{processes} processes cannot do any work; give 1 or more")
    if processes == 1:
        from kg import pipeline

        nlp = nlp or pipeline.load(model, kb, linker)
        for article in articles:
            yield _extract(article, nlp)
        return
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_start_worker, initargs=(model, kb, linker)
    ) as pool:
        try:
            yield from pool.map(_work, articles)
        except BrokenProcessPool as error:
            raise KgError(
                "a worker process died, perhaps for lack of memory; run with fewer processes"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _start_worker(model: str | Path | None, kb: str | Path | None, linker: str | None) -> None:
    from kg import pipeline

    global _worker_pipeline
    _worker_pipeline = pipeline.load(model, kb, linker)


def _work(article: Article) -> Document:
    assert _worker_pipeline is not None
    return _extract(article, _worker_pipeline)


def _extract(article: Article, nlp: Language) -> Document:
    from kg import pipeline

    try:
        return pipeline.extract(article, nlp)
    except KgError:
        raise
    except Exception as error:
        name = article.path or article.url or article.title or "article"
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise ArticleError(f"{name}: extraction failed: {cause}; please report it") from error

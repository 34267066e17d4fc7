from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kg import facts, view
from kg.facts import Article, Document, Span

TEXT = (
    "Rebels <seize> Konna & Gao\n"
    'The mayor of Gao said "rebels seized the town" on Monday. At least 11 people died.\n'
    "Sign up for our newsletter"
)

GAO = TEXT.index("Gao said")


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture
def document() -> Document:
    first, second, third = TEXT.split("\n")
    monday = facts.Time("on Monday", span("on Monday"), "2013-01-28", "2013-01-28")
    gao = facts.Item("Q1", 'Gao "city"', "Place", "city <in> Mali")
    return Document(
        article=Article(
            text=TEXT,
            title="Rebels <seize> Konna & Gao",
            published="2013-01-29",
            url="https://www.example.com/?a=1&b=2",
            blocks=(
                facts.Block(span(first), "headline"),
                facts.Block(span(second), "paragraph"),
                facts.Block(span(third), "furniture"),
            ),
        ),
        entities=(
            facts.Entity("e1", "Place", "Gao", item=gao),
            facts.Entity("e2", "Person", "mayor of Gao"),
            facts.Entity("e3", "Group", "rebels", named=False),
        ),
        mentions=(
            facts.Mention("m1", Span(GAO, GAO + 3), "e1", "GPE"),
            facts.Mention("m2", span("mayor of Gao"), "e2", "PERSON", "nominal"),
            facts.Mention("m3", span("rebels"), "e3", "NORP", "nominal"),
        ),
        events=(
            facts.Event(
                "v1",
                "Capture",
                "seize",
                "rebels seized the town",
                (span("seized"),),
                (facts.Participant("agent", "e3"), facts.Participant("target", "e1")),
                time=monday,
                factuality=facts.Factuality(certainty="probable", hedge="x<y", sources=("e2",)),
            ),
            facts.Event("v2", "Event", "die", "people died", (span("died"),), places=("e1",)),
        ),
        statements=(
            facts.Statement(
                "s1",
                "e2",
                "P39",
                "mayor",
                (span("mayor of Gao"),),
                is_entity=False,
                qualifiers=(facts.Qualifier("P642", "e1"),),
            ),
        ),
        claims=(
            facts.Claim(
                "c1",
                "directQuote",
                "said",
                (span("rebels seized the town"),),
                span('The mayor of Gao said "rebels seized the town" on Monday'),
                "e2",
            ),
        ),
        tolls=(facts.Toll("t1", "killed", (span("At least 11 people"),), minimum=11),),
    )


class Page(HTMLParser):
    """Collects the tags, links and the words of the marked text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.blocks: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta",):
            self.open.append(tag)
        given = dict(attrs)
        self.links += [value for key, value in attrs if key in ("href", "src") and value]
        if given.get("class") in ("headline", "paragraph", "furniture"):
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.blocks and ("p" in self.open or "h1" in self.open):
            self.blocks[-1] += data


def test_page_holds_the_text_unchanged(document: Document) -> None:
    page = Page(view.to_html(document))
    assert page.open == []
    assert page.blocks == TEXT.split("\n")


def test_page_marks_and_links(document: Document) -> None:
    html = view.to_html(document)
    assert '<a href="https://www.wikidata.org/wiki/Q1" class="m Place c s"' in html
    assert 'class="c v"' in html
    assert '<p class="furniture">Sign up' in html
    assert "Recapture" not in html
    assert "<td>2013-01-28</td><td>Capture</td>" in html
    assert "at least 11" in html


def test_page_asks_nobody_for_anything(document: Document) -> None:
    html = view.to_html(document)
    assert "<script" not in html
    assert "url(" not in html
    assert all(link.startswith("https://www.") for link in Page(html).links)
    risky = replace(document, article=replace(document.article, url="javascript:alert(1)"))
    assert "javascript:" not in view.to_html(risky)


def test_page_escapes_everything(document: Document) -> None:
    html = view.to_html(document)
    for raw in ("<seize>", "<in>", "x<y", 'Gao "city"'):
        assert raw not in html


def test_text_summary(document: Document) -> None:
    paper = facts.Entity("e4", "Organization", "Harbour Post")
    text = view.to_text(replace(document, entities=(*document.entities, paper)))
    assert "Linked (1)\nQ1            Gao" in text
    assert "Not linked (2)\nPerson        mayor of Gao\nOrganization  Harbour Post" in text
    assert (
        "2013-01-28  Capture: agent rebels, target Gao (Q1) "
        "[probable, “x<y”, according to mayor of Gao]\n    “rebels seized the town”" in text
    )
    assert "Events without a time (1)\nEvent (die): at Gao (Q1)" in text
    assert "position held (P39): mayor of Gao → mayor (of Gao (Q1))" in text
    assert "directQuote: mayor of Gao said\n    “rebels seized the town”" in text
    assert "killed: at least 11\n    “At least 11 people”" in text


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"count": 500, "minimum": 500, "maximum": 500}, "500"),
        ({"count": 8000, "approximate": True}, "about 8,000"),
        ({"minimum": 30, "maximum": 40}, "30 to 40"),
        ({"maximum": 40, "approximate": True}, "up to about 40"),
        ({}, "some"),
    ],
)
def test_figures(document: Document, figures: dict[str, int | bool], says: str) -> None:
    toll = facts.Toll("t1", "killed", (span("At least 11 people"),), victims="e3", **figures)  # type: ignore[arg-type]
    text = view.to_text(replace(document, tolls=(toll,)))
    assert f"killed: {says} rebels\n" in text


def test_quantities(document: Document) -> None:
    where = (span("At least 11 people"),)
    quantities = (
        facts.Quantity("q1", "money", "euro", where, "EUR", minimum=2_500_000.0, of="v1"),
        facts.Quantity("q2", "share", "%", where, "P1", value=3.5, of="e2"),
        facts.Quantity("q3", "length", "mile", where, "SMI", minimum=3, maximum=4),
    )
    shown = replace(document, quantities=quantities)
    text = view.to_text(shown)
    assert "Quantities (3)\nmoney: at least 2,500,000 euro of " in text
    assert "share: 3.5 % of " in text
    assert "length: 3 to 4 mile\n" in text
    html = view.to_html(shown)
    assert "<h2>Quantities (3)</h2>" in html
    assert 'class="q t' in html


def test_empty_document() -> None:
    nothing = Document(Article(text="No facts here."))
    assert view.to_text(nothing) == "(no title)\n"
    assert "No facts here." in view.to_html(nothing)

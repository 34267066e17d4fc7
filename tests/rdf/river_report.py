"""A made-up report and what is to be found in it, built by hand."""

from __future__ import annotations

from rdflib import Dataset

from kg.facts import (
    Article,
    Block,
    Claim,
    Document,
    Entity,
    Event,
    Factuality,
    Item,
    Mention,
    Participant,
    Qualifier,
    Quantity,
    Run,
    Span,
    Statement,
    Time,
    Toll,
)
from kg.rdf import Identity, add_identities, iris, to_dataset

TEXT = """River Front takes Gao

Fighters of the River Front seized Gao on Tuesday, and soldiers fled the city toward Mopti.
About 300 people were reportedly killed, said Awa Keïta, the mayor of Gao.
"We buried at least 40 children," she told the African Union. "We will rebuild."
Prime Minister Moussa Sangaré denied that the army had left Mopti.
The army could retake Gao, and 12,000 residents have fled to Bamako, the capital of Mali.
Rebuilding Gao will cost at least $2.5 million, Keïta said. Mopti lies some 300 to 350 km away.
"""

GAO = Item(
    "Q188904", "Gao", "Place", "city in Mali", country="Q912", types=("Q515",),
    latitude=16.2666, longitude=-0.05,
)  # fmt: skip
MOPTI = Item("Q211227", "Mopti", "Place", "city in Mali", country="Q912")
BAMAKO = Item("Q3703", "Bamako", "Place", "capital of Mali", ("Bamako Region",), country="Q912")
MALI = Item("Q912", "Mali", "Place", "state in West Africa", ("Republic of Mali",))
UNION = Item("Q7159", "African Union", "Organization", aliases=("AU",), country="Q115")
PREMIER = Item("Q30100640", "Prime Minister of Mali", "Role")

RUN = Run("newskg 0.1.0", "kg-en-small 0.1.0", "wikidata-news", "2026-11-01")
FIRST_DAY = "2024-03-05"


def at(words: str, nth: int = 1, text: str = TEXT) -> Span:
    """The span of the `nth` occurrence of `words`."""
    begin = -1
    for _ in range(nth):
        begin = text.index(words, begin + 1)
    return Span(begin, begin + len(words))


ARTICLE = Article(
    text=TEXT,
    url="https://example.org/news/river-front-takes-gao.html",
    title="River Front takes Gao",
    published="2024-03-06T08:30:00Z",
    publisher="Example News",
    blocks=(Block(at("River Front takes Gao"), "headline"),),
)

ENTITIES = (
    Entity("e1", "Organization", "River Front", confidence=0.9),
    Entity("e2", "Place", "Gao", item=GAO),
    Entity("e3", "Place", "Mopti", item=MOPTI),
    Entity("e4", "Person", "Awa Keïta", names=("Keïta",)),
    Entity("e5", "Organization", "African Union", item=UNION),
    Entity("e6", "Person", "Moussa Sangaré"),
    Entity("e7", "Role", "Prime Minister", item=PREMIER),
    Entity("e8", "Place", "Bamako", item=BAMAKO),
    Entity("e9", "Place", "Mali", item=MALI),
    Entity("e10", "Group", "soldiers", named=False),
    Entity("e11", "Group", "people", named=False),
    Entity("e12", "Group", "children", named=False),
    Entity("e13", "Group", "residents", named=False),
    Entity("e14", "Organization", "The army", named=False),
)

MENTIONS = (
    Mention("m1", at("River Front"), "e1", "ORG", confidence=0.9),
    Mention("m2", at("River Front", 2), "e1", "ORG", confidence=0.95),
    Mention("m3", at("Gao"), "e2", "GPE"),
    Mention("m4", at("Gao", 2), "e2", "GPE"),
    Mention("m5", at("soldiers"), "e10", "PERSON", "nominal"),
    Mention("m6", at("the city"), "e2", "GPE", "nominal", 0.8),
    Mention("m7", at("Mopti"), "e3", "GPE"),
    Mention("m8", at("people"), "e11", "PERSON", "nominal"),
    Mention("m9", at("Awa Keïta"), "e4", "PERSON"),
    Mention("m10", at("Gao", 3), "e2", "GPE"),
    Mention("m11", at("children"), "e12", "PERSON", "nominal"),
    Mention("m12", at("she"), "e4", "PERSON", "pronoun", 0.7),
    Mention("m13", at("African Union"), "e5", "ORG"),
    Mention("m14", at("Prime Minister"), "e7", "ROLE"),
    Mention("m15", at("Moussa Sangaré"), "e6", "PERSON"),
    Mention("m16", at("Mopti", 2), "e3", "GPE"),
    Mention("m17", at("The army"), "e14", "ORG", "nominal"),
    Mention("m18", at("Gao", 4), "e2", "GPE"),
    Mention("m19", at("residents"), "e13", "PERSON", "nominal"),
    Mention("m20", at("Bamako"), "e8", "GPE"),
    Mention("m21", at("Mali"), "e9", "GPE"),
)

EVENTS = (
    Event(
        "v1", "Capture", "seize", "River Front seized Gao", (at("seized"), at("takes")),
        (Participant("agent", "e1"), Participant("target", "e2")),
        time=Time("on Tuesday", at("on Tuesday"), FIRST_DAY, FIRST_DAY), confidence=0.93,
    ),
    Event(
        "v2", "Retreat", "flee", "soldiers fled the city toward Mopti", (at("fled"),),
        (Participant("agent", "e10"), Participant("origin", "e2"),
         Participant("destination", "e3")),
        time=Time("on Tuesday", at("on Tuesday"), FIRST_DAY, None),
    ),
    Event(
        "v3", "Killing", "kill", "300 people were killed", (at("killed"),),
        (Participant("target", "e11"),), places=("e2",),
        factuality=Factuality(certainty="probable", hedge="reportedly", sources=("e4",)),
    ),
    Event(
        "v4", "Departure", "leave", "the army had left Mopti", (at("left"),),
        (Participant("agent", "e14"), Participant("origin", "e3")),
        factuality=Factuality(polarity="negative", sources=("e6",)),
    ),
    Event(
        "v5", "Recapture", "retake", "The army could retake Gao", (at("retake"),),
        (Participant("agent", "e14"), Participant("target", "e2")),
        factuality=Factuality(certainty="possible", realis="hypothetical", hedge="could"),
    ),
    Event(
        "v6", "Displacement", "flee", "residents have fled to Bamako", (at("fled", 2),),
        (Participant("agent", "e13"), Participant("destination", "e8")),
    ),
)  # fmt: skip

STATEMENTS = (
    Statement(
        "s1", "e6", "P39", "e7", (at("Prime Minister Moussa Sangaré"),),
        qualifiers=(Qualifier("P642", "e9"),), confidence=0.88, extractor="title",
    ),
    Statement("s2", "e8", "P1376", "e9", (at("Bamako, the capital of Mali"),), known="agrees"),
    Statement("s3", "e9", "P36", "e8", (at("Bamako, the capital of Mali"),), known="agrees"),
    Statement(
        "s4", "e4", "P39", "mayor", (at("the mayor of Gao"),), is_entity=False,
        factuality=Factuality(certainty="possible"),
    ),
)  # fmt: skip

CLAIMS = (
    Claim(
        "c1", "indirectSpeech", "said", (at("About 300 people were reportedly killed"),),
        at("About 300 people were reportedly killed, said Awa Keïta"), "e4", asserts=("v3", "t1"),
    ),
    Claim(
        "c2", "directQuote", "told",
        (at("We buried at least 40 children,"), at("We will rebuild.")),
        at('"We buried at least 40 children," she told the African Union. "We will rebuild."'),
        "e4", "e5", ("t2",), ("e12",), 0.97,
    ),
)  # fmt: skip

TOLLS = (
    Toll(
        "t1", "killed", (at("About 300 people"),), 300, 300, 300, approximate=True,
        victims="e11", event="v3", places=("e2",),
        factuality=Factuality(certainty="probable", hedge="reportedly", sources=("e4",)),
    ),
    Toll("t2", "killed", (at("at least 40 children"),), minimum=40, victims="e12"),
    Toll("t3", "displaced", (at("12,000 residents"),), 12000, 12000, 12000, victims="e13",
         event="v6"),
)  # fmt: skip

QUANTITIES = (
    Quantity(
        "q1", "money", "US dollar", (at("at least $2.5 million"),), "USD", minimum=2_500_000.0,
        factuality=Factuality(realis="future", sources=("e4",)),
    ),
    Quantity(
        "q2", "length", "kilometre", (at("some 300 to 350 km"),), "KMT", minimum=300.0,
        maximum=350.0, approximate=True, of="e3", confidence=0.9,
    ),
)  # fmt: skip

REPORT = Document(ARTICLE, ENTITIES, MENTIONS, STATEMENTS, EVENTS, CLAIMS, TOLLS, QUANTITIES)


def river_dataset() -> Dataset:
    """The report's graphs, with somebody of another article who is its mayor."""
    dataset = to_dataset([REPORT], RUN)
    mayor, other = (str(iris.entity(Entity("e", "Person", n))) for n in ("Awa Keïta", "Awa Keyta"))
    shared = tuple(str(iris.item(item.qid)) for item in (GAO, MOPTI))
    names = ("Awa Keïta", "Awa Keyta")
    add_identities(dataset, [Identity(mayor, other, "spelling", names, shared)])
    return dataset

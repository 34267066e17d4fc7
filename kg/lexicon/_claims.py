"""Words that introduce what somebody said (`claims.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kg.facts import Certainty
from kg.lexicon._source import Table, add, entries

COMPLEMENTS = frozenset(
    {
        *("clause", "infinitive", "gerund", "headline", "object", "paragraph", "quote"),
        *("about", "as", "for", "of", "on"),
    }
)
SPEAKERS = frozenset({"subject", "possessor", "by", "from", "of", "in", "audience"})
Side = Literal["before", "after", "either"]


@dataclass(frozen=True)
class SpeechCue:
    """A verb or noun of saying with one kind of complement ("clause", "quote", "of" ...).

    `addressee` is the position of the one spoken to, `speakers` those of the speaker.
    """

    lemma: str
    complement: str
    speakers: tuple[str, ...] = ("subject",)
    addressee: str | None = None
    certainty: Certainty | None = None


@dataclass(frozen=True)
class EventPart:
    """Whom a noun such as "buyer" is of: who has a role in events of some classes; a
    `guarded` one ("killer") is nobody's because of that, but never of who has another role."""

    classes: frozenset[str]
    role: str
    guarded: bool


@dataclass(frozen=True, eq=False)
class ClaimLexicon:
    """All cues of claims. Words of several tokens are joined by spaces, in lower case.

    `quotes` maps an opening mark to the closing ones; `headlines` a mark to the side of it
    on which the speaker stands; `topical` words open a headline about somebody, not by them.
    `unspoken` verbs take a "that"-clause that nobody says; `audiences` hear what is said; `matters`
    are what a colon spells out; `comments` begin what the writer adds to what is said;
    `listened` verbs always name who is spoken to;
    `unique` nouns may be of somebody that nothing else introduces ("the lawyer"); who
    does what a verb of `refusals` says ("declined to say") does not say it; who does what a verb
    of `issuing` says with a statement ("released") says what it says; `parts` are by noun.
    """

    verbs: Mapping[tuple[str, str], SpeechCue]
    nouns: Mapping[tuple[str, str], SpeechCue]
    sources: frozenset[str]
    participles: frozenset[str]
    speakers: frozenset[str]
    media: frozenset[str]
    quotes: Mapping[str, tuple[str, ...]]
    headlines: Mapping[str, Side]
    topical: frozenset[str]
    unspoken: frozenset[str]
    audiences: frozenset[str]
    matters: frozenset[str]
    comments: frozenset[str]
    listened: frozenset[str]
    unique: frozenset[str]
    refusals: frozenset[str]
    issuing: frozenset[str]
    parts: Mapping[str, EventPart]

    def verb(self, lemma: str, complement: str = "clause") -> SpeechCue | None:
        """The verb ("say", "point out") as one that takes such a complement."""
        return self.verbs.get((lemma, complement))

    def tells(self, lemma: str) -> bool:
        """Whether a verb is of speech rather than thought: one that takes a quotation."""
        return any((lemma, told) in self.verbs for told in ("quote", "gerund"))

    def noun(self, lemma: str, complement: str = "clause") -> SpeechCue | None:
        """The noun ("claim that ...") as one that takes such a complement."""
        return self.nouns.get((lemma, complement))

    def is_content(self, lemma: str) -> bool:
        """Whether a noun is for what is said ("claim") or spelt out ("figure")."""
        return lemma in self.matters or self.noun(lemma) is not None


def load(folder: Path) -> ClaimLexicon:
    """The cues of `folder/claims.toml`; raises ResourceError."""
    listed = {
        "source": "words",
        "participle": "lemmas",
        "speaker": "lemmas",
        "medium": "words",
        "topic": "words",
        "unspoken": "lemmas",
        "audience": "lemmas",
        "matter": "lemmas",
        "comment": "words",
        "listened": "lemmas",
        "unique": "lemmas",
        "refusal": "lemmas",
        "issuing": "lemmas",
    }
    names = (*listed, "headline", "noun", "part", "quotation", "verb")
    found = entries(folder / "claims.toml", names)
    words = {name: _words(found[name], key) for name, key in listed.items()}
    quotes: dict[str, tuple[str, ...]] = {}
    for table in found["quotation"]:
        opening, closing = table.need("open"), table.need("close")
        quotes[opening] = (*quotes.get(opening, ()), closing)
        table.finish()
    headlines: dict[str, Side] = {}
    for table in found["headline"]:
        side = cast(Side, table.need("speaker", get_args(Side)))
        add(table, headlines, [table.need("mark")], side)
        table.finish()
    parts: dict[str, EventPart] = {}
    for table in found["part"]:
        role = table.need("role", ("agent", "target"))
        part = EventPart(frozenset(table.strings("classes")), role, table.flag("guarded"))
        for lemma in table.lemmas("lemmas"):
            add(table, parts, [lemma], part)
        table.finish()
    return ClaimLexicon(
        verbs=_cues(found["verb"]),
        nouns=_cues(found["noun"]),
        sources=words["source"],
        participles=words["participle"],
        speakers=words["speaker"],
        media=words["medium"],
        quotes=quotes,
        headlines=headlines,
        topical=words["topic"],
        unspoken=words["unspoken"],
        audiences=words["audience"],
        matters=words["matter"],
        comments=words["comment"],
        listened=words["listened"],
        unique=words["unique"],
        refusals=words["refusal"],
        issuing=words["issuing"],
        parts=parts,
    )


def _cues(tables: Iterable[Table]) -> dict[tuple[str, str], SpeechCue]:
    cues: dict[tuple[str, str], SpeechCue] = {}
    for table in tables:
        addressee = table.string("addressee", ("object", "to", "with"))
        certainty = cast("Certainty | None", table.string("certainty", get_args(Certainty)))
        speakers = table.strings("speaker", SPEAKERS) or ("subject",)
        complements = table.strings("complements", COMPLEMENTS)
        for lemma in table.lemmas("lemmas"):
            for complement in complements:
                cue = SpeechCue(lemma, complement, speakers, addressee, certainty)
                add(table, cues, [(lemma, complement)], cue)
        table.finish()
    return cues


def _words(tables: Iterable[Table], key: str) -> frozenset[str]:
    words: set[str] = set()
    for table in tables:
        words.update(table.lemmas(key))
        table.finish()
    return frozenset(words)

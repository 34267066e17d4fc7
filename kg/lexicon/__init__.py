"""What extraction knows of words, read from `ontology/lexicon/*.toml` and checked.

Each function reads its file once; a mistake in it raises ResourceError with the file, the
line and the entry. How a file is written stands at its head, and for the event files at the
head of `defaults.toml`. Lemmas are lower-case English ones ("take", "be").
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.lexicon import (
    _claims,
    _coreference,
    _event_coreference,
    _events,
    _factuality,
    _nouns,
    _properties,
    _relations,
    _titles,
    _tolls,
    _units,
)
from kg.lexicon._claims import ClaimLexicon, EventPart, SpeechCue
from kg.lexicon._coreference import CoreferenceRules
from kg.lexicon._event_coreference import EventCoreferenceRules
from kg.lexicon._factuality import Effect, Embedding, FactualityLexicon, Part
from kg.lexicon._frames import EventLexicon, Frame, Phrase, choose
from kg.lexicon._nouns import CommonNoun, CommonNouns
from kg.lexicon._properties import UNLINKED, Properties, Property
from kg.lexicon._relations import PeopleGroup, Relation, Relations
from kg.lexicon._titles import Headship, Title, Titles
from kg.lexicon._tolls import TollCue, TollLexicon, Total
from kg.lexicon._units import Unit, Units, split
from kg.resources import ontology

__all__ = [
    "UNLINKED",
    "ClaimLexicon",
    "CommonNoun",
    "CommonNouns",
    "CoreferenceRules",
    "Effect",
    "Embedding",
    "EventCoreferenceRules",
    "EventLexicon",
    "EventPart",
    "FactualityLexicon",
    "Frame",
    "Headship",
    "Part",
    "PeopleGroup",
    "Phrase",
    "Properties",
    "Property",
    "Relation",
    "Relations",
    "SpeechCue",
    "Title",
    "Titles",
    "TollCue",
    "TollLexicon",
    "Total",
    "Unit",
    "Units",
    "choose",
    "claims",
    "common_nouns",
    "coreference",
    "event_coreference",
    "events",
    "factuality",
    "properties",
    "relations",
    "split",
    "titles",
    "tolls",
    "units",
]

FILES = (
    *("events", "factuality", "claims", "coreference", "tolls", "titles", "common_nouns"),
    *("properties", "relations", "units", "event_coreference"),
)  # the functions below, each the reader of a file or of several


@cache
def events() -> EventLexicon:
    """Predicates and their event frames."""
    return _events.load(_folder(), common_nouns().kinds, event_coreference().above)


@cache
def factuality() -> FactualityLexicon:
    """Cues of polarity, certainty and realis."""
    return _factuality.load(_folder())


@cache
def claims() -> ClaimLexicon:
    """Words and marks that introduce a claim."""
    return _claims.load(_folder())


@cache
def coreference() -> CoreferenceRules:
    """How pronouns and descriptions find the names they stand for."""
    return _coreference.load(_folder())


@cache
def event_coreference() -> EventCoreferenceRules:
    """When two mentions tell of one event, and the hierarchy of classes."""
    return _event_coreference.load(_folder())


@cache
def tolls() -> TollLexicon:
    """Words of casualty figures."""
    return _tolls.load(_folder())


@cache
def units() -> Units:
    """Units of quantities, and words that say what is measured."""
    return _units.load(_folder())


@cache
def titles() -> Titles:
    """Titles and positions of persons."""
    return _titles.load(_folder(), properties())


@cache
def common_nouns() -> CommonNouns:
    """Common nouns and what they name, titles of persons among them."""
    return _nouns.load(_folder(), _titles.as_nouns(titles()))


@cache
def properties() -> Properties:
    """Wikidata's properties that are stated, and what they hold between."""
    return _properties.load(ontology() / "properties.toml", _nouns.kinds(_folder()))


@cache
def relations() -> Relations:
    """Patterns of relations that grammar states."""
    return _relations.load(_folder(), events().positions, events().types, properties())


def _folder() -> Path:
    return ontology() / "lexicon"

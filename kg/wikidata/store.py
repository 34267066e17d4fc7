"""What a name may denote: the look-ups by name in a knowledge base file.

A `Store` knows nothing of spaCy; `WikidataKB` in `knowledge_base` is the same with spaCy's
interface.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from kg.facts import Item
from kg.wikidata import names, sounds
from kg.wikidata.answers import Candidate, Life, Position, Way, ways, weighed
from kg.wikidata.base_file import EMBEDDED, FORMAT, REMEMBERED
from kg.wikidata.item_look_up import ItemLookUp
from kg.wikidata.qids import number_of, qid_of

__all__ = ["EMBEDDED", "FORMAT", "Candidate", "Life", "Position", "Store"]

# How well a look-up found its name: by its own spelling, without a word that says of what kind
# it is ("Euphrates River"), by a loosened spelling of the base or of the text, by a similar one.
EXACT, OF_ITS_KIND, LOOSE_IN_BASE, LOOSE_IN_TEXT, MISSPELT = 1.0, 0.95, 0.85, 0.75, 0.5
# What a loosened name counts where another item bears the name as it is.
BESIDE_EXACT = 0.1
READ = 64  # rows of one name that are read, the strongest first

_CANDIDATES = f"""
    SELECT a.item, a.form, a.value, i.kind, i.weight, i.country
    FROM alias a JOIN item i ON i.id = a.item WHERE a.key = ?
    ORDER BY a.value DESC, a.item LIMIT {READ}
"""
_SOUNDING = """
    SELECT label, aliases FROM item WHERE id IN (
      SELECT item FROM sound WHERE code IN (SELECT value FROM json_each(?))
    )
"""
# A word of people's names, a name by itself, or the first word of one that is no person's.
_WORD = """
    SELECT 1 FROM part WHERE word = ?1 UNION ALL SELECT 1 FROM alias WHERE key = ?1
    UNION ALL SELECT 1 FROM alias a JOIN item i ON i.id = a.item
    WHERE a.key > ?1 || ' ' AND a.key < ?1 || '!'
    AND i.kind <> (SELECT id FROM kind WHERE name = 'person') LIMIT 1
"""


class Store(ItemLookUp):
    """Look-ups in one knowledge base file (default: the embedded one).

    Of a `growing` file, which others may change, call `forget` to see what they changed. Raises
    `ResourceError` where the file is missing or no knowledge base.
    """

    def __init__(self, path: str | Path | None = None, *, growing: bool = False) -> None:
        super().__init__(path, growing=growing)
        self._exact = lru_cache(maxsize=REMEMBERED)(self._find_exact)
        self._candidates = lru_cache(maxsize=REMEMBERED)(self._find)

    def forget(self) -> None:
        super().forget()
        self._exact.cache_clear()
        self._candidates.cache_clear()

    def candidates(self, name: str, label: str | None = None) -> list[Candidate]:
        """The items a name may denote, the likeliest first.

        `label` is the name's type as spaCy writes it: a `PERSON` keeps the Arabic article
        that a place may lose, and an office is looked up with its country in it
        ("US Secretary of State").
        """
        return list(self._candidates(name, label))

    def _find(self, name: str, label: str | None) -> tuple[Candidate, ...]:
        for way in ways(label):
            found = self.exact(name) if way == "exact" else weighed(self.look_up(name, way))
            if found:
                return tuple(found)
        return ()

    def exact(self, name: str) -> list[Candidate]:
        """The items that bear a name as it is spelt, the likeliest first."""
        return list(self._exact(name))

    def _find_exact(self, name: str) -> tuple[Candidate, ...]:
        return tuple(weighed(self.look_up(name, "exact")))

    def look_up(self, name: str, way: Way) -> list[Candidate]:
        """The items that a name may denote when looked up in one way, without their priors."""
        if way == "exact":
            return self._under(names.key(name), name, EXACT)
        if way == "office":
            office = self.office(name)
            return [office] if office else []
        if way == "misspelt":
            return self._misspelt(name)
        folded = names.loose(name, person=way == "person")
        match = OF_ITS_KIND if folded.kinds else LOOSE_IN_TEXT
        found = self._under(folded.key, name, match)
        return [c for c in found if not folded.kinds or c.kind in folded.kinds]

    def _under(self, key: str, name: str, match: float) -> list[Candidate]:
        rows = self.read(_CANDIDATES, key)
        loosened = BESIDE_EXACT if any(row[1] != "X" for row in rows) else 1.0
        found = []
        for number, form, value, kind, weight, country in rows:
            suits = fit(form, name)
            if suits > 0.0:
                name_of_kind, type_ = self._kinds[kind]
                strength = value / 100 + math.log(suits * (loosened if form == "X" else 1.0))
                found.append(
                    Candidate(
                        f"Q{number}", 0.0, match * suits, type_, name_of_kind, weight / 100,
                        qid_of(country), form in "DP", strength, form,
                    )
                )  # fmt: skip
        return found

    def _misspelt(self, name: str) -> list[Candidate]:
        """The items with a name that this one may be a wrong or another spelling of."""
        key = names.key(name)
        if not sounds.may_be_misspelt(key) or names.form(name) != "N":
            return []
        bones = sounds.skeleton(key)
        likeness = self._sounding(key, {bones}) or self._sounding(key, sounds.near(bones))
        found = (
            candidate
            for other in sorted(likeness, key=lambda other: (-likeness[other], other))
            for candidate in self._under(other, name, MISSPELT * likeness[other])
        )
        return [candidate._replace(form="F") for candidate in found if not candidate.demonym]

    def _sounding(self, key: str, skeletons: Iterable[str]) -> dict[str, float]:
        """The keys of items with these skeletons that are like a key, and how much so."""
        codes = json.dumps(sorted(sounds.code(key, bones) for bones in skeletons))
        rows = self.read(_SOUNDING, codes)
        given = [name for label, more in rows for name in (label, *(more or "").splitlines())]
        others = {names.key(name) for name in sounds.resembling(key, given)}
        likeness = {other: sounds.likeness(key, other, self._is_word) for other in others}
        return {other: alike for other, alike in likeness.items() if alike > 0.0}

    def _is_word(self, word: str) -> bool:
        """Whether a word is known, so that it is no slip."""
        return self._row(_WORD, word) is not None

    def office(self, name: str) -> Candidate | None:
        """The office that a name with its country in it denotes ("Iraqi prime minister")."""
        words = names.key(name).split()
        cuts = [(words[:i], words[i:]) for i in range(1, min(4, len(words)))]
        if "of" in words:
            last = len(words) - 1 - words[::-1].index("of")
            cuts.append((words[last + 1 :], words[:last]))
        for place, role in cuts:
            country = self._country(" ".join(place))
            item = self.position_of(" ".join(role), country) if country else None
            if item is not None:
                return self._as_candidate(item.qid, LOOSE_IN_BASE)
        return None

    def _as_candidate(self, qid: str, match: float) -> Candidate:
        query = "SELECT kind, weight, country FROM item WHERE id = ?"
        ((kind, weight, country),) = self._ask(query, number_of(qid))
        name, type_ = self._kinds[kind]
        found = Candidate(qid, 1.0, match, type_, name, weight / 100, qid_of(country))
        return found._replace(value=math.log(match))

    def position_of(self, role: str, place: str) -> Item | None:
        """The office with these words in a country or region: "foreign minister", Iraq's QID."""
        key = names.office_key(role)
        query = """
            SELECT o.item FROM office o JOIN item i ON i.id = o.item
            WHERE o.key = ? AND o.place = ? ORDER BY o.rank, i.weight DESC, o.item LIMIT 1
        """
        row = self._row(query, key, number_of(place))
        return self.item(f"Q{row[0]}") if key and row else None

    def namesakes(self, name: str) -> int:
        """How common a person's name is: bearers of its first word times those of its last."""
        words = names.without_titles(name).split()
        if len(words) < 2:
            return 0
        query = "SELECT first, last FROM part WHERE word = ?"
        first = self._row(query, words[0]) or (1, 1)
        last = self._row(query, words[-1]) or (1, 1)
        return int(max(1, first[0]) * max(1, last[1]))

    def bearers(self, word: str) -> int:
        """How many people of the base have a word as their first, or as their last name."""
        row = self._row("SELECT max(first, last) FROM part WHERE word = ?", names.key(word))
        return row[0] if row else 0

    def prepare(self, wanted: Iterable[tuple[str, str | None]]) -> None:
        """Make ready to be asked about the names of a document, with their types as spaCy writes
        them; a file needs nothing."""

    def demonym(self, name: str) -> Item | None:
        """The country, region or group whose people a word names ("Iraqi", "Iraqis")."""
        if not name[:1].isupper():
            return None
        query = "SELECT item FROM alias WHERE key = ? AND form IN ('D', 'P') ORDER BY value DESC"
        row = self._row(query, names.key(name))
        return self.item(f"Q{row[0]}") if row else None

    def _country(self, key: str) -> str | None:
        """The country that a key names as its noun or its demonym."""
        query = """
            SELECT a.item FROM alias a JOIN item i ON i.id = a.item JOIN kind k ON k.id = i.kind
            WHERE a.key = ? AND k.name = 'country' ORDER BY a.value DESC, a.item LIMIT 1
        """
        row = self._row(query, key)
        return f"Q{row[0]}" if row else None


def fit(form: str, name: str) -> float:
    """How well a name in a text suits the form of a row of the alias table, 0 to 1."""
    if form == "X":
        return LOOSE_IN_BASE if name[:1].isupper() else 0.0
    if form in "DPSI":
        return 1.0 if name[:1].isupper() else 0.0
    return names.case_agrees(form, name)

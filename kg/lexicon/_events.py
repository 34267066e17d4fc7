"""Building the event lexicon from its files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.lexicon import _event_defaults
from kg.lexicon._event_defaults import ROLES, Setting
from kg.lexicon._frames import EventLexicon, Frame, Phrase
from kg.lexicon._source import Table, read


@dataclass
class _Builder:
    setting: Setting
    classes: Collection[str]
    verbs: dict[str, list[Frame]] = field(default_factory=dict)
    nouns: dict[str, list[Frame]] = field(default_factory=dict)
    adjectives: dict[str, list[Frame]] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)

    def add(self, table: Table) -> None:
        """One entry of an event file."""
        if table.name not in self.classes:
            raise table.error("is no class of events; write one of ontology/kg.ttl")
        verbs, nouns = table.lemmas("verbs"), table.lemmas("nouns")
        adjectives, phrases = table.lemmas("adjectives"), table.lemmas("phrases")
        if not (verbs or nouns or adjectives or phrases):
            raise table.error("names no predicate; add verbs, nouns, adjectives or phrases")
        frame = self._frame(table)
        noun_frame = self._noun_frame(table, frame)
        table.finish()
        for predicates, limit, into, meant in (
            (verbs, 2, self.verbs, frame),
            (nouns, 3, self.nouns, noun_frame),
            (adjectives, 1, self.adjectives, frame),
        ):
            for predicate in predicates:
                self._check_words(table, predicate, limit, into is self.nouns)
                into.setdefault(predicate, []).append(meant)
        for phrase in phrases:
            parsed = self._phrase(table, phrase, frame)
            self.phrases.setdefault(parsed.verb, []).append(parsed)

    def _frame(self, table: Table) -> Frame:
        setting = self.setting
        roles = table.strings_by_name("roles", setting.positions, ROLES)
        types = table.lists_by_name("types", setting.positions, setting.types)
        return Frame(
            table.name,
            roles,
            {position: setting.expand(names) for position, names in types.items()},
            table.strings("requires", setting.positions),
            table.strings("forbids", setting.positions),
            table.source,
            setting.defaults,
        )

    def _noun_frame(self, table: Table, frame: Frame) -> Frame:
        setting = self.setting
        own_roles = table.strings_by_name("noun_roles", setting.positions, ROLES)
        own_types = table.lists_by_name("noun_types", setting.positions, setting.types)
        roles = {**frame.roles, **own_roles}
        types = {**frame.types, **{p: setting.expand(names) for p, names in own_types.items()}}
        for position in ("of", "by", "possessor", "compound", "modifier"):
            model = "object" if position == "of" and "object" in frame.roles else "subject"
            if position not in roles and model in frame.roles:
                roles[position] = frame.roles[model]
            if position in roles and position not in types:
                types.update(self._derived(position, roles[position], frame))
        requires = table.strings("noun_requires", setting.positions)
        return Frame(frame.cls, roles, types, requires, (), frame.source, setting.defaults)

    def _derived(self, position: str, role: str, frame: Frame) -> dict[str, frozenset[str]]:
        """Types of a noun's position, from the verb's position with the same role."""
        model = next((p for p in ("object", "subject") if frame.roles.get(p) == role), None)
        types = frame.types.get(model) if model else None
        if position in ("compound", "modifier") and model == "subject":
            narrow = self.setting.noun_subject
            return {position: (narrow & types if types else None) or narrow}
        return {position: types} if types is not None else {}

    def _check_words(self, table: Table, predicate: str, limit: int, noun: bool) -> None:
        words = predicate.split()
        if len(words) > limit:
            raise table.error(f"{predicate!r} has more than {limit} words; make it a phrase")
        if noun and len(words) > 1 and self.setting.prepositions & set(words):
            raise table.error(f"{predicate!r}: a noun may have no preposition in it")

    def _phrase(self, table: Table, phrase: str, frame: Frame) -> Phrase:
        verb, *rest = phrase.split()
        after = rest.pop() if len(rest) > 1 and rest[-1] in self.setting.prepositions else None
        if not rest or len(rest) > 3 or rest[-1] in self.setting.prepositions:
            raise table.error(f"phrases: {phrase!r} is not verb (+ words) + noun (+ preposition)")
        return Phrase(verb, tuple(rest[:-1]), rest[-1], after, frame)


def load(folder: Path, kinds: Collection[str], classes: Collection[str]) -> EventLexicon:
    """The event lexicon in `folder`; `kinds` are those of the common nouns, `classes` those of
    events.

    Raises ResourceError.
    """
    builder = _Builder(_event_defaults.load(folder / "defaults.toml", kinds), classes)
    for name in builder.setting.files:
        found = read(folder / f"{name}.toml")
        found.pop("")[0].finish()
        for tables in found.values():
            for table in tables:
                builder.add(table)
    return EventLexicon(
        _ranked(builder.verbs),
        _ranked(builder.nouns),
        _ranked(builder.adjectives),
        {verb: tuple(sorted(phrases, key=_longest)) for verb, phrases in builder.phrases.items()},
        builder.setting.light,
        builder.setting.places,
        builder.setting.plain,
        builder.setting.pronouns,
        builder.setting.positions,
        builder.setting.types - builder.setting.named_types.keys(),
    )


def _demands(frame: Frame) -> tuple[int, int]:
    return frame.specificity


def _longest(phrase: Phrase) -> tuple[int, int, int]:
    demanded, typed = phrase.frame.specificity
    return -len(str(phrase).split()), -demanded, -typed


def _ranked(table: Mapping[str, list[Frame]]) -> dict[str, tuple[Frame, ...]]:
    return {
        predicate: tuple(sorted(frames, key=_demands, reverse=True)) if frames[1:] else (frames[0],)
        for predicate, frames in table.items()
    }

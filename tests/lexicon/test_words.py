"""The other files of the lexicon: nouns, titles, factuality, claims, tolls, relations."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from babel.numbers import list_currencies

from kg import lexicon
from kg.errors import ResourceError
from kg.lexicon import (
    Effect,
    _claims,
    _factuality,
    _nouns,
    _properties,
    _relations,
    _titles,
    _tolls,
    _units,
)


def test_common_nouns() -> None:
    nouns = lexicon.common_nouns()
    assert nouns.types("soldier") == {"Person", "force", "worker", "role"}
    assert nouns.types("bomb", ["powerful", "car"]) == {"Product", "weapon", "bomb"}
    assert nouns.types("rocket", ["deadly"]) == nouns.types("rocket")
    assert "weapon" in nouns.types("device", ["improvised", "explosive"])
    assert nouns.types("oddity") == frozenset()
    assert nouns.types("place") == frozenset(), "'take place' captures nothing"
    soldier = nouns.get("soldier")
    assert soldier is not None
    assert (soldier.type_of(plural=False), soldier.type_of(plural=True)) == ("Person", "Group")
    city, group = nouns.get("city"), nouns.get("group")
    assert city is not None
    assert group is not None
    assert (city.describes, group.describes) == (("Place",), ("Organization", "Group"))
    woman = nouns.get("spokeswoman")
    assert woman is not None
    assert woman.gender == "female"


def test_titles_are_nouns_of_persons() -> None:
    nouns = lexicon.common_nouns()
    assert nouns.types("minister", ["prime"]) == {"Person", "official", "role"}
    assert nouns.types("lawmaker") == {"Person", "politician", "official", "role"}
    assert nouns.types("general") == {"Person", "force", "role"}
    assert nouns.types("justice") == {"Thing"}
    assert nouns.get("mr") is None


def test_units() -> None:
    units = lexicon.units()
    assert lexicon.split("US$3.5bn km/h 12-km") == (
        *("US", "$", "3.5", "bn", "km", "/", "h", "12", "-", "km"),
    )
    (mile,) = units.words["miles",]
    assert (mile.kind, mile.name, mile.code) == ("length", "mile", "SMI")
    assert {unit.code for unit in units.words["rupees",]} == {"INR", "PKR", "LKR", "NPR"}
    assert units.before["c", "$"][0].code == "CAD"
    assert units.signs["km", "/", "h"][0].code == "KMH"
    assert ("in",) in units.glued
    assert ("in",) not in units.signs
    assert ("barrel",) in units.rates
    assert units.longest >= 5


def test_currencies_are_of_iso_4217() -> None:
    found = [unit for readings in lexicon.units().words.values() for unit in readings]
    codes = {unit.code for unit in found if unit.kind == "money" and unit.code}
    assert codes <= set(list_currencies())


def test_types_of_the_event_lexicon_are_kinds_of_nouns() -> None:
    assert {"weapon", "force", "militant", "police", "country"} <= lexicon.common_nouns().kinds


@pytest.mark.parametrize(
    ("words", "kind", "prop", "inverse"),
    [
        ("prime minister", "office", "P39", False),
        ("secretary of state", "office", "P39", False),
        ("chief executive", "post", "P169", True),
        ("chairwoman", "post", "P488", True),
        ("director", "post", "P1037", True),
        ("journalist", "occupation", "P106", False),
        ("lieutenant general", "rank", "P410", False),
        ("mr", "address", None, False),
    ],
)
def test_titles(words: str, kind: str, prop: str | None, inverse: bool) -> None:
    title = lexicon.titles().get(words)
    assert title is not None
    assert (title.kind, title.property, title.inverse) == (kind, prop, inverse)


def test_the_longest_title_before_a_name() -> None:
    titles = lexicon.titles()
    words = ["iraqi", "deputy", "prime", "minister", "ada"]
    found = titles.ending(words, 4)
    assert found is not None
    assert (found[0].lemma, found[1]) == ("deputy prime minister", 1)
    assert titles.ending(words) is None
    foreign = titles.get("foreign minister")
    assert foreign is not None
    assert "minister of foreign affairs" in foreign.labels
    assert titles.modifiers["former"] == "former"
    assert titles.modifiers["-elect"] == "future"


def embedded(part: Any, lemma: str, complement: str, **form: bool) -> tuple[Effect, Effect]:
    found = lexicon.factuality().predicate(part, lemma, complement, **form)
    assert found is not None
    return found.effect, found.negated


def test_implicatives_and_factives() -> None:
    assert embedded("verb", "fail", "infinitive") == (Effect(negates=True), Effect())
    assert embedded("verb", "manage", "infinitive") == (Effect(), Effect(negates=True))
    assert embedded("verb", "regret", "clause") == (Effect(), Effect())
    assert embedded("verb", "force", "infinitive")[0] == Effect()
    assert embedded("verb", "prevent", "from")[0].negates
    assert embedded("verb", "deny", "clause")[0].negates
    assert embedded("adjective", "unable", "infinitive")[0].negates


def test_plans_fears_and_reports() -> None:
    assert embedded("verb", "order", "infinitive")[0].realis == "future"
    assert embedded("noun", "plan", "infinitive")[0].realis == "future"
    fear = embedded("verb", "fear", "clause")[0]
    assert (fear.certainty, fear.realis) == ("possible", "hypothetical")
    believed = embedded("verb", "believe", "infinitive", passive=True)[0]
    assert (believed.certainty, believed.hedge) == ("probable", True)
    assert embedded("verb", "go", "infinitive", progressive=True)[0].realis == "future"
    said = embedded("verb", "say", "clause")
    assert said == (Effect(), Effect(certainty="unknown"))


def test_form_and_complement_matter() -> None:
    factuality = lexicon.factuality()
    assert factuality.predicate("verb", "go", "infinitive") is None
    assert factuality.predicate("verb", "say", "infinitive") is None
    assert factuality.predicate("verb", "say", "infinitive", passive=True) is not None
    assert factuality.predicate("verb", "photosynthesise", "clause") is None


def test_modals_and_adverbs() -> None:
    factuality = lexicon.factuality()
    may, fled = factuality.modals["may"].effect, factuality.modals["may"].perfect
    assert (may.certainty, may.realis) == ("possible", "hypothetical")
    assert (fled.certainty, fled.realis) == ("possible", None)
    assert factuality.modals["will"].effect == Effect(realis="future")
    assert "do" not in factuality.modals
    assert factuality.adverbs["reportedly"].hedge
    assert "so-called" not in factuality.adverbs
    assert factuality.predicate("adjective", "so-called", "attributive") is None
    assert factuality.markers["if"].realis == "hypothetical"
    assert factuality.constructions["purpose"].realis == "future"
    assert set(factuality.constructions) == set(_factuality.CONSTRUCTIONS)
    assert {"not", "never", "without"} <= factuality.negators


def test_claims() -> None:
    claims = lexicon.claims()
    say, tell = claims.verb("say"), claims.verb("tell", "quote")
    assert say is not None
    assert tell is not None
    assert (say.addressee, tell.addressee) == ("to", "object")
    assert claims.verb("seize") is None
    claim = claims.noun("claim")
    assert claim is not None
    assert "possessor" in claim.speakers
    assert "according to" in claims.sources
    assert claims.quotes["“"] == ("”",)
    assert claims.headlines == {":": "either", "-": "after", "–": "after", "—": "after"}
    assert {"how", "why"} <= claims.topical
    assert claims.tells("say")
    assert not claims.tells("fear")
    assert "remember" in claims.unspoken
    assert "court" in claims.audiences
    assert "tally" in claims.matters
    assert "interview" in claims.media
    assert "reporter" not in claims.media


def test_tolls() -> None:
    tolls = lexicon.tolls()
    assert [cue.counted for cue in tolls.verb("kill")] == ["object"]
    assert [cue.counted for cue in tolls.verb("die")] == ["subject"]
    assert {cue.counted for cue in tolls.verb("evacuate")} == {"object", "subject"}
    assert tolls.verb("take", "hostage")[0].kind == "captured"
    assert tolls.adjectives["dead"].kind == "killed"
    assert tolls.nouns["casualty"].certainty == "possible"
    assert tolls.totals["death toll"].positions[0] == "of"
    assert {cue.kind for cues in tolls.verbs.values() for cue in cues} == {
        "arrested", "captured", "displaced", "injured", "killed", "missing",
    }  # fmt: skip


def test_relations() -> None:
    relations = lexicon.relations()
    capital = {relation.property: relation for relation in relations.noun("capital")}
    assert capital["P36"].subject_at[0] == "of"
    assert capital["P36"].accepts({"Place"}, {"Place"})
    assert not capital["P36"].accepts({"Place"}, {"Person"})
    assert [r.property for r in relations.verb("set", "up")] == ["P112", "P571"]
    assert {r.property for r in relations.noun("carpenter")} == {"P17", "P27", "P108", "P551"}
    assert {r.property for r in relations.mark(",")} == {"P17", "P131"}
    assert (relations.groups["kurdish"].property, relations.groups["kurd"].label) == (
        "P172",
        "Kurds",
    )


def test_every_property_is_stated_by_a_pattern_or_a_title() -> None:
    titles = lexicon.titles()
    stated = {relation.property for relation in lexicon.relations().patterns}
    stated |= {title.property for title in titles.by_lemma.values() if title.property}
    stated |= {head.property for head in titles.heads.values()}
    stated |= {group.property for group in lexicon.relations().groups.values()}
    known = lexicon.properties().by_id.values()
    inverse = {entry.inverse for entry in known if entry.id in stated and entry.inverse}
    assert stated | inverse == {entry.id for entry in known if not entry.qualifier}


def test_properties() -> None:
    properties = lexicon.properties()
    employer = properties.get("P108")
    assert employer is not None
    assert (employer.label, employer.inverse) == ("employer", None)
    assert employer.accepts({"Person"}, {"Organization", "company"})
    assert not employer.accepts({"Organization"}, {"Organization"})
    assert properties.get("P99999") is None
    for entry in properties.by_id.values():
        if entry.inverse:
            other = properties.by_id[entry.inverse]
            assert other.inverse in (entry.id, None)
            assert (other.subject, other.object) == (entry.object, entry.subject)


def test_the_patterns_keep_within_the_properties() -> None:
    properties = lexicon.properties()
    for pattern in lexicon.relations().patterns:
        entry = properties.by_id[pattern.property]
        for name in pattern.subject:
            assert not entry.subject.isdisjoint({name, *properties.kinds.get(name, ())}), pattern


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path.parent


def nouns_of(folder: Path) -> object:
    return _nouns.load(folder, {})


def properties_of(folder: Path) -> object:
    return _properties.load(folder / "properties.toml", {"country": frozenset({"Place"})})


def titles(folder: Path) -> object:
    return _titles.load(folder, lexicon.properties())


def relations_of(folder: Path) -> object:
    return _relations.load(folder, {"subject", "object", "of"}, {"Place"}, lexicon.properties())


PROPERTY = (
    '[[property]]\nid = "{}"\nlabel = "x"\n'
    'subject = ["Place"]\nobject = ["Place"]\nexample = "{}"\n'
)
NOUN = '[[noun]]\ntype = "Person"\nlemmas = ["cook"]\n'
RELATION = '[[relation]]\nproperty = "{}"\nkind = "noun"\nnouns = ["capital"]\n'


@pytest.mark.parametrize(
    ("name", "load", "text", "message"),
    [
        ("nouns", nouns_of, '[[noun]]\nlemmas = ["cook"]', ":1: [noun] lacks 'type'"),
        ("nouns", nouns_of, NOUN + NOUN, ":4: [noun] 'cook' has stood before"),
        ("nouns", nouns_of, NOUN + 'gender = "neuter"', "'neuter' is unknown"),
        ("nouns", nouns_of, NOUN + "group = 1", "write true or false"),
        ("nouns", nouns_of, "[[nuon]]\n", "unknown table"),
        ("nouns", nouns_of, "type = 1\n", "unknown key 'type'"),
        ("roles", titles, '[[title]]\nkind = "office"\nlemmas = ["x"]', "property"),
        ("roles", titles, '[[title]]\nkind = "rank"\nproperty = "Q5"', "'Q5' is not in"),
        ("roles", titles, '[labels]\n"king" = ["monarch"]', "is no title of this file"),
        ("factuality", _factuality.load, '[[modal]]\nlemmas = ["may"]', "lacks 'effect'"),
        ("factuality", _factuality.load,
         '[[predicate]]\nverbs = ["a"]\ncomplements = ["clause"]\neffect = { sure = true }',
         "unknown key 'sure'"),
        ("factuality", _factuality.load,
         '[[predicate]]\ncomplements = ["clause"]\neffect = {}', "names no predicate"),
        ("factuality", _factuality.load, '[[predicate]]\nverbs = ["a"]\neffect = {}',
         "lacks 'complements'"),
        ("factuality", _factuality.load, '[[construction]]\nname = "x"\neffect = {}',
         "'x' is unknown"),
        ("claims", _claims.load, '[[verb]]\nlemmas = ["say"]\ncomplements = ["sentence"]',
         "'sentence' is unknown"),
        ("claims", _claims.load, '[[quotation]]\nopen = "«"', "lacks 'close'"),
        ("tolls", _tolls.load, '[[verb]]\nkind = "dead"\ncounted = "object"', "'dead' is unknown"),
        ("units", _units.load, '[[length]]\nname = "a"', "has no words or signs"),
        ("units", _units.load, '[[length]]\nname = "a"\ncode = "metre"\nwords = ["a"]',
         "neither of ISO 4217 nor of UN/CEFACT"),
        ("units", _units.load, '[[money]]\nname = "a"\nwords = ["a"]\ncountries = ["Mali"]',
         "'Mali' is no QID"),
        ("units", _units.load,
         '[[mass]]\nname = "a"\nwords = ["a(s)"]\n[[length]]\nname = "b"\nwords = ["as"]',
         "'as' has stood before"),
        ("units", _units.load, '[[colour]]\nname = "a"', "is an unknown table"),
        ("relations", relations_of, RELATION.format("P580"), "'P580' is a qualifier in"),
        ("relations", relations_of, RELATION.format("P36")
         + 'subject_at = ["of"]\nobject_at = ["of"]\nsubject = ["Person"]\nobject = ["Place"]',
         "'Person' is no type of the subject of P36"),
        ("properties", properties_of, PROPERTY.format("Q5", "[x] [y]"), "'Q5' is no Wikidata"),
        ("properties", properties_of, PROPERTY.format("P5", "[x]"), "put 2 in brackets"),
        ("properties", properties_of, PROPERTY.format("P5", "[x] [y]") * 2,
         ":7: [property] 'P5' has stood before"),
        ("properties", properties_of, PROPERTY.format("P5", "[x] [y]") + 'inverse = "P6"',
         "'P6' is not in the file"),
        ("properties", properties_of,
         PROPERTY.format("P5", "[x] [y]") + 'inverse = "P6"\n'
         + PROPERTY.format("P6", "[x] [y]") + 'inverse = "P6"',
         "P6 points back to P6, not to P5"),
        ("properties", properties_of, PROPERTY.format("P5", "[x] [y]") + "qualifier = true",
         "all properties but qualifiers have one"),
        ("properties", properties_of,
         PROPERTY.format("P5", "[x] [y]").replace('"Place"', '"Planet"', 1),
         "'Planet' is unknown"),
        ("properties", properties_of, PROPERTY.format("P5", "[x] [y]") + 'colour = "x"',
         "unknown key 'colour'"),
        ("relations", relations_of, RELATION.format("P99999"), "'P99999' is not in"),
        ("relations", relations_of, RELATION.format("P36"), "lacks 'subject_at'"),
        ("relations", relations_of, '[[relation]]\nproperty = "P36"\nkind = "verb"',
         "lacks 'verbs'"),
    ],
)  # fmt: skip
def test_says_what_is_wrong_and_where(
    tmp_path: Path, name: str, load: Callable[[Path], object], text: str, message: str
) -> None:
    folder = write(tmp_path / f"{name}.toml", text)
    with pytest.raises(ResourceError) as raised:
        load(folder)
    assert message in str(raised.value)
    assert str(raised.value).startswith(f"{tmp_path / name}.toml:")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"nouns\.toml"):
        nouns_of(tmp_path)


def test_each_is_read_once() -> None:
    assert lexicon.events() is lexicon.events()
    assert lexicon.tolls() is lexicon.tolls()


def test_needs_no_spacy() -> None:
    code = (
        "import sys; from kg import lexicon as x; x.events(); x.relations(); x.claims(); "
        "assert not {'spacy', 'rdflib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

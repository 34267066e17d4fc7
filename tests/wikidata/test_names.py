"""One key for all spellings of a name."""

from __future__ import annotations

import pytest

from kg.wikidata import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The U.S.", "US"),
        ("U. S. A.", "USA"),
        ("Haider el-Abadi", "Haider Al-Abadi"),
        ("haider al abadi", "Haider al-Abadi"),
        ("Sana’a", "Sanaa"),
        ("Da'ish", "Daish"),
        ("Łódź", "Lodz"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("İstanbul", "Istanbul"),
        ("Iraq's", "Iraq"),
        ("Marks & Spencer", "Marks and Spencer"),
        ("J. K. Rowling", "JK Rowling"),
        ("Guinea-Bissau", "Guinea Bissau"),
        ("the Associated Press", "Associated Press"),
        ("Ar-Ramadi", "al-Ramadi"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("US", "Us Weekly"), ("El Salvador", "al-Salvador"), ("George W. Bush", "George Bush")],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@pytest.mark.parametrize(
    ("name", "loosened"),
    [
        ("Anbar province", "anbar"),
        ("Al Anbar Governorate", "anbar"),
        ("Province of Anbar", "anbar"),
        ("Acme Holdings Ltd", "acme"),
        ("St. Louis", "saint louis"),
        ("Salahuddin province", "saladin"),
        ("Popular Mobilisation Forces", "popular mobilization forces"),
    ],
)
def test_loose_drops_generic_words_and_folds_spellings(name: str, loosened: str) -> None:
    assert names.loose(name).key == loosened


def test_loose_keeps_people_apart_from_places() -> None:
    assert names.loose("Haidar Al Abadi", person=True).key == "haider al abadi"
    assert names.loose("John F. Kerry", person=True).key == "john kerry"
    assert names.loose("Army Gen. John Kerry", person=True).key == "john kerry"
    assert names.loose("Al Anbar").key == "anbar"


def test_generic_word_says_which_kinds_are_meant() -> None:
    assert "admin1" in names.loose("Anbar province").kinds
    assert names.loose("Euphrates River").kinds == {"river"}
    assert names.loose("Anbar").kinds == frozenset()


@pytest.mark.parametrize(
    ("known", "name", "agrees"),
    [
        ("IS", "IS", True),
        ("IS", "Is", False),
        ("ISIS", "Isis", True),
        ("US", "us", False),
        ("ISIS", "isis", False),
        ("Ramadi", "Ramadi", True),
    ],
)
def test_case_tells_acronyms_from_words(known: str, name: str, agrees: bool) -> None:
    assert (names.case_agrees(names.form(known), name) > 0.5) is agrees


def test_office_is_found_under_all_its_wordings() -> None:
    wordings = ["Foreign Minister of Iraq", "Iraqi foreign minister", "the foreign minister"]
    wordings.append("Minister for Foreign Affairs of Iraq")
    keys = {names.office_key(wording, ["iraq", "iraqi"]) for wording in wordings}
    assert keys == {"minister of foreign affairs"}


@pytest.mark.parametrize(
    ("name", "code"), [("IQ", True), ("IRQ", True), ("US", False), ("U.K.", False), ("Ife", False)]
)
def test_codes_are_no_names_but_for_those_that_news_uses(name: str, code: bool) -> None:
    assert names.is_code(name) is code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Isis’", "Isis"),
        ("Lloyd’s", "Lloyd's"),
        ("Côte d‘Ivoire", "Cote d'Ivoire"),
        ("Nagorno–Karabakh", "Nagorno-Karabakh"),
        ("S&P 500", "S and P 500"),
        ("Cuauhtémoc Cárdenas", "Cuauhtemoc Cardenas"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("MCCAIN", "McCain"),
        ("the AP", "AP"),
        ("El-Sisi", "el Sisi"),
    ],
)
def test_signs_and_capitals_do_not_matter(one: str, other: str) -> None:
    assert names.key(one) == names.key(other) != ""


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Park Geun-hye", "Park Geunhye"),
        ("Xi Jinping", "Xi Jin-ping"),
        ("Ronald MacDonald", "Ronald McDonald"),
        ("Moammar Kadhafi", "Muammar Gaddafi"),
        ("Volodymyr Zelenskyy", "Vladimir Zelensky"),
    ],
)
def test_people_are_found_under_their_other_spellings(known: str, written: str) -> None:
    in_base = {names.key(known), names.loose_in_base(known, "person", person=True)}
    in_text = {names.key(written), names.loose(written, person=True).key}
    assert in_base & in_text


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Saint Petersburg", "St. Petersburg"),
        ("Second Army", "2nd Army"),
        ("St. Louis", "Saint Louis"),
        ("World Health Organization", "World Health Organisation"),
    ],
)
def test_things_are_found_under_their_other_spellings(known: str, written: str) -> None:
    in_base = {names.key(known), names.loose_in_base(known, "organisation")}
    assert in_base & {names.key(written), names.loose(written).key}


def test_an_article_is_no_given_name() -> None:
    assert names.loose("Haider al-Abadi", person=True).key == "haider al abadi"
    assert names.loose("Jean-Pierre Roe", person=True).key == "jean pierre roe"


@pytest.mark.parametrize(
    "name", ["Ramadi", "the Guardian", "New York", "The", "al Gore", "el Sisi"]
)
def test_plain_names_have_the_key_of_all_names(name: str) -> None:
    assert names.key(name) == names.key(f" {name} ") == names.key(f"{name}.")

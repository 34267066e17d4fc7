"""Given names are learnt where nearly all who bear them are of one gender."""

from __future__ import annotations

from pathlib import Path

from kg import lexicon
from kg.resources import load_toml
from training.given_names import genders, toml


def test_names_of_one_gender(tmp_path: Path) -> None:
    people = [("Dr Anouk Tarn", "female")] * 5 + [("Jory Orne", "male")] * 40
    people += [("Jory Ames", "female"), ("Kim Orne", "male"), ("Madonna", "female")]
    people += [("Robin Orne", "male")] * 5 + [("Robin Tarn", "female")] * 5
    found = genders(people)
    assert found == {"female": ["anouk"], "male": ["jory"]}
    path = tmp_path / "given_names.toml"
    path.write_text(toml(found), encoding="utf-8")
    assert load_toml(path) == {gender: {"names": names} for gender, names in found.items()}


def test_the_lexicon_has_them() -> None:
    names = lexicon.coreference().given_names
    assert (names["helen"], names["samuel"]) == ("female", "male")
    assert "kim" not in names

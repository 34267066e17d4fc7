from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.identity import spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gauoud", "gaoud"),
        ("naeem", "naim"),
        ("naeem", "nayeem"),
        ("jaish", "jaysh"),
        ("qassim", "kassim"),
        ("sergey", "sergei"),
        ("khalil", "halil"),
        ("mahmoud", "mahmud"),
        ("matthew", "mathew"),
        ("abdullah", "abdulla"),
    ],
)
def test_one_sound(one: str, other: str) -> None:
    assert spelling.sound(one) == spelling.sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jamal", "jamil"),
        ("hassan", "hussein"),
        ("karim", "karima"),
        ("mario", "maria"),
        ("omar", "amr"),
        ("joan", "juan"),
        ("lena", "lina"),
        ("zhou", "zhu"),
        ("cheng", "ching"),
        ("unite", "unity"),
        ("23rd", "24th"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert spelling.sound(one) != spelling.sound(other)


def test_one_letter_of_a_long_surname() -> None:
    assert spelling.mistyped("hollowell", "hollwoell")
    assert spelling.mistyped("johansson", "johannson")
    assert not spelling.mistyped("johnson", "johnston")
    assert not spelling.mistyped("fernandez", "hernandez")
    assert not spelling.mistyped("stevenson", "stephenson")


def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "identity.toml"
    broken.write_text("[people\n", encoding="utf-8")
    monkeypatch.setattr(spelling, "PATH", broken)
    spelling.settings.cache_clear()
    spelling.words.cache_clear()
    try:
        with pytest.raises(ResourceError, match=r"identity\.toml"):
            spelling.words("people", "exact")
        broken.write_text("[people]\n", encoding="utf-8")
        spelling.settings.cache_clear()
        with pytest.raises(ResourceError, match=r"no list 'exact' in \[people\]; add it"):
            spelling.words("people", "exact")
    finally:
        monkeypatch.undo()
        spelling.settings.cache_clear()
        spelling.words.cache_clear()

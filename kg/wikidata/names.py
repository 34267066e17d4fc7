"""Names as keys: one key for all spellings of a name that news mixes freely.

`key` gives the exact key (case, accents, hyphens, apostrophes, dots and a leading
"the" do not matter). `loose` gives a second key that also drops generic words,
company endings and the Arabic article, and folds transliterations; it is tried
after the exact one and costs confidence. The word lists are in `names.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.wikidata.name_rules import ARTICLE, HERE, Rules, name_rules

__all__ = [
    "ARTICLE",
    "HERE",
    "Loose",
    "case_agrees",
    "form",
    "is_code",
    "is_generic",
    "key",
    "last_names",
    "loose",
    "loose_in_base",
    "office_key",
    "title_words",
    "without_country",
    "without_titles",
]

LONGEST_COUNTRY = 5

# Letters that have no decomposition into a base letter and a mark, and signs to drop.
_LETTERS = str.maketrans("øłđðıħŋə_", "olddihna ", "'’‘`´ʻʼʾʿ′‛“”\"")
_DIGRAPHS = str.maketrans({"þ": "th", "æ": "ae", "œ": "oe", "&": " and "})
_POSSESSIVE = re.compile(r"['’]s$")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b|\s|$)")
_GIVEN = re.compile(r"(?<=[^\W\d_]{2})[-‐‑](?=[a-z]{2})")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Loose:
    """A loosened key; `kinds` are what its generic word allows ("Anbar province")."""

    key: str
    kinds: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The exact look-up key of a name, "" where nothing of it is a word.

    >>> key("The U.S."), key("Haider el-Abadi"), key("Sana’a")
    ('us', 'haider al abadi', 'sanaa')
    """
    rules = name_rules()
    if rules.plain.fullmatch(name):
        text = name.lower()
        first, _, rest = text.partition(" ")
        return rest if rest and first in rules.leading else text
    text = rules.articles.sub(f"{ARTICLE} ", name.strip()).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    text = _POSSESSIVE.sub("", text)
    text = _DOTTED.sub("", text).translate(_LETTERS).translate(_DIGRAPHS)
    words = _joined_initials(_NOT_WORD.sub(" ", text).split())
    if len(words) > 1 and words[0] in rules.leading:
        words = words[1:]
    return " ".join(words)


def _joined_initials(words: list[str]) -> list[str]:
    """Runs of initials as one word ("u s a" → "usa"); a single one stays."""
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        if word:
            joined.append(word)
    return joined


def loose(name: str, *, person: bool = False) -> Loose:
    """The loosened key of a name in a text, with the kinds its generic word allows."""
    rules = name_rules()
    if person:
        return Loose(_folded(without_titles(_given_joined(name)).split(), rules, person=True))
    words, kinds = _without_generic(key(name).split(), rules.generic)
    return Loose(_folded(words, rules, person=False), kinds)


def without_titles(name: str) -> str:
    """The key of a person's name without titles before it: "Sen. Jane Roe" → "jane roe"."""
    words = key(name).split()
    while len(words) > 1 and words[0] in name_rules().titles:
        words = words[1:]
    return " ".join(words)


def title_words() -> frozenset[str]:
    """The keys of titles that stand before people's names."""
    return name_rules().titles


def last_names(name: str) -> tuple[str, ...]:
    """The keys of a person's last name, without and with its particles.

    >>> last_names("Ludwig van der Rohe Jr.")
    ('rohe', 'van der rohe')
    """
    rules = name_rules()
    words = without_titles(name).split()
    while len(words) > 1 and words[-1] in rules.suffixes:
        words = words[:-1]
    if len(words) < 2 or len(words[-1]) < 2:
        return ()
    start = len(words) - 1
    while start > 1 and words[start - 1] in rules.particles:
        start -= 1
    return tuple(dict.fromkeys((words[-1], " ".join(words[start:]))))


def without_country(name: str, countries: Collection[str]) -> str:
    """The key of an institution's name without its country; "" where it names none.

    `countries` are keys of countries' names and demonyms.

    >>> without_country("Supreme Court of Iraq", {"iraq", "iraqi"})
    'supreme court'
    """
    words = key(name).split()
    for size in range(1, min(LONGEST_COUNTRY, len(words) - 1) + 1):
        if " ".join(words[:size]) in countries:
            return " ".join(words[size:])
        rest = words[:-size]
        if " ".join(words[-size:]) in countries:
            rest = rest[:-1] if rest[-1] == "the" else rest
            if len(rest) > 1 and rest[-1] in ("of", "for", "in"):
                return " ".join(rest[:-1])
    return ""


@lru_cache(maxsize=65536)
def loose_in_base(name: str, kind: str, *, person: bool = False) -> str:
    """The loosened key under which the base keeps a name of an item of this kind."""
    rules = name_rules()
    words = key(_given_joined(name) if person else name).split()
    if kind in rules.base_kinds:
        words, _ = _without_generic(words, dict.fromkeys(rules.base_words, frozenset[str]()))
    return _folded(words, rules, person=person)


def _given_joined(name: str) -> str:
    """A person's name with a hyphened given name as one word: "Park Geun-hye" → "Park Geunhye"."""
    return _GIVEN.sub("", name_rules().articles.sub(f"{ARTICLE} ", name))


def _without_generic(
    words: list[str], generic: dict[str, frozenset[str]]
) -> tuple[list[str], frozenset[str]]:
    if len(words) > 1 and words[-1] in generic:
        return words[:-1], generic[words[-1]]
    if len(words) > 2 and words[0] in generic and words[1] == "of":
        return words[2:], generic[words[0]]
    if len(words) > 1 and words[0] in generic:
        return words[1:], generic[words[0]]
    return words, frozenset()


def _folded(words: list[str], rules: Rules, *, person: bool) -> str:
    text = f" {' '.join(words)} "
    for form, first in rules.phrases.items():
        text = text.replace(f" {form} ", f" {first} ")
    words = text.split()
    if person:
        middle = [word for word in words[1:-1] if len(word) > 1]
        words = [words[0], *middle, words[-1]] if len(words) > 2 else words
    else:
        while len(words) > 1 and words[-1] in rules.corporate:
            words = words[:-1]
        words = [word for word in words if word != ARTICLE] or words
    return " ".join(_spelling(word, rules) for word in words)


def _spelling(word: str, rules: Rules) -> str:
    for old, new in rules.endings:
        if word.endswith(old):
            return word.removesuffix(old) + new
    for old, new in rules.beginnings:
        if word.startswith(old) and len(word) > len(old) + 2:
            return new + word.removeprefix(old)
    return rules.spellings.get(word, word)


def office_key(title: str, places: Iterable[str] = ()) -> str:
    """The key of an office without its country: `places` are keys of its names.

    >>> office_key("Foreign Minister of Iraq", ["iraq", "iraqi"])
    'minister of foreign affairs'
    """
    return _office_key(title, frozenset(places))


@lru_cache(maxsize=65536)
def _office_key(title: str, places: frozenset[str]) -> str:
    rules = name_rules()
    text = f" {key(title)} "
    for place in sorted(places, key=lambda name: (-len(name), name)):
        text = re.sub(rf" (?:of |for )?(?:the )?{re.escape(place)} ", " ", text)
    words = [word for word in text.split() if word not in rules.dropped]
    text = " ".join("of" if word == "for" else word for word in words)
    for pattern, new in rules.offices:
        text = pattern.sub(new, text)
    return text.removesuffix(" of").strip()


def is_code(name: str) -> bool:
    """Whether a name is a short code that news does not use ("IQ", "IRQ")."""
    text = name.replace(".", "").replace(" ", "")
    short = len(text) <= 3 and text.isascii() and text.isalpha() and not text.istitle()
    return short and text.lower() not in name_rules().codes


def is_generic(name_key: str) -> bool:
    """Whether the key is a word that alone names no one thing ("army", "sunday")."""
    return name_key in name_rules().generic_names


def form(name: str) -> str:
    """How a known name is written: "A" acronym, "L" lower case, "N" ordinary name."""
    bare = re.sub(r"^[Tt]he ", "", name.strip())
    letters = "".join(char for char in bare if char.isalpha())
    if letters.isupper() and len(letters) <= 7 and (" " not in bare or len(letters) <= 4):
        return "A"
    return "L" if name[:1].islower() and name.islower() else "N"


def case_agrees(known: str, name: str) -> float:
    """How well the case of a name in a text suits the form of a known name, 0 to 1.

    An acronym of up to three letters must be in capitals ("IS", not "Is"), a longer
    one may be capitalised ("Isis"); a common noun hardly ever names anything.
    """
    if known == "L":
        return 1.0 if name[:1].islower() else 0.3
    upper = name.isupper()
    letters = sum(map(str.isalpha, name)) if upper or known == "A" else 0
    if known == "A":
        return 1.0 if upper else 0.9 if letters > 3 and _begins_upper(name) else 0.0
    if name.islower():
        return 0.2
    return 0.7 if upper and 1 < letters <= 4 else 1.0


def _begins_upper(name: str) -> bool:
    return next(filter(str.isalpha, name), "").isupper()

"""Names that are spelt otherwise: how a name sounds, and whether two are one misspelt.

A name's code is its skeleton of consonant classes, hashed. Names of one skeleton differ
in vowels, doubled letters, h, and consonants that transliterations mix: "Muammar Kadafi",
"Moammar Gadhafi". (Classes after Soundex, Russell 1918, and Metaphone, Philips 1990.)
Slips of a consonant leave skeletons that are one edit apart; `near` lists those, so that
the index needs one row a name (Mor and Fraenkel 1982, turned to the side of the query).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

LETTERS = 5  # a name with fewer is not looked for under other spellings
LONG = 7  # a word with as many may differ by any letter, a shorter one by h and doubling
RESEMBLING = 0.7  # share of letters that are the same, accents counted as other letters
SLIPS = 4  # a skeleton with as many consonants may lack or have one more
_KEPT = "fjklmnprst"
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("aeiouyh ", ""),
        **dict.fromkeys("cgkqx", "k"),
        **dict.fromkeys("fvw", "f"),
        **dict.fromkeys("td", "t"),
        **dict.fromkeys("bp", "p"),
        **dict.fromkeys("sz", "s"),
    }
)
_REPEATED = re.compile(r"(.)\1+")


def may_be_misspelt(key: str) -> bool:
    """Whether a name is long enough to be known again where it is misspelt."""
    return sum(char.isalpha() for char in key) >= LETTERS


def skeleton(key: str) -> str:
    """The consonant classes of a name's key, "a" before them where it begins with a vowel."""
    begins = "a" if key[:1] in "aeiouy" else ""
    bones = key.replace("ph", "f").translate(_CLASSES)
    return begins + _REPEATED.sub(r"\1", bones)


def code(key: str, bones: str) -> int:
    """A skeleton of a key as a signed number of 32 bits (CRC-32), apart for single words."""
    marked = bones if " " in key else f"1{bones}"
    return zlib.crc32(marked.encode("utf-8")) - 2**31


def near(bones: str) -> set[str]:
    """The skeletons with one consonant more or less, or two of them in the other order."""
    if len(bones) < SLIPS:
        return set()
    cuts = [(bones[:i], bones[i:]) for i in range(len(bones) + 1)]
    fewer = {left + right[1:] for left, right in cuts}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    more = {
        left + char + right
        for left, right in cuts
        for char in _KEPT
        if char not in (left[-1:], right[:1])
    }
    return more | ({_REPEATED.sub(r"\1", found) for found in fewer | turned} - {bones})


def resembling(key: str, given: Sequence[str]) -> list[str]:
    """Those of many names that are worth a comparison with a key, at little cost."""
    found = process.extract(
        key, given, scorer=OSA.normalized_similarity, processor=str.lower,
        score_cutoff=RESEMBLING, limit=None,
    )  # fmt: skip
    return [name for name, _, _ in found]


def likeness(one: str, other: str, is_word: Callable[[str], bool]) -> float:
    """How alike two keys are, 0 to 1; 0 where they are different names.

    Only words of `one` that are no known words count as misspelt ones: "Richard Tyler" is
    not "Richard Taylor". Numerals, initials and short words must be the same.
    """
    words, others = one.split(), other.split()
    if len(words) != len(others):
        joined = min(len(words), len(others)) > 1 and one.replace(" ", "") == other.replace(" ", "")
        return 1.0 if joined else 0.0
    changed = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    most = 1 if len(words) == 1 else 2
    if any(not _respelt(a, b, most) for a, b in changed) or any(is_word(a) for a, _ in changed):
        return 0.0
    edits = sum(OSA.distance(a, b) for a, b in changed)
    return 1.0 - edits / max(len(one), len(other))


def _respelt(word: str, other: str, most: int) -> bool:
    """Whether a word may be another one misspelt, by `most` letters where they sound the same."""
    shorter = min(len(word), len(other))
    if shorter < LETTERS or not (word.isalpha() and other.isalpha()):
        return False
    if _REPEATED.sub(r"\1", word.replace("h", "")) == _REPEATED.sub(r"\1", other.replace("h", "")):
        return True
    alike = skeleton(word) == skeleton(other)
    if most > 1 and alike and shorter >= LONG - 1:
        return OSA.distance(word, other) <= most
    return shorter >= LONG and OSA.distance(word, other) <= 1

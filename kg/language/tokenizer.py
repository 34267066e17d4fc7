"""Words as Universal Dependencies' English treebanks cut them (`tokenizer.toml`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from spacy.lang.char_classes import CONCAT_ICONS
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.vocab import Vocab

from kg.errors import ResourceError
from kg.resources import load_toml

TABLES = Path(__file__).with_name("tokenizer.toml")
PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """spaCy's tokenizer with our rules, which it keeps when written to disk."""
    tables = load_toml(TABLES)
    pieces = _pieces(tables)
    whole, prefixes, suffixes, infixes = (
        _alternatives(tables[name], pieces) for name in ("whole", "prefixes", "suffixes", "infixes")
    )
    return Tokenizer(
        vocab,
        rules=_rules(tables["exceptions"], tables["norms"]),
        prefix_search=re.compile(rf"^(?:{prefixes})").search,
        suffix_search=re.compile(rf"^(?:{whole})$|(?:{suffixes})$").search,
        infix_finditer=re.compile(infixes).finditer,
        token_match=re.compile(rf"(?:{whole})$").match,
    )


def _pieces(tables: dict[str, Any]) -> dict[str, str]:
    """What the placeholders in the patterns stand for."""
    lists = {name: "|".join(words) for name, words in tables["words"].items()}
    return {**tables["pieces"], **lists, "icon": f"[{CONCAT_ICONS}]"}


def _alternatives(rows: list[str], pieces: dict[str, str]) -> str:
    """One pattern of all `rows`; raises ResourceError with the row that is none."""
    patterns = []
    for row in rows:
        try:
            patterns.append(PLACEHOLDER.sub(lambda match: pieces[match[1]], row))
            re.compile(patterns[-1])
        except (KeyError, re.error) as error:
            raise ResourceError(f"{TABLES}: {row}: {error}") from error
    return "|".join(patterns)


def _rules(exceptions: dict[str, str], norms: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """spaCy's rules for `exceptions`: as listed, and for longer ones with a capital and in
    capitals; short ones are then names or initials ("Im", "Ive", "IM")."""
    rules = {}
    for whole, parts in exceptions.items():
        others = (_capitalised, str.upper) if len(whole) > 3 else ()
        for cased in (str, *others):
            words = cased(parts).split()
            rules[cased(whole)] = [
                {"ORTH": word, "NORM": norms.get(word.lower(), word.lower())} for word in words
            ]
    return rules


def _capitalised(text: str) -> str:
    """`text` with its first letter as a capital."""
    return re.sub(r"[^\W\d_]", lambda match: match[0].upper(), text, count=1)

"""Learn which given names are borne by people of one gender, from the knowledge base's facts.

python -m training.given_names DATA/kb/kb-facts.jsonl.gz > ontology/lexicon/given_names.toml
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.wikidata.names import title_words, without_titles

GENDERS = ("female", "male")
LEAST, SHARE = 5, 0.97  # bearers of a name, and how many of them are of one gender
SHORTEST = 3
WIDTH = 118
HEAD = """\
# Given names of one gender: of the bearers in Wikidata (CC0; at least {least}) {share} per cent.
# Written by training/given_names.py; keys of names, as kg.wikidata.names.key makes them.
"""


def genders(people: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Given names by gender, of people with their genders."""
    counts: dict[str, Counter[str]] = {}
    for name, gender in people:
        words = without_titles(name).split()
        if len(words) > 1 and gender in GENDERS:
            counts.setdefault(words[0], Counter())[gender] += 1
    found: dict[str, list[str]] = {gender: [] for gender in GENDERS}
    for name, borne in sorted(counts.items()):
        gender, most = borne.most_common(1)[0]
        usual = borne.total() >= LEAST and most >= SHARE * borne.total()
        if usual and len(name) >= SHORTEST and name.isalpha() and name not in title_words():
            found[gender].append(name)
    return found


def toml(found: Mapping[str, list[str]]) -> str:
    """The lexicon's file."""
    lines = [HEAD.format(least=LEAST, share=round(100 * SHARE))]
    for gender, names in found.items():
        lines += [f"[{gender}]", "names = ["]
        line = " "
        for name in names:
            if len(line) + len(name) + 4 > WIDTH:
                lines.append(line)
                line = " "
            line += f' "{name}",'
        lines += [line, "]", ""]
    return "\n".join(lines)


def main(path: str) -> None:
    with gzip.open(Path(path), "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    people = ((r["label"], str((r.get("facts") or {}).get("gender"))) for r in records)
    sys.stdout.write(toml(genders(people)))


if __name__ == "__main__":
    main(sys.argv[1])

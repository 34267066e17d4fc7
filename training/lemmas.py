"""The lemmas that are known for certain: attested in the training trees, or in WordNet."""

from __future__ import annotations

from collections import Counter

from spacy.lookups import load_lookups

from kg.language.lemmas import regular_bases
from training.corpora import Corpora

TAGS = {"verb": "VB", "noun": "NN", "adj": "JJ", "adv": "RB"}
VERBS = ("VB", "VBD", "VBN")
INFLECTED = {"VB": ("VBD", "VBN")}
TABLES = ["lemma_exc", "lemma_index"]


def table(corpora: Corpora) -> str:
    """Lines of form, tag and lemma, tab-separated and sorted.

    The tag is an XPOS tag, or its first two letters where the lemma holds for all such
    tags. Forms are in lower case but for proper nouns. Of several attested lemmas the one
    is kept that most are; WordNet (`spacy-lookups-data`) has the last word on irregular
    verbs and nouns, and adds base forms.
    """
    seen: dict[tuple[str, str], Counter[str]] = {}
    for document in [*corpora.train["ewt"], *corpora.train["gum"]]:
        for sentence in document:
            for form, tag, lemma in zip(
                sentence.words, sentence.xpos or [], sentence.lemmas or [], strict=True
            ):
                proper = tag.startswith("NNP")
                for name in {tag} if proper else {tag, tag[:2]}:
                    seen.setdefault((form if proper else form.lower(), name), Counter())[lemma] += 1
    found = {key: counts.most_common(1)[0][0] for key, counts in seen.items() if _agree(counts)}
    lookups = load_lookups("en", TABLES)
    for kind, tag in TAGS.items():
        for form, lemmas in lookups.get_table("lemma_exc").get(kind, {}).items():
            for name in (tag, *INFLECTED.get(tag, ())):
                if form.isalpha() and (name == tag or (form, name) in found):
                    found[form, name] = lemmas[0]
        for lemma in lookups.get_table("lemma_index").get(kind, []):
            if lemma.isalpha():
                found.setdefault((lemma, tag), lemma)
    verbs = {form for (form, tag), lemma in found.items() if tag == "VB" and form == lemma}
    rows = (
        (form, tag, lemma)
        for (form, tag), lemma in found.items()
        if form.strip() and lemma and not (tag in VERBS and _is_slip(form, lemma, verbs))
    )
    return "".join("\t".join(row) + "\n" for row in sorted(rows))


def _is_slip(form: str, lemma: str, verbs: set[str]) -> bool:
    """Whether a lemma is no known verb while a regular base of the form is: "freed", "fre"."""
    return lemma not in verbs and not verbs.isdisjoint(regular_bases(form))


def _agree(counts: Counter[str]) -> bool:
    return counts.most_common(1)[0][1] >= 0.7 * counts.total()

"""A small treebank in our own words, and the data folder made of it."""

from __future__ import annotations

import json
from pathlib import Path

HARBOUR = """\
# newdoc id = harbour
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# newpar
# text = Mayor Ana Lund didn't visit the city.
1\tMayor\tMayor\tPROPN\tNNP\tNumber=Sing\t2\tnmod:desc\t_\tEntity=(1-person-new-sn-cf1-2,3-sgl-Ana_Lund
2\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t6\tnsubj\t_\t_
3\tLund\tLund\tPROPN\tNNP\tNumber=Sing\t2\tflat\t_\tEntity=1)
4-5\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdid\tdo\tAUX\tVBD\tMood=Ind\t6\taux\t_\t_
5\tn't\tnot\tPART\tRB\t_\t6\tadvmod\t_\t_
6\tvisit\tvisit\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
7\tthe\tthe\tDET\tDT\tDefinite=Def\t8\tdet\t_\tEntity=(2-place-acc:inf-nn-cf2-2-coref
8\tcity\tcity\tNOUN\tNN\tNumber=Sing\t6\tobj\t_\tEntity=2)|SpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

# text = It rained.
1\tIt\tit\tPRON\tPRP\tNumber=Sing\t2\texpl\t_\t_
2\trained\train\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# text = The city of Odense waited.
1\tThe\tthe\tDET\tDT\tDefinite=Def\t2\tdet\t_\tEntity=(2-place-giv:act-nn-cf1-2-coref
2\tcity\tcity\tNOUN\tNN\tNumber=Sing\t5\tnsubj\t_\t_
3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_
4\tOdense\tOdense\tPROPN\tNNP\tNumber=Sing\t2\tnmod\t_\tEntity=(2-place-giv:act-nn-cf1-1-coref)2)
5\twaited\twait\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

"""
NAMES = """\
# newdoc id = harbour
1\tMayor\tO
2\tAna\tB-PER
3\tLund\tI-PER
4\tdid\tO
5\tn't\tO
6\tvisit\tO
7\tthe\tO
8\tcity\tO
9\t.\tO

1\tIt\tO
2\trained\tO
3\t.\tO

1\tThe\tO
2\tcity\tO
3\tof\tO
4\tOdense\tB-LOC
5\twaited\tO
6\t.\tO

"""
TEXT = "Mayor Ana Lund didn't visit the city. It rained.\n\nThe city of Odense waited."
FOLDERS = (
    *("Australian Department of Foreign Affairs", "CENTCOM", "UK Government"),
    *("Delegation of the European Union to Syria", "US State Department"),
)


def write_data(folder: Path) -> Path:
    """The layout of the data folder, with one document in each of its parts."""
    trees, names = folder / "treebanks", folder / "names"
    (trees / "gum").mkdir(parents=True)
    names.mkdir()
    (trees / "gum-splits.md").write_text(
        "## dev\n\n  * GUM_news_harbour\n\n## test\n\n  * GUM_speech_harbour\n", encoding="utf-8"
    )
    for genre in ("news", "speech"):
        (trees / f"gum/GUM_{genre}_harbour.conllu").write_text(HARBOUR, encoding="utf-8")
    for split in ("dev", "test"):
        (trees / f"ewt-{split}.conllu").write_text(
            "".join(line for line in HARBOUR.splitlines(keepends=True) if "global" not in line),
            encoding="utf-8",
        )
        (names / f"uner-ewt-{split}.iob2").write_text(NAMES, encoding="utf-8")
    sentence = "Ana I-PER\nLund I-PER\nsang O\n. O\n\n"
    (names / "wikigold.conll").write_text(sentence * 110, encoding="utf-8")
    for name in FOLDERS:
        write_report(folder / "re3d" / name)
    return folder


def write_report(folder: Path) -> None:
    """A report in re3d's form, with two entities."""
    folder.mkdir(parents=True)
    found = [("the city", "Location", 1), ("Odense", "Location", 0.9), ("It", "Person", 0.2)]
    entities = [
        {
            "documentId": "harbour",
            "begin": TEXT.index(value),
            "end": TEXT.index(value) + len(value),
            "type": kind,
            "value": value,
            "confidence": confidence,
        }
        for value, kind, confidence in found
    ]
    (folder / "documents.json").write_text(
        json.dumps({"_id": "harbour", "text": TEXT}) + "\n", encoding="utf-8"
    )
    (folder / "entities.json").write_text(
        "".join(json.dumps(entity) + "\n" for entity in entities), encoding="utf-8"
    )

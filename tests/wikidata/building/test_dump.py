"""Bases from dumps: compressions, faults, resuming, the same bytes every time."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from wikidata_entities import ARTICLE, CITY, HUMAN, OFFICE, STATE, dump, entity, ref, statement
from wikidata_entities import time as moment

from kg.errors import ResourceError
from kg.wikidata.building.dump import Job, Report, build
from kg.wikidata.building.priors import read_counts
from kg.wikidata.building.streams import CutShortError, Source
from kg.wikidata.store import Store

SMALL = 4096  # bytes in a block, so that a small dump has many


def some(count: int = 60) -> list[dict[str, Any]]:
    """A country, offices, people who held them, towns of a made-up class, and articles."""
    town, land, office = 990000001, 990000002, 990000003
    made_up = {"P279": [statement("P279", ref(CITY))]}
    found = [
        entity(town, "trading post", wikis=0, **made_up),
        entity(land, "Merland", STATE),
        entity(
            office,
            "Prime Minister of Merland",
            OFFICE,
            wikis=0,
            P1001=[statement("P1001", ref(f"Q{land}"))],
        ),
    ]
    for i in range(count):
        held = statement("P39", ref(f"Q{office}"), P580=moment(f"+{1950 + i}-03-01T00:00:00Z"))
        number = 990000100 + 10 * i
        found += [
            entity(number + 3, f"Anna Keller{i}", HUMAN, wikis=1, P39=[held]),
            entity(number + 2, f"Jo Unknown{i}", HUMAN, wikis=1),
            entity(
                number + 1,
                f"Port {i}",
                f"Q{town}",
                wikis=5,
                P17=[statement("P17", ref(f"Q{land}"))],
            ),
            entity(number, f"On the ports of {i}", ARTICLE, wikis=0),
        ]
    return found


class Listener:
    """Keeps what a build says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)

    def reading(self, consumed: int, entities: int) -> None:
        assert consumed >= 0
        assert entities >= 0

    def writing(self) -> None:
        self.said.append("writing")


def made(source: Path | str, target: Path, **options: Any) -> tuple[Report, list[str]]:
    listener = Listener()
    options = {"block": SMALL, **options}
    return build(Job(str(source), target, **options), listener), listener.said


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "dump.json"
    path.write_bytes(dump(some()))
    return path


def test_what_is_kept(plain: Path, tmp_path: Path) -> None:
    report, _ = made(plain, tmp_path / "my.kb", name="mine")
    store = Store(tmp_path / "my.kb")
    assert (report.items, report.entities, report.lines) == (122, 243, 245)
    assert (store.name, store.date, store.sources, len(store)) == (
        "mine",
        "2026-01-05",
        ("wikidata",),
        122,
    )
    assert [c.qid for c in store.candidates("Port 7")] == ["Q990000171"]
    assert store.kind("Q990000171") == "city"  # by the class above its own
    assert store.kind("Q990000173") == "person"  # held an office
    assert [h.start for h in store.positions("Q990000173")] == ["1957-03-01"]
    assert store.kind("Q990000003") == "position"  # needs no article
    assert store.revision("Q990000171") == 171
    assert store.item("Q990000172") is None  # too little known
    assert store.item("Q990000170") is None  # an article
    assert store.item("Q990000001") is None  # a common noun
    assert not (tmp_path / "my.kb.part").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.json", "my.kb"]


def test_min_sitelinks(plain: Path, tmp_path: Path) -> None:
    assert made(plain, tmp_path / "few.kb", min_sitelinks=20)[0].items == 2
    assert made(plain, tmp_path / "all.kb", min_sitelinks=1)[0].items == 182


def zstd(data: bytes) -> bytes:
    half = len(data) // 2
    pack = zstandard.ZstdCompressor().compress
    return pack(data[:half]) + pack(data[half:])


def gz(data: bytes) -> bytes:
    half = len(data) // 2
    return gzip.compress(data[:half]) + gzip.compress(data[half:])


@pytest.mark.parametrize("pack", [gz, bz2.compress, zstd])
@pytest.mark.parametrize("processes", [1, 3])
def test_bytes_do_not_depend_on_packing_or_processes(
    pack: Callable[[bytes], bytes], processes: int, plain: Path, tmp_path: Path
) -> None:
    made(plain, tmp_path / "one.kb")
    packed = tmp_path / "whatever"
    packed.write_bytes(pack(plain.read_bytes()))
    made(packed, tmp_path / "two.kb", processes=processes)
    assert (tmp_path / "one.kb").read_bytes() == (tmp_path / "two.kb").read_bytes()


def test_order_and_form_of_the_lines_do_not_matter(plain: Path, tmp_path: Path) -> None:
    made(plain, tmp_path / "one.kb")
    lines = tmp_path / "lines.jsonl"
    turned = (json.dumps(one, indent=None) for one in reversed(some()))
    lines.write_text("\r\n".join(turned), encoding="utf-8")
    made(lines, tmp_path / "two.kb")
    assert (tmp_path / "one.kb").read_bytes() == (tmp_path / "two.kb").read_bytes()


def test_the_later_of_two_wins(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    renamed = {**entity(990000002, "Newland", STATE), "lastrevid": 999}
    path.write_bytes(dump([*some(3), renamed]))
    made(path, tmp_path / "my.kb")
    store = Store(tmp_path / "my.kb")
    assert store.candidates("Merland") == []
    assert [c.qid for c in store.candidates("Newland")] == ["Q990000002"]


def test_broken_lines_are_named(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    wrong = [
        '{"id": "Q990000009", "labels"',
        "nonsense",
        "7",
        '{"type": "item"}',
        '{"id": "Q9", "x": \\u0}',
    ]
    right = [
        '{"entity": "Q1", "redirect": "Q2"}',
        '{"id": "P9", "type": "property"}',
        '{"id": "Q9", "claims": []}',
    ]
    path.write_bytes(dump(some(5), *wrong, *right))
    for processes in (1, 2):
        report, _ = made(path, tmp_path / "my.kb", processes=processes, block=500)
        assert [line for line, _ in report.broken] == [25, 26, 27, 28, 29]
        assert all(reason for _, reason in report.broken)
        assert report.items == 12


def test_numbers_that_cannot_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    people = [statement("P1082", {"amount": "+1e300"})]
    whole = entity(990000009, "Hugeville", CITY, wikis=20, P1082=people)
    path.write_bytes(dump([{**whole, "lastrevid": 10**30}]))
    report, _ = made(path, tmp_path / "my.kb")
    assert (report.items, report.broken) == (1, ())
    assert Store(tmp_path / "my.kb").revision("Q990000009") is None


def test_no_items(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_bytes(dump([entity(990000009, "On ports", ARTICLE)], "nonsense"))
    with pytest.raises(
        ResourceError, match=r"dump\.json: no item to keep among 1 entities .*1 broken"
    ):
        made(path, tmp_path / "my.kb")
    path.write_bytes(b"")
    with pytest.raises(ResourceError, match="no item to keep"):
        made(path, tmp_path / "my.kb")
    assert [found.name for found in tmp_path.iterdir()] == ["dump.json"]


@pytest.mark.parametrize("pack", [gz, bz2.compress, zstd])
def test_cut_short(pack: Callable[[bytes], bytes], plain: Path, tmp_path: Path) -> None:
    packed, target = tmp_path / "packed", tmp_path / "my.kb"
    whole = pack(plain.read_bytes())
    packed.write_bytes(whole[: len(whole) * 9 // 10])
    with pytest.raises(
        CutShortError, match=r"packed: cut short .* lines are kept in .*my\.kb\.part"
    ):
        made(packed, target)
    assert not target.exists()
    packed.write_bytes(whole)
    made(packed, target)
    made(plain, tmp_path / "other.kb")
    assert target.read_bytes() == (tmp_path / "other.kb").read_bytes()


def test_cut_short_goes_on(plain: Path, tmp_path: Path) -> None:
    packed, target = tmp_path / "packed", tmp_path / "my.kb"
    whole = gzip.compress(plain.read_bytes())
    packed.write_bytes(whole[:-100])
    with pytest.raises(CutShortError):
        made(packed, target)
    packed.write_bytes(whole)
    _, said = made(packed, target)
    assert said[0].startswith("going on after ")


def test_damaged(plain: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    whole = bytearray(gzip.compress(plain.read_bytes()))
    whole[len(whole) // 2 : len(whole) // 2 + 40] = b"\xff" * 40
    packed.write_bytes(whole)
    with pytest.raises(ResourceError, match="packed: damaged after"):
        made(packed, tmp_path / "my.kb")


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.gz: cannot be read"):
        made(tmp_path / "none.gz", tmp_path / "my.kb")


def test_a_line_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.wikidata.building.streams.LONGEST", 10_000)
    with pytest.raises(ResourceError, match="one entity a line"):
        list(Source("long", io.BytesIO(b"x" * 1_000_000)).blocks(100))


def test_unwritable(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="nowhere"):
        made(plain, tmp_path / "nowhere" / "my.kb")


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_and_resumed(processes: int, plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "my.kb"
    _start_and_kill(plain.read_bytes(), target, processes)
    assert not target.exists()
    _, said = made(plain, target, processes=processes)
    assert said[0].startswith("going on after ")
    made(plain, tmp_path / "other.kb")
    assert target.read_bytes() == (tmp_path / "other.kb").read_bytes()


def _start_and_kill(data: bytes, target: Path, processes: int) -> None:
    """Begin a build from standard input that never ends, and kill it once it has a part."""
    code = (
        "import sys; from pathlib import Path; from kg.wikidata.building.dump import Job, build\n"
        "class Quiet:\n"
        "    def say(self, line): pass\n"
        "    def reading(self, consumed, entities): print(entities, flush=True)\n"
        "    def writing(self): pass\n"
        "if __name__ == '__main__':\n"
        f"    job = Job('-', Path({str(target)!r}), processes={processes}, block={SMALL})\n"
        "    build(job, Quiet())\n"
    )
    script = target.with_name("script.py")
    script.write_text(code, encoding="utf-8")
    command = [sys.executable, str(script)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        # Compressed input comes in chunks; enough of them that blocks are done, then nothing.
        running.stdin.write(data[: len(data) * 2 // 3])
        running.stdin.write(b" " * 600_000)
        running.stdin.flush()
        while int(running.stdout.readline()) < 20:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)


def test_another_dump_starts_anew(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "my.kb"
    _start_and_kill(plain.read_bytes(), target, 1)
    other = tmp_path / "other.json"
    other.write_bytes(dump(some(9)))
    _, said = made(other, target)
    assert "was begun with another dump: starting anew" in said[1]
    assert len(Store(target)) == 20


def test_other_options_start_anew(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "my.kb"
    _start_and_kill(plain.read_bytes(), target, 1)
    _, said = made(plain, target, min_sitelinks=20)
    assert "was begun with other options or rules: starting anew" in said[0]
    assert len(said) == 2


def test_killed_while_writing(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "my.kb"

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kg.wikidata.building.dump.write", stopped)
        with pytest.raises(KeyboardInterrupt):
            made(plain, target)
    _, said = made(plain, target)
    assert said[0].endswith("was read before: writing the base")
    assert len(Store(target)) == 122


def test_a_worker_that_is_killed(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import multiprocessing

    from kg.wikidata.building import workers

    def kill(*_: object) -> Any:
        multiprocessing.active_children()[0].kill()
        return original(*_)

    original = workers._next
    monkeypatch.setattr(workers, "_next", kill)
    with pytest.raises(ResourceError, match="a worker process was killed"):
        made(plain, tmp_path / "my.kb", processes=2)


def test_the_date(plain: Path, tmp_path: Path) -> None:
    dated = plain.rename(tmp_path / "wikidata-20260112-all.json")
    assert made(dated, tmp_path / "my.kb")[0].date == "2026-01-12"
    assert made(dated, tmp_path / "my.kb", date="2026-01-13")[0].date == "2026-01-13"
    wrong = dated.rename(tmp_path / "wikidata-20261399-all.json")
    assert made(wrong, tmp_path / "my.kb")[0].date == "2026-01-05"
    changed = tmp_path / "dump.json"
    changed.write_bytes(wrong.read_bytes().replace(b"2026-01-05T10:20:30Z", b"yesterday"))
    assert made(changed, tmp_path / "my.kb")[0].date != "yesterday"


def test_anchors_and_page_views(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_bytes(
        dump([entity(990000010 + i, f"Port {i}", CITY, wikis=10 + i) for i in range(6)])
    )
    anchors, views = tmp_path / "anchors.tsv.gz", tmp_path / "views.csv"
    anchors.write_bytes(
        gzip.compress(b"The Harbour\tPort_1\t900\nThe Harbour\tQ990000014\t100\nhere\tPort 1\t50\n")
    )
    views.write_text('title,views\n"Port 0",90000\nPort_1,10\nPort 2,1000\n', encoding="utf-8")
    made(path, tmp_path / "bare.kb")
    made(path, tmp_path / "my.kb", anchors=anchors, page_views=views)
    bare, store = Store(tmp_path / "bare.kb"), Store(tmp_path / "my.kb")
    found = store.candidates("The Harbour")
    assert [c.qid for c in found] == ["Q990000011", "Q990000014"]
    assert found[0].prior > 0.8
    assert store.candidates("here") == []
    (before,), (after,) = bare.candidates("Port 0"), store.candidates("Port 0")
    assert after.weight > before.weight
    (before,), (after,) = bare.candidates("Port 5"), store.candidates("Port 5")
    assert after.weight == before.weight


@pytest.mark.parametrize("count", ["many", "²", "9" * 30, "-1", ""])
@pytest.mark.parametrize("suffix", ["tsv", "csv"])
def test_counts_that_are_none(tmp_path: Path, count: str, suffix: str) -> None:
    path = tmp_path / f"views.{suffix}"
    mark = "\t" if suffix == "tsv" else ","
    path.write_text(f"Gao{mark}12\n\nTimbuktu{mark}{count}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"line 3: not 2 columns"):
        list(read_counts(path, 2))


def test_odd_counts(tmp_path: Path) -> None:
    path = tmp_path / "views.csv"
    path.write_bytes('title,views\r\n"A\x85B, C",3\r\n\r\nÅ_b,4'.encode())
    assert list(read_counts(path, 2)) == [("A\x85B, C", 3), ("Å b", 4)]
    path.write_text(f"a,1\n{'x' * 200_000},2\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="line 2"):
        list(read_counts(path, 2))
    path.write_bytes(b"")
    assert list(read_counts(path, 2)) == []


def test_counts_with_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "views.tsv"
    path.write_text("Gao\t12\nTimbuktu\tmany\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"views\.tsv, line 2: not 2 columns"):
        list(read_counts(path, 2))

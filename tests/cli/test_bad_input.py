"""Bad input gives one clear line on standard error, exit code 2, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Kg = Callable[..., tuple[int, str, str]]

TEXT = "Dam breaks\nThe dam above Sarmara broke on Sunday.\n"
FRENCH = (
    "Le barrage qui domine la ville a cédé dimanche matin après trois jours de pluie, et une vague "
    "de boue a traversé le marché. Quatorze personnes sont mortes, selon le maire de la commune.\n"
)
TURTLE = "@prefix ex: <http://example.org/> .\nex:a ex:b ex:c .\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("empty.txt").touch()
    Path("blank.txt").write_text(" \n\n", encoding="utf-8")
    Path("binary.txt").write_bytes(bytes(range(256)))
    Path("latin.txt").write_bytes("Überschwemmung".encode("latin-1"))
    Path("utf16.txt").write_text(TEXT, encoding="utf-16")
    Path("empty.html").write_text("<html><body></body></html>", encoding="utf-8")
    Path("report.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\nendobj\n")
    Path("furniture.txt").write_text("Donate now\nLog in\n", encoding="utf-8")
    Path("french.txt").write_text(FRENCH, encoding="utf-8")
    Path("folder").mkdir()
    Path("g.ttl").write_text(TURTLE, encoding="utf-8")
    Path("bad.ttl").write_text(
        "@prefix ex: <http://example.org/> .\nex:a ex:b .\n", encoding="utf-8"
    )
    Path("binary.ttl").write_bytes(bytes(range(256)))
    Path("g.docx").write_text(TURTLE, encoding="utf-8")
    Path("bad.rq").write_text("SELECT * WHERE { ?s ?p ", encoding="utf-8")
    Path("latin.rq").write_bytes("# Überschwemmung".encode("latin-1"))
    Path("service.rq").write_text(
        "ASK { SERVICE <http://localhost:1/> { ?s ?p ?o } }", encoding="utf-8"
    )
    Path("ok.rq").write_text("SELECT * WHERE { ?s ?p ?o }", encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("build missing.txt -o out.ttl", "missing.txt: no such file"),
        ("build folder -o out.ttl", "folder: is a directory"),
        ("build empty.txt -o out.ttl", "empty.txt: holds no text"),
        ("build blank.txt -o out.ttl", "blank.txt: holds no text"),
        ("build binary.txt -o out.ttl", "binary.txt: is a binary file"),
        ("build latin.txt -o out.ttl", "latin.txt: is not UTF-8"),
        ("build utf16.txt -o out.ttl", "utf16.txt: is UTF-16"),
        ("build empty.html -o out.ttl", "empty.html: no article found"),
        ("build report.pdf -o out.ttl", "report.pdf: is a PDF"),
        ("build furniture.txt -o out.ttl", "furniture.txt: holds no report"),
        ("build a.txt french.txt -o out.ttl", "french.txt: is not in English"),
        ("query service.rq --data g.ttl", "SERVICE would send"),
        ("build a.txt missing.txt -o out.ttl", "missing.txt: no such file"),
        ("build a.txt --published 2023-02-29 -o out.ttl", "'2023-02-29' is no publication date"),
        ("build a.txt --published yesterday -o out.ttl", "'yesterday' is no publication date"),
        ("build a.txt --url nowhere -o out.ttl", "'nowhere' is no URL"),
        ("build a.txt a.txt --title Flood -o out.ttl", "--url and --title belong to one article"),
        ("build a.txt -o folder", "folder: is a directory"),
        ("build a.txt -o nowhere/out.ttl", "nowhere: no such directory"),
        ("build a.txt --format rdfxml -o out.ttl", "'rdfxml' is no format"),
        ("build a.txt --base nonsense -o out.ttl", "nonsense"),
        ("build a.txt --model no_such_model -o out.ttl", "no_such_model"),
        ("build a.txt --kb missing.kb -o out.ttl", "missing.kb"),
        ("build a.txt", "Missing option"),
        ("build -o out.ttl", "Missing argument"),
        ("build a.txt -n many -o out.ttl", "not a valid integer"),
        ("build a.txt -n 0 -o out.ttl", "not in the range"),
        ("show missing.txt", "missing.txt: no such file"),
        ("show binary.txt", "binary.txt: is a binary file"),
        ("query no-such-query --data g.ttl", "no query is called 'no-such-query'"),
        ("query bad.rq --data g.ttl", "bad.rq"),
        ("query latin.rq --data g.ttl", "latin.rq"),
        ("query missing.rq --data g.ttl", "missing.rq: no such file"),
        ("query timeline --data missing.ttl", "missing.ttl: no such file"),
        ("query timeline --data folder", "folder: is a directory"),
        ("query timeline --data bad.ttl", "bad.ttl, line 2"),
        ("query timeline --data binary.ttl", "binary.ttl"),
        ("query timeline --data g.docx", "g.docx"),
        ("query ok.rq --data g.ttl --format yaml", "'yaml' is unknown"),
        ("query ok.rq --data g.ttl --format ttl", "gives Turtle"),
        ("query timeline --data g.ttl --param here", "is not NAME=VALUE"),
        ("query timeline --data g.ttl --param planet=wd:Q2", "'planet'"),
        ("query timeline --data g.ttl --param from=soon", "'soon'"),
        ("query timeline", "Missing option"),
        ("validate missing.ttl", "missing.ttl: no such file"),
        ("validate folder", "folder: is a directory"),
        ("validate bad.ttl", "bad.ttl"),
        ("validate binary.ttl", "binary.ttl"),
        ("frobnicate", "No such command"),
        ("build --frobnicate", "No such option"),
    ],
)
def test_one_line_and_exit_code_2(command: str, says: str, run_kg: Kg) -> None:
    code, out, err = run_kg(*command.split())
    assert (code, out) == (2, "")
    assert err.startswith("kg: ")
    assert says in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert not Path("out.ttl").exists()


def test_failed_build_keeps_the_old_file(run_kg: Kg) -> None:
    before = Path("g.ttl").read_bytes()
    assert run_kg("build", "a.txt", "missing.txt", "-o", "g.ttl")[0] == 2
    assert Path("g.ttl").read_bytes() == before


def test_what_the_system_refuses_is_said(run_kg: Kg) -> None:
    Path("loop.txt").symlink_to("loop.txt")
    code, _, err = run_kg("build", "loop.txt", "-o", "out.ttl")
    assert code == 2
    assert err.startswith("kg: loop.txt: cannot be read: ")


def test_installed_command_prints_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", "missing.txt", "-o", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "kg: missing.txt: no such file; check the path\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "from kg.cli import main; main(['queries'])"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        done = subprocess.run(
            [sys.executable, "-c", code],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert "Traceback" not in done.stderr

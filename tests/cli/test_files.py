from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.cli import files
from kg.errors import KgError


@pytest.mark.parametrize(
    ("out", "name"),
    [
        ("a.ttl", "turtle"),
        ("a.NT", "nt"),
        ("a.trig", "trig"),
        ("a.nq", "nquads"),
        ("a.jsonld", "jsonld"),
        ("a.json", "jsonld"),
        ("a", "turtle"),
        ("-", "turtle"),
    ],
)
def test_format_by_suffix(out: str, name: str) -> None:
    assert files.guess_format(out) == name


def test_write_replaces_in_one_step(tmp_path: Path) -> None:
    out = tmp_path / "g.ttl"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o640)
    files.write(str(out), b"new")
    assert out.read_bytes() == b"new"
    assert out.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [out]


def test_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        files.write(str(tmp_path / "g.ttl"), b"new")
    finally:
        os.umask(mask)
    assert (tmp_path / "g.ttl").stat().st_mode & 0o777 == 0o640


def test_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "g.ttl"
    out.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        files.write(str(out), b"new")
    assert list(tmp_path.iterdir()) == [out]
    assert out.read_text(encoding="utf-8") == "old"


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    files.write("-", b"graph")
    assert capfdbinary.readouterr().out == b"graph"


def test_check_writable(tmp_path: Path) -> None:
    files.check_writable("-")
    files.check_writable(str(tmp_path / "g.ttl"))
    with pytest.raises(KgError, match="is a directory"):
        files.check_writable(str(tmp_path))
    with pytest.raises(KgError, match="no such directory"):
        files.check_writable(str(tmp_path / "no" / "g.ttl"))

"""Output files: written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from kg.errors import KgError

STANDARD_OUTPUT = "-"
_FORMATS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}


def guess_format(out: str) -> str:
    """The graph format that a file's suffix stands for; Turtle where it says nothing."""
    return _FORMATS.get(Path(out).suffix.lower(), "turtle")


def graph_format(out: str, given: str | None) -> str:
    """The graph format that is given, or that FILE's suffix stands for; KgError if it is none."""
    from kg.rdf import FORMATS

    name = given or guess_format(out)
    if name not in FORMATS:
        raise KgError(f"{name!r} is no format; choose one of {', '.join(FORMATS)}")
    return name


def check_writable(out: str) -> None:
    """Raise KgError if `out` cannot be written, before work is done for it."""
    path = Path(out)
    if out == STANDARD_OUTPUT:
        return
    if path.is_dir():
        raise KgError(f"{out}: is a directory; give a file name in it")
    if not path.parent.is_dir():
        raise KgError(f"{path.parent}: no such directory; make it first")
    if not os.access(path.parent, os.W_OK):
        raise KgError(f"{path.parent}: cannot be written to")


def write(out: str, data: bytes) -> None:
    """Write `data` to standard output ("-") or to a file, which is replaced in one step."""
    if out == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced
        path.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Bundled files: inside the package once installed, beside it in a checkout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from kg.errors import ResourceError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PACKAGE = Path(__file__).resolve().parent


def ontology() -> Path:
    """The folder with `kg.ttl`, `shapes.ttl` and `lexicon/`."""
    return _folder("ontology")


def queries() -> Path:
    """The folder with the bundled `*.rq` files."""
    return _folder("queries")


def load_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises ResourceError with the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path}: {error}") from error


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise ResourceError(f"{_PACKAGE / name}: bundled folder not found; install newskg again")

"""TOML files that must have a certain shape."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kg.errors import ResourceError
from kg.resources import load_toml

Model = TypeVar("Model", bound=BaseModel)


def load(model: type[Model], path: Path) -> Model:
    """The tables of a file as `model`; ResourceError names the file and the first entry that
    does not fit."""
    try:
        return model.model_validate(load_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ResourceError(f"{path}: {where}: {first['msg']}") from error

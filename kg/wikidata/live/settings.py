"""Where the live API is, where its answers are kept, and how patiently it is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import metadata, version
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import ResourceError
from kg.prefixes import DATA

WIKIDATA = "https://www.wikidata.org/w/api.php"
API, FOLDER, CONTACT = "KG_WIKIDATA_API", "KG_CACHE", "KG_CONTACT"  # environment variables
LIBRARIES = ("requests", "requests-cache", "urllib3")


@dataclass(frozen=True)
class Settings:
    """How a server is asked: `timeout` to connect and to wait for an answer, `backoff` (doubled
    from the second retry on), and `patience`, the longest wait that the server may ask for; all
    in seconds."""

    api: str
    folder: Path
    timeout: tuple[float, float] = (10.0, 30.0)
    tries: int = 5
    backoff: float = 1.0
    patience: float = 120.0


def settings(api: str | None = None, folder: str | Path | None = None) -> Settings:
    """Settings for the server `api` and the cache `folder`.

    By default both are what the environment says, else Wikidata and the user's cache folder.
    Raises ResourceError where the address is none, or holds a password: graphs name it.
    """
    environment: Mapping[str, str] = os.environ
    address = api or environment.get(API) or WIKIDATA
    if not _is_address(address):
        cause = "no address of an API, or one with a password in it"
        raise ResourceError(f"{address}: {cause}; give one such as {WIKIDATA}")
    return Settings(address, Path(folder or environment.get(FOLDER) or _users_folder()))


def _is_address(text: str) -> bool:
    try:
        split = urlsplit(text)
    except ValueError:
        return False
    return split.scheme in ("http", "https") and bool(split.hostname) and split.username is None


def _users_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("newskg", appauthor=False)


@cache
def user_agent() -> str:
    """Who asks, in the form that Wikimedia's User-Agent policy gives: tool, contact, libraries.

    The contact is the project's page and, where `KG_CONTACT` is set, whoever runs it. Raises
    ResourceError where that cannot be sent.
    """
    whoever = os.environ.get(CONTACT, "")
    if not (whoever.isascii() and whoever.isprintable()):
        raise ResourceError(f"{CONTACT}: only ASCII can be sent; set it to an e-mail address")
    contacts = [_homepage(), whoever]
    contact = "; ".join(each for each in contacts if each)
    libraries = " ".join(f"{name}/{version(name)}" for name in LIBRARIES)
    return f"newskg/{version('newskg')} ({contact}) {libraries}"


def _homepage() -> str:
    urls = metadata("newskg").get_all("Project-URL") or []
    return urls[0].partition(",")[2].strip() if urls else DATA.removesuffix("data/")

"""How asking a server can fail, what is tried again, and how that is said in one line."""

from __future__ import annotations

from typing import Any

import requests
from urllib3 import Retry
from urllib3.exceptions import (
    InvalidHeader,
    MaxRetryError,
    NewConnectionError,
    ReadTimeoutError,
    ResponseError,
)

from kg.errors import KgError
from kg.wikidata.live.settings import Settings

RETRIED = (429, 500, 502, 503, 504)


class LiveError(KgError):
    """A live server could not be asked."""


class UnreachableError(LiveError):
    """The server does not answer, or not sensibly, however often it is asked."""


class RefusedError(LiveError):
    """The server answers this one request with an error; `code` is its name for it."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Retries(Retry):
    """urllib3's retries, which give up at once where the server wants a longer wait than
    `patience` seconds, and back off where its `Retry-After` cannot be read."""

    def __init__(self, *args: Any, patience: float = 120.0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.patience = patience

    @classmethod
    def of(cls, settings: Settings) -> Retries:
        """As `settings` say; a connection that is refused is tried twice."""
        again = settings.tries - 1
        return cls(
            total=again,
            connect=min(1, again),
            status_forcelist=RETRIED,
            allowed_methods={"GET"},
            backoff_factor=settings.backoff,
            backoff_max=settings.patience,
            patience=settings.patience,
        )

    def new(self, **options: Any) -> Retries:
        return super().new(patience=self.patience, **options)

    def parse_retry_after(self, retry_after: str) -> float:
        try:
            return super().parse_retry_after(retry_after)
        except (InvalidHeader, ValueError, OverflowError):
            return 0.0

    def increment(self, *args: Any, **options: Any) -> Retries:
        response = options.get("response")
        wait = self.get_retry_after(response) if response is not None else None
        if wait and wait > self.patience:
            cause = ResponseError(f"it asks to be left alone for {wait:.0f} seconds")
            pool, url = options.get("_pool"), args[1] if len(args) > 1 else None
            raise MaxRetryError(pool, url, cause)  # type: ignore[arg-type]
        return super().increment(*args, **options)


def cause_of(error: Exception, settings: Settings) -> str:
    """Why a request failed, as the end of a sentence about the server."""
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"it answers {error.response.status_code} {error.response.reason}"
    if isinstance(reason, NewConnectionError):
        return f"no connection ({str(reason).rpartition('] ')[2].rpartition(': ')[2]})"
    if isinstance(reason, ReadTimeoutError) or isinstance(error, requests.Timeout):
        return f"no answer within {settings.timeout[1]:g} seconds"
    if isinstance(reason, ResponseError):
        return str(reason)
    name = type(reason if isinstance(reason, Exception) else error).__name__
    return " ".join(f"{name}: {reason or error}".split())

"""A Wikibase over HTTP that knows a few invented items, and fails in the ways a server can."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

MOST = 50
Fault = Callable[["Answering"], bool]  # answers in its own way, or leaves it to the next by False


@dataclass
class Request:
    """What the server was asked."""

    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    port: int  # the asker's, which tells connections apart

    @property
    def ids(self) -> list[str]:
        return self.parameters.get("ids", "").split("|")


@dataclass
class Wikibase:
    """The server: its items by QID, what they were merged into, and the faults to come.

    A fault of `faults` serves one request, `always` every one.
    """

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    always: Fault | None = None
    requests: list[Request] = field(default_factory=list)
    address: str = ""

    def asked(self, action: str) -> list[Request]:
        return [each for each in self.requests if each.parameters.get("action") == action]

    def answer(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        if parameters["action"] == "wbsearchentities":
            return self._search(parameters)
        ids = parameters["ids"].split("|")
        if len(ids) > MOST:
            return error("toomanyvalues", f'Too many values supplied for parameter "ids": {MOST}')
        for qid in ids:
            if not (qid[:1] == "Q" and qid[1:].isdigit()):
                return error("no-such-entity", f'Could not find an entity with the ID "{qid}".')
        return {"entities": {qid: self._entity(qid, parameters) for qid in ids}, "success": 1}

    def _search(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        wanted, language = parameters["search"].casefold(), parameters["language"]
        found = []
        for qid, item in self.items.items():
            labels = [("label", term) for term in item["labels"].values()]
            aliases = [("alias", term) for terms in item["aliases"].values() for term in terms]
            for how, term in labels + aliases:
                fits = term["language"] in (language, "mul")
                if fits and term["value"].casefold().startswith(wanted):
                    match = {"type": how, "language": term["language"], "text": term["value"]}
                    found.append({"id": qid, "label": term["value"], "match": match})
                    break
        limit = int(parameters.get("limit", 7))
        answer = {"searchinfo": {"search": parameters["search"]}, "search": found[:limit]}
        return {**answer, "success": 1}

    def _entity(self, qid: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        target = self.merged.get(qid, qid)
        if target not in self.items:
            return {"id": qid, "missing": ""}
        item, props = self.items[target], parameters["props"].split("|")
        languages = parameters.get("languages", "").split("|")
        entity: dict[str, Any] = {"type": "item", "id": target}
        if "info" in props:
            entity["lastrevid"] = item["lastrevid"]
        if target != qid:
            entity["redirects"] = {"from": qid, "to": target}
        for part in ("labels", "descriptions", "aliases"):
            if part in props:
                terms = item[part].items()
                entity[part] = {name: term for name, term in terms if name in languages}
        return {**entity, **{part: item[part] for part in ("claims", "sitelinks") if part in props}}


def error(code: str, info: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "info": info, **more, "*": "See the API's help"}}


class Answering(BaseHTTPRequestHandler):
    """One connection to the server."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves as one packet
    wikibase: Wikibase

    def do_GET(self) -> None:
        parameters = dict(parse_qsl(urlsplit(self.path).query))
        request = Request(parameters, dict(self.headers.items()), self.client_address[1])
        self.wikibase.requests.append(request)
        fault = self.wikibase.faults.popleft() if self.wikibase.faults else self.wikibase.always
        if fault is None or not fault(self):
            self.send(json.dumps(self.wikibase.answer(parameters)))

    def send(
        self,
        body: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        content: str = "application/json; charset=utf-8",
        missing: int = 0,
    ) -> None:
        """Send an answer, whose length is said to be `missing` bytes more than it is."""
        data = body.encode()
        self.send_response(status)
        every = {"Content-Type": content, "Content-Length": str(len(data) + missing)}
        for name, value in {**every, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        if missing:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def status(code: int, **headers: str) -> Fault:
    """An error page; in the headers' names "_" stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(answering: Answering) -> bool:
        answering.send("<h1>Sorry</h1>", code, named, "text/html")
        return True

    return fault


def healthy(_: Answering) -> bool:
    """No fault."""
    return False


def slow(seconds: float) -> Fault:
    def fault(answering: Answering) -> bool:
        time.sleep(seconds)
        answering.close_connection = True
        return True

    return fault


def body(text: str, content: str = "application/json", missing: int = 0, **headers: str) -> Fault:
    """An answer of status 200 with any body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(answering: Answering) -> bool:
        answering.send(text, 200, named, content, missing)
        return True

    return fault


def moved(answering: Answering) -> bool:
    """HTTP 301 to the same question at another path, which is answered."""
    split = urlsplit(answering.path)
    if split.path.startswith("/moved"):
        return False
    answering.send("", 301, {"Location": f"/moved{split.path}?{split.query}"})
    return True


def turning(answering: Answering) -> bool:
    """HTTP 301 to the same address, for ever."""
    answering.send("", 301, {"Location": answering.path})
    return True


@contextmanager
def serving(wikibase: Wikibase) -> Iterator[Wikibase]:
    """`wikibase` over HTTP at its `address`."""
    handler = type("Handler", (Answering,), {"wikibase": wikibase})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        wikibase.address = f"http://127.0.0.1:{server.server_port}/w/api.php"
        yield wikibase
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nobody() -> str:
    """The address of a server that does not run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/w/api.php"


def item(
    qid: str,
    label: str,
    *,
    classes: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    description: str = "",
    language: str = "en",
    sitelinks: int = 20,
    revision: int = 1,
    claims: Mapping[str, list[str]] | None = None,
) -> dict[str, Any]:
    """An entity as the API and the dumps write it; `claims` name items by property."""
    every = {"P31": list(classes), **(claims or {})}
    return {
        "type": "item",
        "id": qid,
        "lastrevid": revision,
        "labels": {language: _term(language, label)},
        "descriptions": {language: _term(language, description)} if description else {},
        "aliases": {language: [_term(language, name) for name in aliases]} if aliases else {},
        "claims": {prop: [_statement(prop, to) for to in ids] for prop, ids in every.items()},
        "sitelinks": {f"x{i}wiki": {"site": f"x{i}wiki", "title": label} for i in range(sitelinks)},
    }


def _term(language: str, value: str) -> dict[str, str]:
    return {"language": language, "value": value}


def _statement(prop: str, qid: str) -> dict[str, Any]:
    value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
    snak = {
        "snaktype": "value",
        "property": prop,
        "datavalue": {"value": value, "type": "wikibase-entityid"},
        "datatype": "wikibase-item",
    }
    return {"mainsnak": snak, "type": "statement", "rank": "normal"}

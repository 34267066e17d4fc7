"""IRIs, minted from what they name alone: the same input gives the same IRI everywhere.

<base>doc/{id}                      an article, and the graph of what it says
<base>doc/{id}#char=BEGIN,END       a place in its text (RFC 5147)
<base>doc/{id}#event-…              a fact of that document alone
<base>entity/{slug}-{hash}          a named entity without a Wikidata item
<base>kb, <base>run/{hash}          what the knowledge base adds; a run
<base>identity, …/{hash}            which entities are one, and why
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import GraphError
from kg.facts import Article, Entity, Run, Span
from kg.identity import is_local
from kg.prefixes import DATA
from kg.rdf.vocabulary import WD

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ITEM = re.compile(r"Q[1-9][0-9]*")
_PROPERTY = re.compile(r"P[1-9][0-9]*")
_WORD = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"[.][a-z]{3,5}$")
_SLUG_LENGTH = 40
# What a URL may hold unescaped besides letters and digits (RFC 3986).
_SAFE = ":/?#@!$&'()*+,;=-._~%"


def check(iri: str) -> URIRef:
    """`iri` if it is absolute and well-formed (RFC 3987); else GraphError."""
    try:
        return URIRef(ox.NamedNode(iri).value)
    except ValueError as error:
        raise GraphError(f"{iri!r} is not an absolute IRI ({error})") from error


def check_base(base: str) -> str:
    """`base`, an absolute IRI that other names can be appended to; else GraphError."""
    if not base.endswith("/") or "#" in base or "?" in base:
        raise GraphError(f"base {base!r}: give an absolute IRI that ends with '/'")
    return str(check(base))


def url(text: str) -> URIRef:
    """An article's URL as an IRI; what IRIs forbid is percent-encoded."""
    encoded = quote(_STRAY_PERCENT.sub("%25", text.strip()), safe=_SAFE, errors="replace")
    address, mark, fragment = encoded.partition("#")
    try:
        return check(f"{address}{mark}{fragment.replace('#', '%23')}")
    except GraphError as error:
        raise GraphError(
            f"URL {text!r} is not absolute; give one such as https://example.org/a"
        ) from error


def document(article: Article, base: str = DATA) -> URIRef:
    """The IRI of an article: from its URL, else from its text."""
    if article.url is None:
        return URIRef(f"{base}doc/{digest(article.text)}")
    address = url(article.url).split("#")[0]
    parts = urlsplit(address)
    segments = [segment for segment in parts.path.split("/") if segment]
    name = _SUFFIX.sub("", segments[-1]) if segments else parts.netloc
    return URIRef(f"{base}doc/{slug(name, 'page')}-{digest(address)}")


def place(doc: URIRef, span: Span) -> URIRef:
    """The IRI of a stretch of the text of `doc`."""
    return URIRef(f"{doc}#char={span.begin},{span.end}")


def entity(fact: Entity, base: str = DATA, document: str = "") -> URIRef:
    """The IRI of a named entity: its Wikidata item, else one minted from type and name.

    A name that says who is meant within one article alone, such as a lone surname, is told
    apart by the `document`. No other article changes the IRI.
    """
    if fact.item is not None:
        return item(fact.item.qid)
    name = " ".join(_words(fact.name)) or fact.name
    where = (document,) if is_local(fact.type, fact.name) else ()
    return URIRef(f"{base}entity/{slug(fact.name, fact.type)}-{digest(fact.type, name, *where)}")


def base_of(entity_iri: str) -> str:
    """What the minted IRIs of the graph start with that has an unlinked entity of this IRI."""
    before, found, _ = entity_iri.rpartition("/entity/")
    return f"{before}/" if found else DATA


def item(qid: str) -> URIRef:
    """A Wikidata item."""
    if not _ITEM.fullmatch(qid):
        raise GraphError(f"{qid!r} is not the identifier of a Wikidata item")
    return WD[qid]


def property_id(pid: str) -> str:
    """`pid` if it can name a Wikidata property; else GraphError."""
    if not _PROPERTY.fullmatch(pid):
        raise GraphError(f"{pid!r} is not the identifier of a Wikidata property")
    return pid


def knowledge_base(base: str = DATA) -> URIRef:
    """The graph of what the knowledge base says."""
    return URIRef(f"{base}kb")


def identities(base: str = DATA) -> URIRef:
    """The graph of which entities are one."""
    return URIRef(f"{base}identity")


def identity(one: str, other: str, base: str = DATA) -> URIRef:
    """Why two entities are one, in whichever order they are given."""
    return URIRef(f"{base}identity/{digest(*sorted((one, other)))}")


def geometry(qid: str, base: str = DATA) -> URIRef:
    """Where an item lies."""
    return URIRef(f"{base}geometry/{qid}")


def run(fact: Run, documents: Iterable[str], base: str = DATA) -> URIRef:
    """A run: from what it ran with and on."""
    return URIRef(f"{base}run/{digest(repr(fact), *sorted(documents))}")


def thing(kind: str, name: str, base: str = DATA) -> URIRef:
    """Something a run used: `kind` is `software`, `model` or `knowledge-base`."""
    return URIRef(f"{base}{kind}/{slug(name, kind)}-{digest(name)}")


def slug(text: str, default: str) -> str:
    """`text` in at most 40 ASCII letters, digits and hyphens; `default` if none is left."""
    words = [word for word in _words(text) if word.isascii()]
    return "-".join(words)[:_SLUG_LENGTH].strip("-") or default.lower()


def digest(*parts: str) -> str:
    """64 bits of SHA-256 over `parts`, in hexadecimal."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(letters)

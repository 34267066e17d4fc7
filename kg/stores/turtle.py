"""Oxigraph's Turtle and TriG, made the same on every run and easier to read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from kg.prefixes import PREFIXES

_HEADER = re.compile(rb"\A(?:@prefix [^\n]*\n)*")
# Where a subject begins: Oxigraph puts one on a line, indented only inside a named graph.
_SUBJECT = re.compile(rb"(?:\A|(?<=[.}{]\n))(?=\t?[^\s}])")
_STRING = rb'"(?:[^"\\]|\\.)*"'
_NAMESPACE = re.compile(rb"<([^<>\s]*[/#])[^<>\s/#]*>")


def serialize(
    data: Sequence[ox.Triple] | Sequence[ox.Quad],
    format: ox.RdfFormat = ox.RdfFormat.TURTLE,  # noqa: A002
    base: str | None = None,
) -> bytes:
    """`data` in its order, as Turtle or TriG, with the prefixes it uses in sorted order.

    With `base`, IRIs that start with it are written relative to it.
    """
    plain = ox.serialize(data, format=format) or b""
    stems = {stem.decode() for stem in _NAMESPACE.findall(plain)}
    prefixes = {name: iri for name, iri in sorted(PREFIXES.items()) if iri in stems}
    body = _HEADER.sub(b"", ox.serialize(data, format=format, prefixes=prefixes) or b"", count=1)
    header = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()]
    if base is not None:
        header.insert(0, f"@base <{base}> .")
        start = b"<" + base.encode()
        inside = re.compile(_STRING + b"|" + re.escape(start))
        body = inside.sub(lambda match: b"<" if match[0] == start else match[0], body)
    return "".join(f"{line}\n" for line in header).encode() + _SUBJECT.sub(b"\n", body)

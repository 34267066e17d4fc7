"""`kg relink`: graphs written earlier, linked with a better knowledge base."""

from __future__ import annotations

import click

from kg.cli import files
from kg.cli.options import format_option


@click.command()
@click.argument("graphs", nargs=-1, required=True, metavar="GRAPH...")
@click.option("-o", "--out", required=True, metavar="FILE", help='The graph; "-" is stdout.')
@click.option("--kb", metavar="FILE", help="A knowledge base, as of `kg build`.")
@format_option
def relink(graphs: tuple[str, ...], out: str, kb: str | None, format_: str | None) -> None:
    """Link what graphs left unlinked.

    Reads GRAPHs that `kg build` wrote, asks the knowledge base again about their unlinked
    entities, and writes one graph in which the references of those it knows lead to their
    items. Prints each of them.
    """
    files.check_writable(out)
    from importlib.metadata import version

    from kg import rdf
    from kg.corpus import relinking
    from kg.rdf.reading import read_dataset
    from kg.wikidata.bases import open_base

    name = files.graph_format(out, format_)
    dataset = read_dataset(graphs)
    found = relinking.relink(dataset, open_base(kb), f"newskg {version('newskg')}")
    files.write(out, rdf.to_bytes(dataset, name))
    for one in found:
        click.echo(f"{one.name}: {one.qid} {one.label} ({one.confidence:.2f})", err=True)
    click.echo(f"{len(found)} linked; {len(dataset):,} triples in {out}", err=True)

"""The group of commands, and what happens when one fails.

Exit codes: 0 done; 1 checked and found wanting (`kg validate`), or a fault in `kg` itself;
2 bad input or usage, with one line on standard error that says what to do.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from kg.cli.building import build
from kg.cli.evaluating import evaluate
from kg.cli.explaining import explain
from kg.cli.knowledge import kb
from kg.cli.querying import queries, query, validate
from kg.cli.relinking import relink
from kg.cli.showing import show
from kg.cli.words import lexicon
from kg.errors import KgError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="newskg", prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Read news reports, write a Wikidata-linked knowledge graph, ask it questions."""


for command in (build, query, queries, validate, show, explain, evaluate, kb, lexicon, relink):
    cli.add_command(command)


class _Warnings(logging.Handler):
    """Says what our modules warn of, a line each."""

    def emit(self, record: logging.LogRecord) -> None:
        _say(record.getMessage())


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit; `args` are those after `kg`."""
    given = list(sys.argv[1:] if args is None else args)
    log = logging.getLogger("kg")
    if not log.handlers:
        log.addHandler(_Warnings(logging.WARNING))
    try:
        code = cli.main(given, prog_name="kg", standalone_mode=False)
    except (KgError, click.ClickException, OSError) as error:
        if "--debug" in given[:1]:
            raise
        _fail(error)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        if "--debug" in given[:1]:
            raise
        cause = f"{type(error).__name__}: {error}"
        _say(f"{cause}; this is a fault in kg: please report it with `kg --debug …`")
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(error: Exception) -> NoReturn:
    if isinstance(error, BrokenPipeError):
        # The reader of our output has gone; keep the interpreter from flushing into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    elif isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "kg"
        _say(f"{error.format_message()} See `{path} --help`.")
    elif isinstance(error, click.ClickException):
        _say(error.format_message())
    elif isinstance(error, OSError):
        _say(f"{error.filename or 'input or output'}: {error.strerror or error}")
    else:
        _say(str(error))
    sys.exit(2)


def _say(message: str) -> None:
    click.echo(f"kg: {' '.join(message.split())}", err=True)

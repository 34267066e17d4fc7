"""Every command of the README runs as it stands there, and every command stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from kg.cli.app import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ").split("  #")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if re.match(r"(\$ )?kg ", line)
]
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_every_command_is_documented() -> None:
    assert {command.split()[1] for command in COMMANDS} >= set(cli.commands)


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """All commands below a group, with what is typed after `kg`."""
    for name, command in group.commands.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", below) for inner, below in commands(command))


def test_every_option_is_documented() -> None:
    options = {
        option
        for _, command in commands(cli)
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    assert not {option for option in options if option not in README}


def test_every_subcommand_is_documented() -> None:
    assert not {name for name, _ in commands(cli) if f"kg {name}" not in README}


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.pipeline
def test_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_kg: Callable[..., tuple[int, str, str]]
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    assert COMMANDS
    for command in COMMANDS:
        if command.endswith(" DATA"):  # what needs the data folder, which is not with us
            continue
        code, out, err = run_kg(*shlex.split(command)[1:])
        assert code == 0, f"{command}: {err}"
        assert out or " -o " in command, command


@pytest.mark.pipeline
def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    assert PYTHON
    for code in PYTHON:
        exec(compile(code, "README.md", "exec"), {})


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"

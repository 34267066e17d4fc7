"""Write the model card: `python -m training.card --rounds DIR… --scores FILE --out FILE`.

Mitchell et al. 2019, "Model Cards for Model Reporting"; the energy after Lacoste et al.
2019, "Quantifying the Carbon Emissions of Machine Learning": power times time, times the
grid's intensity.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from kg.evaluate.tables import tables
from kg.resources import load_toml

HERE = Path(__file__).parent
COMMAND = "kg evaluate language --data DATA --json FILE"


def card(rounds: list[Path], model: Path, scores: Path, day: str, watts: int, grams: int) -> str:
    """The card, in Markdown.

    `rounds` are folders of `training.train` in their order, `model` the exported folder,
    `scores` what `kg evaluate language --json` wrote, `watts` the power of the machine and
    `grams` of CO2e the intensity of a kWh.
    """
    ends = [_last(folder) for folder in rounds]
    hours = sum(end["seconds"] for end in ends) / 3600
    rows = load_toml(HERE / "card.toml")["data"]
    found = json.loads(scores.read_text(encoding="utf-8"))["scores"]
    size = sum(path.stat().st_size for path in model.rglob("*") if path.is_file())
    fields = {
        "date": day,
        "size": round(size / 1e6),
        "data": "\n".join(f"| {r['name']} | {r['licence']} | {r['use']} |" for r in rows),
        "command": COMMAND,
        "scores": "\n".join("    " + line for line in tables(found).splitlines()),
        "rounds": "\n".join(_round(number, end) for number, end in enumerate(ends, 1)) + "\n",
        "hours": f"{hours:.1f}",
        "device": ends[-1]["device"].upper(),
        "watts": watts,
        "intensity": grams,
        "energy": f"{hours * watts / 1000:.2f}",
        "carbon": round(hours * watts / 1000 * grams),
    }
    return Template((HERE / "card.md").read_text(encoding="utf-8")).substitute(fields)


def _last(folder: Path) -> dict[str, Any]:
    """The last row of a round's log."""
    lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
    row: dict[str, Any] = json.loads(lines[-1])
    return row


def _round(number: int, end: dict[str, Any]) -> str:
    minutes, scores = round(end["seconds"] / 60), (end["ewt/uas"], end["ewt/las"])
    on = "EWT dev UAS {} and LAS {} in training's own greedy scores".format(*scores)
    return f"- round {number}: {end['step']} steps, {minutes} minutes; {on}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=Path, nargs="+", required=True)
    parser.add_argument("--model", type=Path, default=Path("kg/language/model"))
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("kg/language/model/README.md"))
    parser.add_argument("--date", default=date.today().isoformat())
    parser.add_argument("--watts", type=int, default=60, help="power of the machine")
    parser.add_argument("--intensity", type=int, default=400, help="g CO2e per kWh")
    arguments = parser.parse_args()
    text = card(
        *(arguments.rounds, arguments.model, arguments.scores),
        *(arguments.date, arguments.watts, arguments.intensity),
    )
    arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""When a holiday is: dates fixed in the year, counted from Easter, or of a lunar calendar.

Easter is `dateutil.easter`'s; what follows another calendar or a rule of a country
("Ramadan", "Thanksgiving") is asked of the package `holidays`, by a country whose law has it.
"""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from functools import cache
from typing import Any

from dateutil.easter import easter

from kg.components.times.patterns import words
from kg.components.times.periods import DAY, Days


def holiday(name: str, year: int) -> Days:
    """The first and last day of a holiday of `times.toml` that begins in a year.

    ValueError where the calendar of the country has none in that year.
    """
    entry: dict[str, Any] = _entries()[" ".join(name.lower().replace("’", "'").split())]
    if "easter" in entry:
        first = easter(year) + timedelta(days=entry["easter"])
    elif "country" in entry:
        first = _observed(entry["country"], entry["name"], year)
    else:
        first = date(year, entry["month"], entry["day"])
    if "until" in entry:  # the next one, which may begin in the year after
        ends = [_observed(entry["country"], entry["until"], y) for y in (year, year + 1)]
        return first, min(day for day in ends if day > first) - DAY
    return first, first + timedelta(days=entry.get("days", 1) - 1)


@cache
def _entries() -> dict[str, Any]:
    return {name.lower(): entry for name, entry in words()["holidays"].items()}


@cache
def _observed(country: str, name: str, year: int) -> date:
    from holidays import country_holidays  # it takes a while to load, and few texts need it

    with warnings.catch_warnings():  # of years that the package has no dates for
        warnings.simplefilter("ignore")
        observed = country_holidays(country, years=year, language="en_US")
    for day, said in sorted(observed.items()):
        if name in (one.removesuffix(" (estimated)") for one in said.split("; ")):
            return day
    raise ValueError(f"{name} in {year}")

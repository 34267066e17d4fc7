from __future__ import annotations

import time

import pytest

from kg.articles import datelines


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("ACCRA - ", "President Ama Boateng of Ghana opened a dam on Monday."),
        ("LONDON—", "The minister resigned on Monday."),
        ("SÃO PAULO – ", "The mayor left the city on Monday."),
        ("GAO - ", "“We are free,” said a trader in the market."),
        ("WASHINGTON (Reuters) - ", "Two ministers met in the city."),
        ("CONAKRY, Guinea (Reuters) - ", "The ministry said so."),
        ("KABUL, Afghanistan, Jan. 3 — ", "Soldiers left the town."),
        ("PARIS, Nov 14 (AFP) – ", "Police searched two flats."),
        ("LA PAZ, Bolivia, 3 March 2012 (AP) -- ", "Miners went home."),
        ("PORT-AU-PRINCE, Haiti (AP) _ ", "It rains."),
        ("N'DJAMENA (Reuters/AFP) - ", "al-Shabaab said so."),
        ("McALLEN, Texas (AP) — ", "A boy was found."),
        ("WASHINGTON, D.C. — ", "The court ruled."),
        ("Bangui (AFP) - ", "Rebels left the town."),
        ("(Reuters) - ", "Oil fell on Monday."),
        ("Oslo, 9 March 2021 – ", "The firm opened a plant."),
        ("KABUL (Agency) - ", "Rebels left the town."),
        ("(CNN)", "The senate voted."),
        ("KABUL (Reuters) -", ""),
    ],
)
def test_dateline(dateline: str, rest: str) -> None:
    assert (dateline + rest)[: datelines.find(dateline + rest, opening=True)] == dateline


@pytest.mark.parametrize(
    "line",
    [
        "BREAKING - The dam above the town has burst.",
        "EXCLUSIVE - The minister is to resign, sources say.",
        "UPDATE 1 - Oil falls on fears of glut.",
        "LIVE BLOG — The votes are counted in the capital.",
        "NATO - The alliance will send troops to the border.",
        "ISIS - also known as Islamic State - took the town.",
        "ARMY TAKES TOWN - REBELS FLEE",
        "DAM BREAKS - MANY DEAD IN THE VALLEY.",
        "NIGERIA - Army frees hostages in the north",
        "US - The department said that it would pay.",
        "AL-QAEDA fighters left the town.",
        "PARIS attacks leave many dead, police say.",
        "FRANCE, Germany and Italy agreed on Monday.",
        "OBAMA (D) - The president left the room.",
        "Mayor Lena Toth (left) - who won - went home.",
        "MH17 - The jet was shot down over the fields.",
        "A soldier (AP Photo/Jane Miller) - in the town.",
        "Toth - the mayor of the town - left.",
        "",
    ],
)
def test_no_dateline(line: str) -> None:
    assert datelines.find(line, opening=True) == 0


def test_a_place_alone_needs_the_opening() -> None:
    assert datelines.find("MALI - The army left the town.", opening=False) == 0
    assert datelines.find("GAO (AP) - The army left the town.", opening=False) == len("GAO (AP) - ")


@pytest.mark.parametrize("filler", ["A" * 50_000, "AB " * 20_000, "Ab, " * 20_000, "AB, C " * 9000])
def test_hostile_lines_are_fast(filler: str) -> None:
    start = time.process_time()
    datelines.find(filler, opening=True)
    assert time.process_time() - start < 1

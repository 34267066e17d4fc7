from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.articles import blocks

WRAPPED = """Dam above Sarmara gives way after
three days of rain

Soldiers reached the last villages in the valley on Tuesday, two days
after the dam broke and sent a wave of mud through the market town
of Sarmara.

The mayor, Lena Toth, said that 14 people had died. She asked the
Government to send
tents.
"""


def divided(text: str, title: str | None = None) -> list[tuple[str, str]]:
    found = blocks.divide(text, title)
    return [(block.kind, text[block.span.begin : block.span.end]) for block in found]


def test_one_line_is_one_block() -> None:
    text = "Dam breaks\r\nThe valley is under water\r\nThe dam broke on Sunday.\r\n\r\nIt was old."
    assert divided(text) == [
        ("headline", "Dam breaks"),
        ("summary", "The valley is under water"),
        ("paragraph", "The dam broke on Sunday."),
        ("paragraph", "It was old."),
    ]


def test_hard_wrapped_lines_are_one_block_a_paragraph() -> None:
    found = divided(WRAPPED)
    assert [kind for kind, _ in found] == ["headline", "paragraph", "paragraph"]
    assert found[1][1].endswith("town\nof Sarmara.")
    assert found[2][1].endswith("tents.")


def test_wrapped_with_windows_line_ends() -> None:
    text = WRAPPED.replace("\n", "\r\n")
    assert [kind for kind, _ in divided(text)] == ["headline", "paragraph", "paragraph"]


def test_short_lines_without_wrapping_stay_apart() -> None:
    text = "Dam breaks\nMany dead in valley\nThe dam broke on Sunday.\nFour died.\nIt rains."
    assert len(divided(text)) == 5


def test_title_decides_what_the_headline_is() -> None:
    text = "Valley under water.\nTowns wait for help\nThe dam broke on Sunday."
    assert [kind for kind, _ in divided(text)] == ["paragraph"] * 3
    assert [kind for kind, _ in divided(text, "Valley under water")] == [
        "headline",
        "summary",
        "paragraph",
    ]
    assert [kind for kind, _ in divided(text[20:], "Another title")] == ["summary", "paragraph"]


def test_one_line_alone_is_a_paragraph() -> None:
    assert divided("Rebels seized the port of Aden on Sunday") == [
        ("paragraph", "Rebels seized the port of Aden on Sunday")
    ]


def test_headline_joins_wrapped_lines() -> None:
    found = blocks.divide(WRAPPED)
    assert blocks.headline(WRAPPED, found) == "Dam above Sarmara gives way after three days of rain"


def test_names_with_inner_stops_are_not_parted() -> None:
    text = (
        "Shares of the agency Example.Com rose on Monday.\n"
        "The U.S. Army left Kabul.It was dawn, he said."
    )
    assert [words for _, words in divided(text)] == [
        "Shares of the agency Example.Com rose on Monday.",
        "The U.S. Army left Kabul.",
        "It was dawn, he said.",
    ]


def test_a_dateline_is_a_block_of_its_own() -> None:
    text = (
        "Dam breaks above Sarmara\nSARMARA, Nov 3 (Reuters) - Lena Toth met the mayor of Gao.\n"
        "She left."
    )
    assert divided(text) == [
        ("headline", "Dam breaks above Sarmara"),
        ("dateline", "SARMARA, Nov 3 (Reuters) -"),
        ("paragraph", "Lena Toth met the mayor of Gao."),
        ("paragraph", "She left."),
    ]


def test_no_headline_after_a_dateline() -> None:
    text = "SARMARA (Reuters) -\nThe dam above the town broke on Sunday\nIt was old."
    assert [kind for kind, _ in divided(text)] == ["dateline", "paragraph", "paragraph"]


def test_places_alone_are_datelines_of_the_opening_only() -> None:
    line = "SARMARA - The dam above the town broke on Sunday."
    assert [kind for kind, _ in divided(f"{line}\n{line}")] == [
        "dateline",
        "paragraph",
        "paragraph",
    ]


LINES = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(
            [
                "Donate now",
                "Share",
                "GAO (AP) - It rains.",
                "(AP)",
                "By Jane Miller",
                "The dam broke.Many died there.",
                "“We",
                "\r",
            ]
        ),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n", " "]))
def test_blocks_are_sorted_trimmed_and_cover_all_words(lines: list[str], joint: str) -> None:
    text = joint.join(lines)
    found = blocks.divide(text)
    end = 0
    for block in found:
        assert end <= block.span.begin < block.span.end <= len(text)
        assert not text[end : block.span.begin].strip()
        words = text[block.span.begin : block.span.end]
        assert words == words.strip()
        end = block.span.end
    assert not text[end:].strip()

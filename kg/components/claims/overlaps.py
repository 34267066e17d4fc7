"""Direct and indirect speech by one cue whose words overlap: which of the two it is.

A quotation that is a sentence is its own claim; one that only ends a clause ("she was “sad to
hear it. He was a friend”") is part of it, however many sentences it goes on for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.components.claims.quotations import Quotation, Quoted
from kg.components.claims.voices import Report
from kg.facts import Span

OPENING = "“\"'‘« "


def settled(reports: Sequence[Report], text: str, quotations: Iterable[Quotation]) -> list[Report]:
    """`reports` without those whose words another one by the same cue has better."""
    quoted = Quoted(quotations)
    quotes = [report for report in reports if report.kind == "directQuote" and report.cue]
    direct = {report.cue[0].i: report for report in quotes}
    dropped: list[Report] = []
    for report in reports:
        said = direct.get(report.cue[0].i) if report.kind == "indirectSpeech" else None
        if said is None or report.silent or not _overlap(report, said):
            continue
        if all(map(said.holds, report.words)):
            dropped.append(report)
            continue
        rest = [word for word in said.words if not report.holds(word)]
        if len(rest) < len(said.words) and rest:
            said.words = rest
            continue
        if _is_sentence(said, text):
            report.words = [w for word in report.words for w in _without(word, said, text)]
            beside = [w for w in report.words if w.begin > report.cue[0].idx]
            if not beside or said.words[0].begin < report.cue[0].idx:
                dropped.append(report)
        elif not all(map(report.holds, said.words)):
            dropped.append(said)
    dropped += [said for said in quotes if _is_only_wording(said, reports, text)]
    kept = [report for report in reports if not any(report is other for other in dropped)]
    for report in kept:
        if report.kind != "directQuote":
            _extend(report, quoted)
    return kept


def _is_only_wording(said: Report, reports: Iterable[Report], text: str) -> bool:
    """Whether a quotation is only some words of a clause that another cue outside reports: "said
    it was “vile”, adding that …"."""
    cue = Span(said.cue[0].idx, said.cue[0].idx + 1)
    return not _is_sentence(said, text) and any(
        report.kind == "indirectSpeech"
        and not report.silent
        and not report.holds(cue)
        and report.cue[0] not in said.cue
        and all(map(report.holds, said.words))
        for report in reports
    )


def _overlap(one: Report, other: Report) -> bool:
    return any(a.begin < b.end and b.begin < a.end for a in one.words for b in other.words)


def _is_sentence(said: Report, text: str) -> bool:
    """Whether a quotation begins as a sentence does, after a comma, colon or its cue."""
    first = said.words[0].begin
    before = text[:first].rstrip(OPENING)[-1:]
    return text[first].isupper() and (before in (",", ":") or not text[first - 2].isalpha())


def _without(word: Span, said: Report, text: str) -> list[Span]:
    """A stretch without a quotation that ends it, and nothing where a colon leads to that."""
    begins = [w.begin for w in said.words if w.begin < word.end and word.begin < w.end]
    if not begins:
        return [word]
    rest = text[word.begin : min(begins)].rstrip(OPENING)
    end = word.begin + len(rest.rstrip(" ,"))
    return [Span(word.begin, end)] if end > word.begin and not rest.endswith(":") else []


def _extend(report: Report, quoted: Quoted) -> None:
    """Let the last words of a clause go on to the end of the quotation that ends them."""
    last = report.words[-1]
    quotation = quoted.at(last.end - 1)
    if quotation is None or not last.begin < quotation.span.begin:
        return
    end = quotation.span.end
    report.words[-1] = Span(last.begin, max(end, last.end))
    report.span = Span(report.span.begin, max(report.span.end, quotation.span.end))

"""The marks of the quality benchmark: what counts as right."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.marks import Change, Marked, Score, parse, read, score

CASES = list(read([Path(__file__).parent.parent / "benchmarks" / "cases"]))
TEXT = "The {{final yr||last year|past year}} was {{a uncommon||a rare}} one, he {{stated??said}}.{{ Source link||}}"
DOCUMENT = parse("one", TEXT)


def change(spun: str, gold: str) -> Change:
    start = DOCUMENT.source.index(spun)
    return Change(start, start + len(spun), gold)


def test_marks_leave_the_source() -> None:
    assert DOCUMENT.source == "The final yr was a uncommon one, he stated. Source link"
    assert [DOCUMENT.source[u.start : u.end] for u in DOCUMENT.units] == [
        "final yr",
        "a uncommon",
        "stated",
        " Source link",
    ]
    assert DOCUMENT.required == 3
    assert DOCUMENT.units[0].golds == ("last year", "past year")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], (3, 0, 0)),
        ([change("final yr", "last year")], (3, 1, 0)),
        ([change("final yr", "Past  Year")], (3, 1, 0)),
        ([change("final", "last")], (3, 0, 1)),
        ([change("final", "last"), change("yr", "year")], (3, 1, 0)),
        ([change("uncommon", "rare")], (3, 1, 0)),
        ([change("a uncommon", "an odd")], (3, 0, 1)),
        ([change("stated", "said")], (3, 0, 0)),
        ([change("stated", "meant")], (3, 0, 1)),
        ([change("one", "two")], (3, 0, 1)),
        ([change(" Source link", "")], (3, 1, 0)),
        ([change("final yr was a uncommon", "last year was a rare")], (3, 2, 0)),
    ],
)
def test_scores(changes: list[Change], expected: tuple[int, int, int]) -> None:
    assert score(DOCUMENT, changes) == expected


def test_a_mere_article_outside_units_does_not_count() -> None:
    document = parse("two", "It is a apple and a {{uncommon||rare}} one")
    assert score(document, [Change(6, 7, "an")]) == (1, 0, 0)


def test_rates() -> None:
    total = Score(10, 8, 2).plus(Score(10, 8, 2))
    assert (total.precision, total.recall) == (0.8, 0.8)
    assert total.f_half == pytest.approx(0.8)
    assert Score().f_half == 0


def test_there_are_enough_cases_a_third_of_them_clean_or_half_spun() -> None:
    assert len(CASES) >= 60
    assert sum("clean" in c.name or "half" in c.name for c in CASES) * 3 >= len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases_are_well_marked(case: Marked) -> None:
    assert not {"{{", "}}", "||", "??"} & {case.source[i : i + 2] for i in range(len(case.source))}
    assert 60 <= len(case.source.split()) <= 320
    assert all(u.start < u.end and case.source[u.start : u.end] not in u.golds for u in case.units)
    assert not case.required or "clean" not in case.name
    perfect = [Change(u.start, u.end, u.golds[0]) for u in case.units]
    assert score(case, perfect) == (case.required, case.required, 0)

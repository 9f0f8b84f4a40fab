"""The scan: finds signs wherever they stand, wakes the judge only where there are enough."""

from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.find.scan import BAR, MARGIN, NOTHING, SHORT, WINDOW, Scanner, image

SCANNER = Scanner({"final yr": BAR, "normal meeting": BAR / 2, "assist": BAR / 2}, ["source link", "[ad_"])
FILLER = "plain words "


@given(st.text(max_size=200))
def test_the_image_has_one_byte_a_code_point(text: str) -> None:
    assert len(image(text)) == len(text)


@given(st.text(st.characters(exclude_characters="ïî"), max_size=60))
def test_the_image_does_not_depend_on_case(text: str) -> None:
    assert image(text.encode("ascii", "replace").decode().upper()) == image(text.encode("ascii", "replace").decode())


@given(st.text(st.sampled_from("xyz ,.\n"), max_size=80))
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert SCANNER.look(text) is NOTHING


@pytest.mark.parametrize(
    "text",
    ["final yr", "FINAL YR", "the “Final Yr”.", "final\nyr", "final\r\nyr", "final\u00a0yr", "final-yr", "final yr’s",
     "final  yr", "Ж final yr Ж"],
)  # fmt: skip
def test_a_sign_is_seen_in_any_dress(text: str) -> None:
    assert SCANNER.look(text).zones == ((0, len(text)),)


@pytest.mark.parametrize("text", ["semifinal yr", "final yrs", "final year", "finalyr", "a normal meeting"])
def test_parts_of_words_and_weak_signs_do_not_wake_the_judge(text: str) -> None:
    assert SCANNER.look(text).zones == ()


def test_weak_signs_add_up_only_close_together_and_if_they_differ() -> None:
    assert SCANNER.look("a normal meeting to assist").zones
    assert not SCANNER.look("assist, normal meeting".replace(", ", " x" * WINDOW + " ")).zones
    assert not SCANNER.look("assist and assist").zones


def test_leftovers_are_told_apart_from_signs() -> None:
    assert SCANNER.look("Source Link") == ((), True)
    assert SCANNER.look("[ad_1] final yr").leftovers
    assert not SCANNER.look("final yr").leftovers


def test_short_texts_are_judged_whole_and_long_ones_where_signs_are() -> None:
    short = FILLER * 1000
    assert len(short) < SHORT
    assert SCANNER.look(f"{short}final yr").zones == ((0, len(short) + 8),)
    long = FILLER * 5000
    text = f"{long}final yr {long}"
    ((first, last),) = SCANNER.look(text).zones
    assert first == len(long) - MARGIN
    assert text[first:last].count("final yr") == 1
    assert last <= len(long) + MARGIN


@given(st.lists(st.integers(0, 40), max_size=5, unique=True))
def test_zones_are_ordered_disjoint_and_hold_every_strong_sign_once(places: list[int]) -> None:
    scanner = Scanner({f"sign{i}": BAR for i in range(41)})
    text = "".join((f"sign{i} " if i in places else "") + FILLER * 300 for i in range(41))
    zones = scanner.look(text).zones
    assert list(zones) == sorted(zones)
    assert all(a < b for a, b in zones)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(zones))
    for i in places:
        at = text.index(f"sign{i} ")
        assert sum(a <= at < b for a, b in zones) == 1


def test_a_pickled_scanner_sees_the_same() -> None:
    text = "[ad_1] the normal meeting will assist"
    assert pickle.loads(pickle.dumps(SCANNER)).look(text) == SCANNER.look(text)


def test_no_triggers_find_nothing() -> None:
    assert Scanner({}).look("final yr") is NOTHING

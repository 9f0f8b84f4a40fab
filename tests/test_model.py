"""The value types: offset maps, undo, diff, plain values."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.model import Edit, Evidence, Passage, Repair, Spin, apply_edits


def repair_of(text: str, *edits: Edit) -> Repair:
    return Repair(text, apply_edits(text, edits), edits)


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    """A text with edits that touch at most, some of them deletions."""
    text = draw(st.text(min_size=1, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = tuple(Edit(a, b, text[a:b], draw(st.text(max_size=5))) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    return repair_of(text, *edits)


SAMPLE = repair_of("a final yr, an expert", Edit(2, 10, "final yr", "last year"), Edit(12, 14, "an", ""))


@given(repairs())
def test_kept_text_maps_to_itself(repair: Repair) -> None:
    changed = {i for e in repair.edits for i in range(e.start, e.end)}
    for i, char in enumerate(repair.original):
        if i not in changed:
            there = repair.to_output(i)
            assert repair.text[there : there + 1] == char or any(e.start == i for e in repair.edits)


@given(repairs())
def test_offset_maps_are_monotone_and_stable(repair: Repair) -> None:
    there = [repair.to_output(i) for i in range(len(repair.original) + 1)]
    back = [repair.to_input(i) for i in range(len(repair.text) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert 0 <= there[0] <= there[-1] <= len(repair.text)
    assert 0 <= back[0] <= back[-1] <= len(repair.original)
    assert [repair.to_output(repair.to_input(i)) for i in there] == there


def test_offsets_around_an_edit() -> None:
    assert [SAMPLE.to_output(i) for i in (0, 2, 5, 10, 11, 12, 14, 15)] == [0, 2, 11, 11, 12, 13, 13, 14]
    assert [SAMPLE.to_input(i) for i in (0, 2, 5, 11, 12, 14)] == [0, 2, 10, 10, 11, 15]


@pytest.mark.parametrize("offset", [-1, 100])
def test_offsets_outside_are_refused(offset: int) -> None:
    with pytest.raises(IndexError, match="outside the input"):
        SAMPLE.to_output(offset)
    with pytest.raises(IndexError, match="outside the repaired text"):
        SAMPLE.to_input(offset)


@given(repairs())
def test_undoing_all_gives_the_input_back(repair: Repair) -> None:
    undone = repair.undo(*repair.edits)
    assert undone.text == repair.original
    assert undone.edits == ()


def test_undoing_one_keeps_the_others() -> None:
    undone = SAMPLE.undo(SAMPLE.edits[0])
    assert undone.text == "a final yr,  expert"
    assert undone.edits == SAMPLE.edits[1:]
    assert SAMPLE.text == "a last year,  expert"


def test_undoing_a_stranger_is_refused() -> None:
    with pytest.raises(ValueError, match="not an edit of this repair: 'x' at 0"):
        SAMPLE.undo(Edit(0, 1, "x", "y"))


def test_inline_diff() -> None:
    assert SAMPLE.diff("inline") == "a [-final yr-]{+last year+}, [-an-] expert"


def test_unified_diff_of_the_last_line_without_line_end() -> None:
    repair = repair_of("one\ntwo", Edit(4, 7, "two", "three"))
    assert repair.diff().splitlines()[2:] == [
        "@@ -1,2 +1,2 @@",
        " one",
        "-two",
        "\\ No newline at end of file",
        "+three",
        "\\ No newline at end of file",
    ]


def test_unified_diff_keeps_other_separators_in_the_line() -> None:
    repair = repair_of("one\u2028two\x0c\nend\n", Edit(0, 3, "one", "ONE"))
    assert "No newline" not in repair.diff()
    assert "-one\u2028two\x0c\n" in repair.diff()


def test_diff_without_edits_is_empty() -> None:
    assert repair_of("same").diff() == ""
    assert repair_of("same").diff("inline") == "same"


def test_unknown_diff_style_is_refused() -> None:
    with pytest.raises(ValueError, match="'colour' is not 'unified' or 'inline'"):
        SAMPLE.diff("colour")


def test_nothing_to_do_gives_the_same_object_back() -> None:
    text = "nothing here"
    assert apply_edits(text, ()) is text


def test_to_dict_is_plain_and_whole() -> None:
    evidence = (Evidence("passage", 1.23456, "spun"),)
    edit = Edit(0, 1, "a", "b", ("c",), "pair/a", 0.98765, evidence)
    spin = Spin(0.9, 0.5, (Passage(0, 1, 0.87654, "A", evidence),), "A")
    plain = Repair("a", "b", (edit,), (edit,), spin).to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["version"] == 1
    assert plain["edits"] == plain["suggestions"]
    assert plain["edits"][0] == {
        "start": 0,
        "end": 1,
        "original": "a",
        "replacement": "b",
        "alternatives": ["c"],
        "rule": "pair/a",
        "confidence": 0.9877,
        "evidence": [{"kind": "passage", "weight": 1.235, "detail": "spun"}],
    }
    assert plain["passages"][0]["score"] == 0.8765
    assert (plain["score"], plain["family"], plain["text"]) == (0.9, "A", "b")


def test_values_are_frozen_and_picklable() -> None:
    assert pickle.loads(pickle.dumps(SAMPLE)) == SAMPLE
    with pytest.raises(AttributeError):
        SAMPLE.text = "other"  # type: ignore[misc]


def test_spin_is_true_where_a_passage_looks_spun() -> None:
    assert not Spin(0.3)
    assert Spin(0.9, passages=(Passage(0, 5, 0.9),))
    assert SAMPLE.score == 0.0
    assert SAMPLE.passages == ()

"""Packs: reading, linting, compiling and looking up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from textrepair.errors import PackError
from textrepair.lexicon.channel import entry, surfaces
from textrepair.lexicon.compile import DATA, artefacts, key_of, log_rate_of, payload
from textrepair.lexicon.lint import ERROR, american, lint
from textrepair.lexicon.rows import PairRow, builtin_pairs, parse_row, read_pairs
from textrepair.lexicon.store import Lexicon, default_lexicon, default_triggers, parse

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "final yr\tlast year\tc\t3\t0\tA2 B1"


def rate(phrase: str) -> float:
    """A small English: one word of it is frequent, all else is rare."""
    return math.log(1e-3 if phrase == "process" else 1e-8)


def row(spun: str, original: str, pos: str = "x", tier: str = "t", seen: float = 0.0) -> PairRow:
    return PairRow(spun, original, pos, tier, seen, 0.0, "r1")


def codes(*rows: PairRow) -> list[str]:
    return [finding.code for finding in lint(rows, rate)]


def test_a_row_reads_back_as_it_was_written() -> None:
    read = parse_row(GOOD, "x")
    assert (read.spun, read.original, read.tier, read.seen, read.rank) == ("final yr", "last year", "c", 3, 1)
    assert read.families == {"A": 2, "B": 1}
    assert read.line() == GOOD


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("final yr\tlast year", "expected 6 columns (spun, original, tier, seen, left, note), found 2"),
        (" final yr\tlast year\tc\t3\t0\t", "spun side ' final yr' is not a word or phrase"),
        ("final yr\t\tc\t3\t0\t", "original side '' is not a word or phrase"),
        ("final yr\tlast  year\tc\t3\t0\t", "original side 'last  year' is not a word or phrase"),
        ("final yr\tlast year\tz\t3\t0\t", "tier 'z' is not one of c, l, t"),
        ("final yr\tlast year\tc\tmany\t0\t", "seen 'many'"),
        ("final yr\tlast year\tc\t3\t0\trx", "note 'rx' is not a count"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_number(tmp_path: Path, line: str, message: str) -> None:
    pack = tmp_path / "own.tsv"
    pack.write_text(f"# comment\n\n{GOOD}\n{line}\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        list(read_pairs(pack, "x"))
    assert str(caught.value).startswith(f"{pack}:4: ")
    assert message in str(caught.value)


def test_an_unreadable_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"missing\.tsv: cannot read the pack"):
        list(read_pairs(tmp_path / "missing.tsv", "x"))
    binary = tmp_path / "binary.tsv"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match="cannot read the pack"):
        list(read_pairs(binary, "x"))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((row("final yr", "last year"), row("broad vary", "wide range")), "unsorted"),
        ((row("final yr", "last year"), row("final yr", "last year")), "duplicate"),
        ((row("colour", "color", "n"),), "self-correction"),
        ((row("organising", "organizing"),), "self-correction"),
        ((row("Final Yr", "final yr"),), "self-correction"),
        ((row("broad vary", "wide range", tier="c"), row("wide range", "broad vary", tier="c")), "loop"),
        ((row("at the tip", "in the final yr"), row("final yr", "last year", tier="c")), "spun-original"),
        ((row("process", "method", "n", "c"),), "common"),
        ((row("ashes", "flame", "n"),), "number"),
        ((row("walk", "onto", "v"), row("would", "want", "v")), "part-of-speech"),
        ((row("upon", "top", "n"),), "part-of-speech"),
        ((row("best", "toppestly"),), "unknown-word"),
        ((row("Final", "last"),), "capitals"),
        ((row("final  yr", "last year"),), "white-space"),
        ((row("final_yr", "last year"),), "characters"),
        ((row("one two three four five six seven eight nine", "count"),), "too-long"),
        ((row("12 months", "year", "n"),), "digits"),
        ((row("and", "or"),), "harmful"),
        ((row("a", "the"),), "harmful"),
    ],
)
def test_the_linter_finds(rows: tuple[PairRow, ...], code: str) -> None:
    assert code in codes(*rows)


@pytest.mark.parametrize(
    "good",
    [
        row("final yr", "last year", tier="c"),
        row("have interaction", "engage", "v", "l"),
        row("be cautious", "beware", "v"),
        row("on-line", "online", "a"),
        row("process", "method", "n"),
        row("police officer", "cop", "n"),
        row("don't forget", "remember"),
        row("Might", "May"),
    ],
)
def test_the_linter_passes(good: PairRow) -> None:
    assert codes(good) == []


def test_a_finding_names_file_row_and_reason() -> None:
    (finding,) = lint([row("colour", "color", "n")], rate)
    assert (finding.file, finding.severity, finding.row.spun) == ("nouns.tsv", ERROR, "colour")
    assert str(finding).startswith("nouns.tsv: colour → color: error self-correction: ")


def test_spellings_fold() -> None:
    for british, us in (
        ("theatre", "theater"),
        ("dialogue", "dialog"),
        ("travelled", "traveled"),
        ("analyse", "analyze"),
    ):
        assert american(british) == american(us)
    assert american("hour") == "hour"


def test_the_shipped_packs_have_no_errors() -> None:
    findings = lint(tuple(builtin_pairs()), log_rate_of())
    assert [str(finding) for finding in findings if finding.severity == ERROR] == []


def test_the_shipped_artefacts_are_fresh() -> None:
    stale = [name for name, content in artefacts().items() if (DATA / name).read_bytes() != content]
    assert stale == [], "run python -m textrepair.lexicon.compile"


def test_a_row_survives_compiling_and_look_up() -> None:
    table = surfaces([row("final yr", "last year", tier="c", seen=9), row("final yr", "past year", seen=1)], rate)
    compiled = entry("final yr", table["final yr"], rate)
    looked_up = Lexicon({"final yr": payload(compiled)}).get("final yr")
    assert looked_up is not None
    assert [original for original, *_ in looked_up.options] == ["last year", "past year"]
    assert looked_up.tier == "c"
    assert looked_up.artifact == pytest.approx(compiled.artifact, abs=0.01)
    assert sum(math.exp(weight) for _, weight, _ in compiled.options) == pytest.approx(1)
    assert parse(payload(compiled)) == looked_up


def test_inflected_forms_of_a_row_are_looked_up() -> None:
    table = surfaces([row("have interaction", "engage", "v")], rate)
    assert set(table["having interaction"].options) == {"engaging"}
    assert set(table["had interaction"].options) == {"engaged"}


def test_a_known_entry_of_the_shipped_lexicon() -> None:
    lexicon = default_lexicon()
    known = lexicon.get(key_of("Blood  Tension"))
    assert known is not None
    assert known.options[0][0] == "blood pressure"
    assert lexicon.get("no such phrase at all") is None
    assert lexicon.longest["blood"] >= 2


def test_own_entries_take_the_place_of_ours() -> None:
    ours = default_lexicon().get("blood tension")
    assert ours is not None
    own = Lexicon({"blood tension": payload(ours)}).extended({"blood tension": parse("1|1|0|c||strain=0=0")})
    found = own.get("blood tension")
    assert found is not None
    assert found.options[0][0] == "strain"


def test_triggers_are_in_the_lexicon() -> None:
    lexicon = default_lexicon()
    assert all(lexicon.get(key) for key in default_triggers()[0])

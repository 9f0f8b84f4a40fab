"""The README shows what the package really does."""

from __future__ import annotations

from pathlib import Path

from textrepair import repair

ROOT = Path(__file__).parents[1]


def test_the_before_and_after_is_real() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quotes = [line[2:] for line in readme.splitlines() if line.startswith("> ") and len(line) > 3]
    seed = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    repaired = repair(seed)
    before, after = quotes[: len(quotes) // 2], quotes[len(quotes) // 2 :]
    assert before
    assert all(sentence in seed for sentence in before)
    assert all(sentence in repaired for sentence in after)

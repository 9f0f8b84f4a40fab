"""Colour for terminals: the same reports, painted; and nothing in them that could steer the terminal."""

from __future__ import annotations

import difflib
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textrepair.model import Repair

CODES = {"red": "31", "green": "32", "cyan": "36", "bold": "1", "dim": "2", "gone": "31;9", "new": "32;1"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


def wanted(choice: str, *, terminal: bool) -> bool:
    """Tell whether to paint: ``always``, ``never``, or ``auto`` (a terminal, and NO_COLOR is not set)."""
    return choice == "always" or (choice == "auto" and terminal and not os.environ.get("NO_COLOR"))


def visible(text: str) -> str:
    r"""Spell out the control characters of a text; tabs and line ends stay.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def paint(text: str, style: str) -> str:
    """Put a text in a style of `CODES`, line by line, so that a pager keeps it."""
    lines = visible(text).split("\n")
    return "\n".join(f"\x1b[{CODES[style]}m{line}\x1b[0m" if line else "" for line in lines)


def inline(repair: Repair) -> str:
    """Show the text with what was taken out struck through and what was put in."""
    out, position = [], 0
    for edit in repair.edits:
        out += [visible(repair.original[position : edit.start]), paint(edit.original, "gone")]
        out.append(paint(edit.replacement, "new"))
        position = edit.end
    return "".join([*out, visible(repair.original[position:])])


def unified(diff: str) -> str:
    """Paint a unified diff, with the changed words of changed lines set off."""
    out: list[str] = []
    removed: list[str] = []
    added: list[str] = []
    for number, line in enumerate(diff.replace("\r\n", "\n").split("\n")):
        if number > 1 and line.startswith("-") and not added:
            removed.append(line)
        elif number > 1 and line.startswith("+"):
            added.append(line)
        elif line.startswith("\\") and (removed or added):
            (added or removed).append(line)
        else:
            out += _changed(removed, added)
            removed, added = ([line], []) if number > 1 and line.startswith("-") else ([], [])
            if not removed:
                out.append(_plain(line, number))
    return "\n".join([*out, *_changed(removed, added)])


def _plain(line: str, number: int) -> str:
    if number < 2:
        return paint(line, "bold")
    return paint(line, "cyan") if line.startswith("@@") else visible(line)


def _changed(removed: list[str], added: list[str]) -> Iterator[str]:
    """Lines that went and lines that came; as many of each are compared word by word."""
    if len(removed) != len(added):
        yield from (paint(line, "dim" if line.startswith("\\") else "red") for line in removed)
        yield from (paint(line, "dim" if line.startswith("\\") else "green") for line in added)
        return
    pairs = [_words(old, new) for old, new in zip(removed, added, strict=True)]
    yield from (old for old, _ in pairs)
    yield from (new for _, new in pairs)


def _words(old: str, new: str) -> tuple[str, str]:
    if old.startswith("\\") or new.startswith("\\"):
        return paint(old, "dim"), paint(new, "dim")
    before, after = _WORDS.findall(old[1:]), _WORDS.findall(new[1:])
    left, right = [paint("-", "red")], [paint("+", "green")]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, came = "".join(before[a:b]), "".join(after[c:d])
        left.append(visible(gone) if kind == "equal" else paint(gone, "gone"))
        right.append(visible(came) if kind == "equal" else paint(came, "new"))
    return "".join(left), "".join(right)

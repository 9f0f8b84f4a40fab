"""Formats: a repair as what the user asked to see. Each takes a document and its repair and gives text."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from textrepair.cli import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textrepair.cli.inputs import Document
    from textrepair.model import Edit, Repair

_LINE_END = re.compile(r"\r\n|\r|\n")


def text(document: Document, repair: Repair, painted: bool) -> str:
    """Print the repaired text."""
    return repair.text


def unified(document: Document, repair: Repair, painted: bool) -> str:
    """Print a diff that ``patch -p0`` can apply; empty if nothing changed."""
    diff = repair.diff("unified")
    if not diff:
        return ""
    _, _, hunks = diff.split("\n", 2)
    name = "stdin" if document.name == "-" else document.name
    diff = f"--- {name}\n+++ {name}\n{hunks}"
    return colour.unified(diff) if painted else diff


def inline(document: Document, repair: Repair, painted: bool) -> str:
    """Print the text with each change marked where it stands: ``[-old-]{+new+}``, or coloured."""
    return colour.inline(repair) if painted else repair.diff("inline")


def as_json(document: Document, repair: Repair, painted: bool) -> str:
    """Print one JSON object on one line (``docs/repair.schema.json``)."""
    value = {"path": document.name, **repair.to_dict()}
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # bytes that were no text, kept as lone surrogates: only escapes can say them
        line = json.dumps(value)
    return line + "\n"


def explanation(document: Document, repair: Repair, painted: bool) -> str:
    """List every edit and suggestion with its place, rule, confidence and reasons."""
    place = Places(repair.original)
    lines = [_styled(summary(document, repair), "bold", painted)]
    for passage in repair.passages:
        span = f"{place(passage.start)} to {place(passage.end)}"
        lines.append(f"  looks spun: {span}, score {passage.score:.2f}" + _family(passage.family))
    for edit in repair.edits:
        lines += _explained(edit, place, painted)
    if repair.suggestions:
        lines.append(_styled("Not made, below the confidence bar:", "bold", painted))
    for edit in repair.suggestions:
        lines += _explained(edit, place, painted)
    return "\n".join(lines) + "\n"


def summary(document: Document, repair: Repair) -> str:
    """Say in one line how many edits there are where, and how spun the text looks.

    >>> from textrepair.cli.inputs import Document
    >>> from textrepair.model import Repair
    >>> summary(Document("a.txt", ""), Repair("", ""))
    'a.txt: 0 edits in 0 passages, spin score 0.00'
    """
    counts = f"{_count(len(repair.edits), 'edit')} in {_count(len(repair.passages), 'passage')}"
    return f"{document.title}: {counts}, spin score {repair.score:.2f}{_family(repair.spin.family)}"


def edits_in(document: Document, repair: Repair) -> str:
    """Name an input and how many edits it has, as in ``notes.txt (3 edits)``."""
    return f"{document.title} ({_count(len(repair.edits), 'edit')})"


OUTPUTS: dict[str, Callable[[Document, Repair, bool], str]] = {
    "text": text,
    "diff": unified,
    "inline": inline,
    "explain": explanation,
    "json": as_json,
}


class Places:
    r"""Lines and columns of a text (both from 1; columns in code points).

    >>> Places("one\r\ntwo")(6)
    '2:2'
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def __call__(self, offset: int) -> str:
        """Return ``line:column`` of an offset."""
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"


def _explained(edit: Edit, place: Places, painted: bool) -> Iterator[str]:
    old = _styled(_one_line(edit.original), "gone", painted)
    new = _styled(_one_line(edit.replacement), "new", painted) if edit.replacement else "(removed)"
    facts = f"[{colour.visible(edit.rule) or 'no rule'}, {edit.confidence:.2f}]"
    yield f"{place(edit.start)}-{place(edit.end)}  {old} → {new}  {_styled(facts, 'dim', painted)}"
    for reason in edit.evidence:
        yield f"    {reason.weight:+.1f} {reason.kind}: {colour.visible(reason.detail)}"
    if edit.alternatives:
        yield f"    or: {', '.join(map(_one_line, edit.alternatives))}"


def _one_line(phrase: str) -> str:
    return colour.visible(phrase.replace("\r\n", "⏎").replace("\n", "⏎"))


def _styled(line: str, style: str, painted: bool) -> str:
    return colour.paint(line, style) if painted else line


def _family(family: str) -> str:
    return f", family {family}" if family else ""


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

"""The value types. All are immutable; offsets are code points of the input text, confidences probabilities."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import Any

SCHEMA_VERSION = 1
_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # other line separators, such as U+2028, stay inside a line of a diff


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a decision.

    Attributes:
        kind: ``passage``, ``context``, ``channel``, ``lattice``, ``article``, ``document``, ``rule`` or ``trigger``.
        weight: what it adds to the log-odds of the decision (nats; negative speaks against it).
        detail: the reason in words.
    """

    kind: str
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: ``text[start:end]`` was `original` and becomes `replacement`.

    Attributes:
        alternatives: other readings of the spun phrase, most probable first.
        rule: id of the rule, such as ``pair/final yr`` or ``residue/source-link``.
        confidence: probability that the edit is right, 0 to 1.
        evidence: why, strongest first.
    """

    start: int
    end: int
    original: str
    replacement: str
    alternatives: tuple[str, ...] = ()
    rule: str = ""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON (schema: ``docs/repair.schema.json``)."""
        return {
            "start": self.start,
            "end": self.end,
            "original": self.original,
            "replacement": self.replacement,
            "alternatives": list(self.alternatives),
            "rule": self.rule,
            "confidence": round(self.confidence, 4),
            "evidence": [{"kind": e.kind, "weight": round(e.weight, 3), "detail": e.detail} for e in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences that looks spun: `score` is the probability that it is, `family` the likely spinner."""

    start: int
    end: int
    score: float
    family: str = ""
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "start": self.start,
            "end": self.end,
            "score": round(self.score, 4),
            "family": self.family,
            "evidence": [{"kind": e.kind, "weight": round(e.weight, 3), "detail": e.detail} for e in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Spin:
    """How spun a text looks: a marker for a reader to check, never a proof.

    Attributes:
        score: probability that any part of the text is spun, 0 to 1.
        share: part of the text's code points that lies in spun passages, 0 to 1.
        passages: the spun passages in order.
        family: the likely family of spinner (see ``docs/how-it-decides.md``), empty if none.
    """

    score: float
    share: float = 0.0
    passages: tuple[Passage, ...] = ()
    family: str = ""

    def __bool__(self) -> bool:
        """True where some passage looks spun."""
        return bool(self.passages)


@dataclass(frozen=True, slots=True)
class Repair:
    """The outcome for one text.

    Attributes:
        original: the input, the same object.
        text: the repaired text; the same object as `original` if nothing changed.
        edits: what was changed, in order, without overlaps.
        suggestions: possible edits below the confidence bar; `text` does not have them.
        spin: how spun the text looks.

    >>> r = Repair("a b", "a c", (Edit(2, 3, "b", "c"),))
    >>> r.to_output(3), r.undo(r.edits[0]).text
    (3, 'a b')
    """

    original: str
    text: str
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()
    spin: Spin = Spin(0.0)

    @property
    def score(self) -> float:
        """Probability that any part of the text is spun."""
        return self.spin.score

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that look spun."""
        return self.spin.passages

    def to_output(self, offset: int) -> int:
        """Where an offset of the input (0 to its length) lies in the repaired text.

        An offset inside an edit maps to the end of its replacement, or to its start at the edit's start.

        Raises:
            IndexError: offset outside the input.
        """
        if not 0 <= offset <= len(self.original):
            raise IndexError(f"offset {offset} is outside the input (0 to {len(self.original)})")
        shift = 0
        for edit in self.edits:
            if edit.start >= offset:
                break
            grown = len(edit.replacement) - (edit.end - edit.start)
            if offset < edit.end:
                return edit.start + shift + len(edit.replacement)
            shift += grown
        return offset + shift

    def to_input(self, offset: int) -> int:
        """Where an offset of the repaired text lies in the input; inside a replacement, the edit's end.

        Raises:
            IndexError: offset outside the repaired text.
        """
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} is outside the repaired text (0 to {len(self.text)})")
        shift = 0
        for edit in self.edits:
            begin = edit.start + shift
            if begin >= offset:
                break
            if offset < begin + len(edit.replacement):
                return edit.end
            shift += len(edit.replacement) - (edit.end - edit.start)
        return offset - shift

    def undo(self, *edits: Edit) -> Repair:
        """The same repair without some of its edits.

        Raises:
            ValueError: an edit that is not one of this repair's.
        """
        unknown = [e for e in edits if e not in self.edits]
        if unknown:
            raise ValueError(f"not an edit of this repair: {unknown[0].original!r} at {unknown[0].start}")
        kept = tuple(e for e in self.edits if e not in edits)
        return replace(self, text=apply_edits(self.original, kept), edits=kept)

    def diff(self, style: str = "unified") -> str:
        """The change for a reader.

        Args:
            style: ``unified`` (lines, as `diff -u`) or ``inline`` (``[-old-]{+new+}`` in the text).

        Raises:
            ValueError: another style.
        """
        if style == "inline":
            out, position = [], 0
            for e in self.edits:
                added = f"{{+{e.replacement}+}}" if e.replacement else ""
                out += [self.original[position : e.start], f"[-{e.original}-]{added}"]
                position = e.end
            return "".join([*out, self.original[position:]])
        if style != "unified":
            raise ValueError(f"diff style {style!r} is not 'unified' or 'inline'")
        before, after = (_LINE.findall(t) for t in (self.original, self.text))
        lines = difflib.unified_diff(before, after, "original", "repaired")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, versioned (schema: ``docs/repair.schema.json``)."""
        return {
            "version": SCHEMA_VERSION,
            "text": self.text,
            "score": round(self.score, 4),
            "family": self.spin.family,
            "edits": [e.to_dict() for e in self.edits],
            "suggestions": [e.to_dict() for e in self.suggestions],
            "passages": [p.to_dict() for p in self.passages],
        }


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """`text` with `edits` (ordered, not overlapping) made; the same object if there are none."""
    if not edits:
        return text
    out, position = [], 0
    for edit in edits:
        out += [text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*out, text[position:]])


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface form can stand for: knowledge, whatever text it is met in.

    Attributes:
        options: originals with log P(original | spun form) and how much more frequent the original is in clean
            English than the spun form (nats), most probable first.
        artifact: log-odds that the form is an artifact where it stands in spun text.
        evidence: log of how much more often it comes in spun than in clean text (nats).
        counted: natural log of 1 + sightings; 0 for forms that are known but were never counted.
        tier: ``c`` certain, ``l`` likely, ``t`` needs context.
        families: sightings by family of spinner, such as ``"A12 B3"``.
    """

    options: tuple[tuple[str, float, float], ...]
    artifact: float
    evidence: float
    counted: float
    tier: str
    families: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry met in a text: tokens `first` to `stop` (exclusive) may be an artifact.

    Attributes:
        possessive: length of an apostrophe ending of the last token that is not part of the form (code points).
        covered: whether a longer candidate holds this one.
    """

    first: int
    stop: int
    rule: str
    entry: Entry
    possessive: int = 0
    covered: bool = False

"""From decisions to edits: offsets, surface form, article agreement, and the reasons in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textrepair.model import Edit, Evidence
from textrepair.rewrite.surface import recased, takes_an

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textrepair.find.tokens import Tokens
    from textrepair.model import Candidate

ALTERNATIVES = 3


def edit_of(
    text: str,
    tokens: Tokens,
    candidate: Candidate,
    ranked: Sequence[str],
    confidence: float,
    evidence: tuple[Evidence, ...],
) -> Edit:
    """The edit that replaces a candidate by the first of its `ranked` originals."""
    start = tokens.starts[candidate.first]
    end = tokens.ends[candidate.stop - 1] - candidate.possessive
    spun = text[start:end]
    opening = tokens.sentences[tokens.sentence_of(candidate.first)] == candidate.first
    written = [recased(original, spun, sentence_start=opening) for original in ranked[: ALTERNATIVES + 1]]
    replacement = written[0]
    article = _article_before(text, tokens, candidate.first)
    if article:
        agreed = agreeing(article[1], replacement)
        if agreed != article[1]:
            replacement = f"{agreed}{text[article[0] + len(article[1]) : start]}{replacement}"
            start = article[0]
    return Edit(
        start=start,
        end=end,
        original=text[start:end],
        replacement=replacement,
        alternatives=tuple(dict.fromkeys(w for w in written[1:] if w != written[0])),
        rule=candidate.rule,
        confidence=confidence,
        evidence=evidence,
    )


def _article_before(text: str, tokens: Tokens, first: int) -> tuple[int, str] | None:
    """Offset and form of an indefinite article right before a token."""
    if not first or tokens.joins[first] != " " or tokens.words[first - 1] not in ("a", "an"):
        return None
    start, end = tokens.starts[first - 1], tokens.ends[first - 1]
    return start, text[start:end]


def agreeing(article: str, following: str) -> str:
    """The article in the form that agrees with what follows, in its own casing.

    >>> agreeing("A", "hour"), agreeing("an", "rare bird")
    ('An', 'a')
    """
    wanted = "an" if takes_an(following.split(" ")[0]) else "a"
    if article.lower() == wanted:
        return article
    return wanted.capitalize() if article[0].isupper() else wanted

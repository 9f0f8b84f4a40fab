"""From decisions to edits: offsets, surface form, article agreement, and the reasons in words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from textrepair.model import Edit, Evidence
from textrepair.rewrite.surface import recased, takes_an

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textrepair.find.tokens import Tokens
    from textrepair.model import Candidate

ALTERNATIVES = 3
ARTICLES = frozenset(("a", "an"))
ACRONYM = 4  # letters; a longer word in capitals is shouted
_LAST_WORD = re.compile(r"(?<![^\W_])an?\Z", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s+([^\W_]\S*)")


def edit_of(
    text: str,
    tokens: Tokens,
    candidate: Candidate,
    ranked: Sequence[str],
    confidence: float,
    evidence: tuple[Evidence, ...],
    floor: int = 0,
) -> Edit:
    """The edit that replaces a candidate by the first of its `ranked` originals.

    It takes in an article right before the candidate that has to change, unless that begins before `floor`.
    """
    start = tokens.starts[candidate.first]
    end = tokens.ends[candidate.stop - 1] - candidate.possessive
    spun = text[start:end]
    opening = tokens.sentences[tokens.sentence_of(candidate.first)] == candidate.first
    written = [recased(original, spun, sentence_start=opening) for original in ranked[: ALTERNATIVES + 1]]
    replacement = written[0]
    article = _article_before(text, tokens, candidate.first)
    if article and article[0] >= floor:
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
    if not first or tokens.joins[first] != " " or tokens.words[first - 1] not in ARTICLES:
        return None
    if first - 1 in tokens.protected:
        return None
    start, end = tokens.starts[first - 1], tokens.ends[first - 1]
    return start, text[start:end]


def agreeing(article: str, following: str) -> str:
    """The article in the form that agrees with what follows, in its own casing.

    >>> agreeing("A", "hour"), agreeing("an", "rare bird"), agreeing("A", "EXPERT")
    ('An', 'a', 'AN')
    """
    word = following.split(" ")[0]
    wanted = "an" if takes_an(word) else "a"
    if article.lower() == wanted:
        return article
    if article.isupper() and word.isupper() and len(word) > ACRONYM:
        return wanted.upper()
    return wanted.capitalize() if article[0].isupper() else wanted


def with_agreeing_ends(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Edits (ordered, disjoint) in which an article at the end of a replacement agrees with what comes next."""
    out: list[Edit] = []
    for i, edit in enumerate(edits):
        last = _LAST_WORD.search(edit.replacement)
        follower = _NEXT_WORD.match(text, edit.end) if last else None
        if last and follower:
            touched = i + 1 < len(edits) and edits[i + 1].start == follower.start(1)
            following = edits[i + 1].replacement if touched else follower[1]
            ending = agreeing(last[0], following)
            edit = replace(edit, replacement=edit.replacement[: last.start()] + ending)
        out.append(edit)
    return out

"""The index of canonical terms: from the classes of words to the terms that hold them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textrepair.terms.words import FUNCTION, base, split, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Term(NamedTuple):
    """A name or term in its right wording.

    Attributes:
        text: as it is written ("European Central Bank", "neural network").
        aliases: acronyms and short forms ("ECB").
        prior: nats by which it is likelier (above 0) or less likely than the others.
    """

    text: str
    aliases: tuple[str, ...] = ()
    prior: float = 0.0


class TermIndex:
    """Terms by the classes of their words. Immutable once built, picklable.

    Args:
        terms: strings or `Term` values; of a wording that comes twice (whatever its case) the first wins.

    Attributes:
        terms, words: the terms, and their words in lower case.
        postings: class of a word → numbers of the terms that hold it.
        starts: classes of the first two content words → numbers of the terms that begin so.
        pairs: classes of words that stand next to one another in some term.

    >>> index = TermIndex(["neural network", Term("World Health Organization", ("WHO",))])
    >>> len(index), index.is_correct(("neural", "networks")), index.is_correct(("who",))
    (2, True, True)
    """

    def __init__(self, terms: Iterable[Term | str]) -> None:
        self.terms: list[Term] = []
        self.words: list[tuple[str, ...]] = []
        postings: dict[str, list[int]] = defaultdict(list)
        starts: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.pairs: set[tuple[str, str]] = set()
        self._right: set[str] = set()
        known: set[tuple[str, ...]] = set()
        for item in terms:
            term = item if isinstance(item, Term) else Term(item)
            words = split(term.text)
            if not words or words in known:
                continue
            known.add(words)
            number = len(self.terms)
            self.terms.append(term)
            self.words.append(words)
            classes = tuple(map(stem, words))
            for name in set(classes):
                postings[name].append(number)
            self.pairs.update(pairwise(classes))
            heads = [c for c, w in zip(classes, words, strict=True) if w not in FUNCTION][:2]
            if len(heads) == 2:
                starts[heads[0], heads[1]].append(number)
            self._right.update(" ".join(map(base, split(name))) for name in (term.text, *term.aliases))
        self.postings, self.starts = dict(postings), dict(starts)
        second: dict[str, set[str]] = defaultdict(set)
        for one, other in starts:
            second[one].add(other)
        self.seconds = dict(second)

    def __len__(self) -> int:
        return len(self.terms)

    def is_correct(self, words: Sequence[str]) -> bool:
        """Whether words (lower case) are a term, an alias or a plural of one."""
        return " ".join(map(base, words)) in self._right

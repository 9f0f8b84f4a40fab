"""Tokens and sentences of a text, with offsets (code points of the original string)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# Numbers keep their digit groups, words their inner apostrophes, soft hyphens and combining accents; stops are
# tokens because they are context.
_MARK = r"\u0300-\u036f\u00ad"
TOKEN = rf"\d+(?:[.,]\d+)*[^\W_]*|[^\W_]+(?:['’{_MARK}][^\W_]+)*[{_MARK}]*|[.,;:!?]"
STOPS = frozenset(".,")
PARAGRAPH = "<p>"
_TOKEN = re.compile(TOKEN)
_FOLD = {";": ",", ":": ",", "!": ".", "?": "."}
_HYPHENS = frozenset("-\u2010\u2011")
_MAX_HEADING = 60  # code points; a shorter line without a stop is a heading, not a wrapped line
# What is never touched: code, tags, placeholders, URLs, addresses, handles, paths, snake_case.
_PROTECTED = re.compile(
    r"```.*?```|`[^`\n]+`|</?[A-Za-z!][^<>]*>|\{[^{}\n]*\}"
    r"|\b(?:https?|ftp)://\S+|\bwww\.\S+|(?<![^\s@])[^\s@]+@[^\s@]+\.\w+|[#@]\w+"
    r"|\b[A-Za-z]:\\\S+|(?<![\w/])[.~]{0,2}/[\w.~-]+(?:/[\w.~-]*)+"
    r"|(?<![\w-])[\w-]+\.(?:com|org|net|edu|gov|info|io|py|js|txt|html?)\b(?:/\S*)?|\b\w+_\w+\b",
    re.DOTALL | re.IGNORECASE,
)
_PROTECTED_HINT = re.compile(r"[`<{@#\\_]|//|/\w|\.[A-Za-z]")


def normal(token: str) -> str:
    """A token as lexicon and context model know it: lower case, straight apostrophe, stops folded, digits as ``0``.

    >>> [normal(t) for t in ("Don’t", "1,200", "!")]
    ["don't", '0', '.']
    """
    if token[0].isdigit():
        return "0"
    return _FOLD.get(token) or token.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a stretch of text as parallel lists: entry *i* of each list is about token *i*.

    `starts` and `ends` are code points of the input; `words` are normalised (see `normal`); `joins[i]` is how
    token *i* hangs on the one before it: ``" "`` (any white space), ``"-"`` or ``""`` (nothing may span it).
    `protected` holds the numbers of tokens that must not change; `sentences` the first token of each sentence.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    joins: list[str]
    sentences: list[int]
    protected: frozenset[int]

    def sentence_of(self, token: int) -> int:
        """Number of the sentence that holds a token."""
        return bisect_right(self.sentences, token) - 1

    def sentence_range(self, sentence: int) -> range:
        """Token numbers of a sentence."""
        following = self.sentences[sentence + 1] if sentence + 1 < len(self.sentences) else len(self.words)
        return range(self.sentences[sentence], following)


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Tokens of ``text[start:end]``.

    >>> tokenize("The final yr’s unrest.").words
    ['the', 'final', "yr's", 'unrest', '.']
    """
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    joins: list[str] = []
    sentences: list[int] = []
    last_end, last, line_start = start, "", start
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        begin, stop = match.span()
        word = normal(match.group())
        gap = text[last_end:begin]
        if gap == " ":
            join, new = " ", last == "." and text[begin].isupper()
        elif not gap:
            join, new = "", False
        elif gap.isspace():
            broken = "\n" in gap and _line_ends(gap, last, last_end - line_start, text[begin])
            join, new = ("", True) if broken else (" ", last == "." and text[begin].isupper())
        else:
            join = "-" if gap in _HYPHENS else ""
            new = (last == "." and text[begin].isupper()) or "\n" in gap
        if "\n" in gap:
            line_start = begin
        if new or not words:
            sentences.append(len(words))
        starts.append(begin)
        ends.append(stop)
        words.append(word)
        joins.append(join)
        last_end, last = stop, word
    return Tokens(starts, ends, words, joins, sentences, _protected(text, start, end, starts, ends))


def _line_ends(gap: str, last: str, line_length: int, following: str) -> bool:
    """Whether a line break ends a sentence (and does not merely wrap it)."""
    return gap.count("\n") > 1 or last == "." or (line_length < _MAX_HEADING and following.isupper())


def _protected(text: str, start: int, end: int | None, starts: list[int], ends: list[int]) -> frozenset[int]:
    limit = len(text) if end is None else end
    if not _PROTECTED_HINT.search(text, start, limit):
        return frozenset()
    held: set[int] = set()
    for match in _PROTECTED.finditer(text, start, limit):
        first = bisect_right(ends, match.start())
        held.update(range(first, bisect_right(starts, match.end() - 1)))
    return frozenset(held)

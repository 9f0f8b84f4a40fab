"""Words of names and terms: splitting, number, and the class of words that share a derivation.

A spinner's habit carries over from one form of a word to the others ("organization" → "network", so
"organizations" → "networks" and "organize" → "network"). `base` undoes the plural, `stem` names the class.
The suffix list is a short form of Porter's (1980), with the rule that at least four letters remain.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SINGULAR = {
    "analyses": "analysis", "children": "child", "cookies": "cookie", "crises": "crisis", "criteria":
    "criterion", "diagnoses": "diagnosis", "feet": "foot", "halves": "half", "hypotheses": "hypothesis",
    "indices": "index", "leaves": "leaf", "lives": "life", "matrices": "matrix", "men": "man", "mice":
    "mouse", "movies": "movie", "people": "person", "phenomena": "phenomenon", "shelves": "shelf",
    "syntheses": "synthesis", "teeth": "tooth", "theses": "thesis", "vertices": "vertex", "wives":
    "wife", "wolves": "wolf", "women": "woman",
}  # fmt: skip
_KEEP = frozenset((
    "analysis", "basis", "species", "series", "physics", "mathematics", "statistics", "economics",
    "politics", "ethics", "genetics", "news", "always", "perhaps", "lens", "gas", "bus", "virus",
    "status", "bias", "corpus", "consensus", "campus", "focus", "process", "access", "class", "mass",
    "cross", "glass", "texas", "kansas", "its", "this", "his", "was", "is", "has", "does", "as", "us",
    "plus", "thus", "less", "yes", "across", "diabetes", "canvas", "atlas",
))  # fmt: skip
_SUFFIXES = (
    "izations", "ization", "isation", "ational", "fulness", "ousness", "iveness", "ations", "ation",
    "ition", "ically", "ingly", "ment", "ness", "ance", "ence", "ancy", "ency", "able", "ible", "ally",
    "ical", "ity", "ive", "ing", "ion", "ism", "ist", "ful", "ous", "ant", "ent", "est", "ial", "al",
    "ic", "ed", "er", "or", "ly", "y", "e",
)  # fmt: skip
_LEAST = 4  # letters that remain before a suffix
_SPECIAL = {"isation": "iz", "ization": "iz", "izations": "iz"}
FUNCTION = frozenset((
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from", "as",
    "is", "are", "be", "into", "over", "its", "their", "this", "that", "per", "via",
))  # fmt: skip


def split(phrase: str) -> tuple[str, ...]:
    """Lower-case words of a phrase; hyphens and other signs separate.

    >>> split("K-means Clustering")
    ('k', 'means', 'clustering')
    """
    return tuple(w.lower().replace("’", "'") for w in _WORD.findall(phrase))


@lru_cache(maxsize=1 << 16)
def base(word: str) -> str:
    """Take a word (lower case) without its plural ending.

    >>> base("networks"), base("studies"), base("analysis"), base("classes")
    ('network', 'study', 'analysis', 'class')
    """
    word = word.removesuffix("'s")
    if len(word) < 4 or not word.endswith(("s", "e", "n", "a")) or word in _KEEP:
        return word
    if word in _SINGULAR:
        return _SINGULAR[word]
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zzes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Name the class of a word (lower case): forms and derivations of one root share it, mostly.

    >>> len({stem(w) for w in ("classify", "classified", "classifier")}), stem("learning")
    (1, 'learn')
    """
    word = base(word)
    if word.endswith(("fier", "fied", "fying", "fication")):
        return word[: word.rindex("fi" if "fi" in word[-8:] and not word.endswith("fying") else "fy")] + "f"
    for _ in range(2):  # "convolutional": -al, then -ion
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST:
                word = word[: -len(suffix)] + _SPECIAL.get(suffix, "")
                break
    if word.endswith("fy"):
        return word[:-1]
    if len(word) >= _LEAST and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        word = word[:-1]
    if word.endswith("e") and len(word) > _LEAST:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > _LEAST else word


def is_plural(word: str) -> bool:
    """Whether a word (lower case) looks plural."""
    return base(word) != word and not word.endswith("'s")


@lru_cache(maxsize=1 << 17)
def class_of(segment: str) -> str:
    """Class of a segment (words with spaces): the classes of its words."""
    return " ".join(map(stem, segment.split(" ")))

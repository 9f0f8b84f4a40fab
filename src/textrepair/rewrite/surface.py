"""Casing and a/an agreement of a replacement."""

from __future__ import annotations

_VOWEL_LETTERS = frozenset("aeiou")
# Spelled with a vowel but said with a consonant, and the other way round (prefixes of the lower-case word).
_CONSONANT_SOUND = ("eu", "ewe", "once", "one", "uni", "use", "usa", "usu", "uti", "ub", "ur", "uk", "uto", "ou")
_CONSONANT_EXCEPT = ("unin", "unim", "unid", "uniss", "urg", "urb", "urn", "usher", "urd", "out", "our", "oun", "ous", "oub")
_SILENT_H = ("heir", "honest", "honor", "honour", "hour")
_SPELLED_OUT_VOWEL = frozenset("AEFHILMNORSX")
SMALL_WORDS = frozenset("a an and as at but by for from in into of on or the to with".split())


def takes_an(word: str) -> bool:
    """Whether the word is said with a vowel first.

    >>> [takes_an(w) for w in ("hour", "university", "MP", "expert", "European", "uncommon")]
    [True, False, True, True, False, True]
    """
    if len(word) > 1 and word.isupper() and not _looks_spoken(word):
        return word[0] in _SPELLED_OUT_VOWEL
    lower = word.lower()
    if lower.startswith(_SILENT_H):
        return True
    if lower.startswith(_CONSONANT_SOUND) and not lower.startswith(_CONSONANT_EXCEPT):
        return False
    if lower[:1].isdigit():
        return lower.startswith(("8", "11", "18")) and not lower.startswith(("110", "111", "112", "180", "181"))
    return lower[:1] in _VOWEL_LETTERS


def _looks_spoken(acronym: str) -> bool:
    """NATO, UNESCO and OPEC are said as words, FBI and MP letter by letter."""
    return len(acronym) > 3 and acronym[1] in "AEIOU"


def recased(original: str, spun: str, *, sentence_start: bool) -> str:
    """`original` in the casing of `spun`: lower, Capitalised, Title or UPPER, word by word.

    Originals that carry capitals of their own ("General Assembly") keep them.

    >>> recased("international", "Worldwide", sentence_start=False)
    'International'
    >>> recased("last year", "FINAL YR", sentence_start=False), recased("last year", "Final yr", sentence_start=True)
    ('LAST YEAR', 'Last year')
    """
    letters = [ch for ch in spun if ch.isalpha()]
    if len(letters) > 1 and all(ch.isupper() for ch in letters):
        return original.upper()
    words = [w for w in spun.replace("-", " ").split() if w[0].isalpha()]
    if not words or not words[0][0].isupper():
        return original
    weighty = [w for w in words if w.lower() not in SMALL_WORDS]
    titled = all(w[0].isupper() for w in weighty) and (len(weighty) > 1 or not sentence_start)
    if titled:
        return " ".join(w if i and w in SMALL_WORDS else _capital(w) for i, w in enumerate(original.split(" ")))
    return _capital(original)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]

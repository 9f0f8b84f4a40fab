"""Casing and a/an agreement of a replacement."""

from __future__ import annotations

import re
import unicodedata

_VOWEL_LETTERS = frozenset("aeiou")
# Spelled with a vowel, said with "y" or "w".
_CONSONANT_SOUND = re.compile(
    r"eu|ewe|one(?!ro|i)|once|ou[ai]|uni(?!n|m|d|ss|ro|ll)|unanim|unesco|us[aeiu]|ut[aeio]|ubi|ur[aeiouy]|uk[ru]"
    r"|u[iy]gh|ugand|ufo|uvu"
)
_SILENT_H = ("heir", "honest", "honor", "honour", "hors", "hour")
_SPELLED_OUT_VOWEL = frozenset("AEFHILMNORSX")  # letters whose names begin with a vowel
_SPOKEN = frozenset(("LAN", "LIDAR", "MOOC", "NAS", "RAM", "ROM", "SIM", "SWAT"))
_SPELLED_OUT = frozenset(("LAPD", "NAACP"))
_NOT_WHOLE = re.compile(r"(?!,\d{3})[^\d]")
_ACRONYM = re.compile(r"((?:[A-Z]\.?){2,})\d*s?(?![^\W_])")
SMALL_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    )
)


def takes_an(word: str) -> bool:
    """Whether the word is said with a vowel first.

    >>> [takes_an(w) for w in ("hour", "university", "MP", "expert", "European", "uncommon")]
    [True, False, True, True, False, True]
    >>> [takes_an(w) for w in ("X-ray", "U-turn", "8,000", "180", "UEFA", "urge")]
    [True, False, True, False, False, True]
    """
    if word[:1].isdigit():
        return _number_takes_an(word)
    if word[:1].isalpha() and word[1:2] in ("", "-"):
        return word[0].upper() in _SPELLED_OUT_VOWEL
    acronym = _ACRONYM.match(word)
    if acronym and not _looks_spoken(letters := acronym[1].replace(".", "")):
        return letters[0] in _SPELLED_OUT_VOWEL
    lower = unicodedata.normalize("NFKD", word).lower()
    if lower.startswith(_SILENT_H):
        return True
    return lower[:1] in _VOWEL_LETTERS and not _CONSONANT_SOUND.match(lower)


def _number_takes_an(number: str) -> bool:
    """Eight and eighty-odd, eleven and eighteen, alone, of thousands or as the years 11xx and 18xx."""
    whole = _NOT_WHOLE.split(number)[0]
    digits = whole.replace(",", "")
    if digits.startswith("8"):
        return True
    return digits.startswith(("11", "18")) and (len(digits) % 3 == 2 or (len(digits) == 4 and "," not in whole))


def _looks_spoken(acronym: str) -> bool:
    """NATO, UNESCO and OPEC are said as words, FBI, UEFA and MP letter by letter (or begin like that)."""
    if acronym in _SPOKEN or acronym in _SPELLED_OUT:
        return acronym in _SPOKEN
    return len(acronym) > 5 or (len(acronym) > 3 and acronym[0] != "U" and acronym[1] in "AEIOU")


def recased(original: str, spun: str, *, sentence_start: bool) -> str:
    """`original` in the casing of `spun`: lower, Capitalised, Title or UPPER, word by word.

    Originals that carry capitals of their own ("General Assembly") keep them.

    >>> recased("international", "Worldwide", sentence_start=False)
    'International'
    >>> recased("last year", "FINAL YR", sentence_start=False)
    'LAST YEAR'
    >>> recased("last year", "Final yr", sentence_start=True)
    'Last year'
    """
    letters = [ch for ch in spun if ch.isalpha()]
    if len(letters) > 1 and all(ch.isupper() for ch in letters):
        if _is_acronym(spun) and len(original) > 2 * len(spun):  # "TV" stands for "television"
            return _capital(original) if sentence_start else original
        return original.upper()
    words = [w for w in spun.replace("-", " ").split() if w[0].isalpha()]
    if not words or not words[0][0].isupper():
        return original
    weighty = [w for w in words if w.lower() not in SMALL_WORDS]
    titled = all(w[0].isupper() for w in weighty) and (len(weighty) > 1 or not sentence_start)
    if titled:
        return " ".join(w if i and w in SMALL_WORDS else _capital(w) for i, w in enumerate(original.split(" ")))
    if _is_acronym(words[0]) and not sentence_start:  # "TV show" is not capitalised
        return original
    return _capital(original)


def _is_acronym(word: str) -> bool:
    return 1 < len(word) <= 4 and word.isalpha() and word.isupper()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]

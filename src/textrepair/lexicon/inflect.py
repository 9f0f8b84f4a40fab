"""English inflection: the forms of a pack row, both sides at once.

A row stores lemmas (``have interaction → engage``, verb); text holds forms ("having interaction").
`paired_forms` generates every form of the spun side with the form of the original that replaces it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOWELS = frozenset("aeiou")
_PREPOSITIONS = frozenset(
    ("of", "in", "for", "at", "on", "with", "to", "from", "by", "about", "between", "against", "into", "over")
)
_PLURALS = {
    "addendum": "addenda", "alga": "algae", "alumnus": "alumni", "appendix": "appendices", "axis": "axes",
    "bacterium": "bacteria", "calf": "calves", "child": "children", "consortium": "consortia",
    "criterion": "criteria", "elf": "elves", "foot": "feet", "fungus": "fungi", "goose": "geese",
    "half": "halves", "index": "indices", "knife": "knives", "larva": "larvae", "leaf": "leaves",
    "life": "lives", "loaf": "loaves", "medium": "media", "mouse": "mice", "nucleus": "nuclei", "ox": "oxen",
    "passer-by": "passers-by", "person": "people", "phenomenon": "phenomena", "quantum": "quanta",
    "quiz": "quizzes", "runner-up": "runners-up", "scarf": "scarves", "self": "selves", "shelf": "shelves",
    "spectrum": "spectra", "standby": "standbys", "stimulus": "stimuli", "thief": "thieves", "tooth": "teeth",
    "vertebra": "vertebrae", "wife": "wives", "wolf": "wolves",
}  # fmt: skip
_ALREADY_PLURAL = frozenset(_PLURALS.values())
_COMPOUND_HEADS = ("child", "person", "wife", "shelf", "tooth", "knife")  # "schoolchild", "bookshelf"
_NOT_MEN = ("abdomen", "acumen", "bitumen", "omen", "ramen", "regimen", "semen", "specimen")


@cache
def _words(kind: str) -> frozenset[str]:
    """Read one class of ``spelling.tsv``."""
    lines = resources.files(__package__).joinpath("spelling.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return frozenset(word for name, words in rows if name == kind for word in words.split(" "))


@cache
def irregular_verbs() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Read ``irregular.tsv``, once: base form → (past forms, past participles)."""
    table = {}
    text = resources.files(__package__).joinpath("irregular.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            base, past, participle = line.split("\t")
            table[base] = (tuple(past.split("/")), tuple(participle.split("/")))
    return table


def plural(noun: str) -> str:
    """Plural of one noun; a noun that is a plural already stays as it is.

    >>> plural("city"), plural("foreman"), plural("box"), plural("authorities"), plural("crisis")
    ('cities', 'foremen', 'boxes', 'authorities', 'crises')
    """
    lower = noun.lower()
    if lower in _PLURALS:
        return noun[0] + _PLURALS[lower][1:]
    if lower in _words("invariant") or lower in _ALREADY_PLURAL or is_plural(lower):
        return noun
    head = next((h for h in _COMPOUND_HEADS if lower.endswith(h)), None)
    if head:
        return noun[: -len(head)] + _PLURALS[head]
    if lower.endswith("man") and lower not in _words("not-man"):
        return noun[:-3] + "men"
    if lower.endswith("sis") and len(noun) > 3:
        return noun[:-2] + "es"
    if lower.endswith("-in-law"):
        return plural(noun[:-7]) + noun[-7:]
    if lower in _words("ch-k"):
        return noun + "s"
    return noun + "es" if lower in _words("o-es") else plural_regular(noun)


def is_plural(noun: str) -> bool:
    """Whether a noun looks like a plural by its ending ("areas", "earnings", "policemen"; not "bus").

    >>> [is_plural(w) for w in ("areas", "bus", "analysis", "women", "specimen", "lens")]
    [True, False, False, True, False, False]
    """
    lower = noun.lower()
    if lower.endswith("men"):
        return lower.endswith("women") or not lower.endswith(_NOT_MEN)
    if lower in _ALREADY_PLURAL or lower.endswith(("children", "people", "teeth")):
        return True
    if len(lower) < 4 or lower.endswith(("ss", "us", "is")):
        return False
    return lower.endswith("s") and lower not in _words("singular-s")


def _doubles(word: str) -> bool:
    """Whether the final consonant doubles before -ed, -ing or -er: "stop", "quit", "regret"; not "visit"."""
    if word in _words("doubling"):
        return True
    plain = word.replace("qu", "q")
    if len(plain) < 3 or plain[-1] in VOWELS or plain[-1] in "wxyh":
        return False
    if plain[-2] not in VOWELS or plain[-3] in VOWELS:
        return False
    return sum(ch in VOWELS or (ch == "y" and i > 0) for i, ch in enumerate(plain)) == 1


def third_person(verb: str) -> str:
    """Third person singular: "carry" → "carries"."""
    special = {"be": "is", "have": "has", "quiz": "quizzes"}
    if verb in _words("o-es") or verb.endswith(("do", "go")):
        return verb + "es"
    return special.get(verb) or plural_regular(verb)


def plural_regular(word: str) -> str:
    """Add -s, -es or -ies by spelling alone."""
    if word.endswith("quy") or (word.endswith("y") and word[-2:-1] not in VOWELS):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def gerund(verb: str) -> str:
    """Add -ing: "run" → "running", "die" → "dying"."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb not in ("be", "singe"):
        return verb[:-1] + "ing"
    return _with_ending(verb, "ing")


def past(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Past forms and past participles, most common first.

    >>> past("go"), past("overeat"), past("stop")
    ((('went',), ('gone',)), (('overate',), ('overeaten',)), (('stopped',), ('stopped',)))
    """
    known = irregular_verbs().get(verb) or _compound_past(verb)
    if known:
        return known
    if verb.endswith("e"):
        form = verb + "d"
    elif verb.endswith("y") and verb[-2:-1] not in VOWELS:
        form = verb[:-1] + "ied"
    else:
        form = _with_ending(verb, "ed")
    forms = _spellings(verb, form)
    return forms, forms


def _compound_past(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Past of a prefixed irregular verb ("rethink"), ``None`` for any other."""
    if verb in _words("regular-compound"):
        return None
    for prefix in sorted(_words("verb-prefix")):
        known = irregular_verbs().get(verb[len(prefix) :].lstrip("-")) if verb.startswith(prefix) else None
        if known:
            stem = prefix + "-" * (verb[len(prefix)] == "-")
            pasts, participles = (tuple(stem + form for form in forms) for forms in known)
            return pasts, participles
    return None


def _with_ending(verb: str, ending: str) -> str:
    """`verb` with -ed or -ing, its last letter doubled (or -k- put in) where spelling asks for it."""
    if verb.endswith("ic"):
        return f"{verb}k{ending}"
    return verb + (verb[-1] if _doubles(verb) else "") + ending


def _spellings(verb: str, form: str) -> tuple[str, ...]:
    """Put the British spelling beside an -ed or -ing form where both are common."""
    if verb not in _words("either-spelling"):
        return (form,)
    doubled = verb + verb[-1] + form[len(verb) :]
    return (doubled, form) if verb == "cancel" else (form, doubled)


def _syllables(word: str) -> int:
    vowels = VOWELS | {"y"}
    runs = sum(ch in vowels and (i == 0 or word[i - 1] not in vowels) for i, ch in enumerate(word))
    return max(1, runs - (word.endswith("e") and not word.endswith("le")))


def compares_with_er(adjective: str) -> bool:
    """Whether "-er/-est" is the usual comparison ("bigger", not "more big").

    >>> [compares_with_er(w) for w in ("big", "happy", "own", "daily", "useful")]
    [True, True, False, False, False]
    """
    if adjective in _words("er") or adjective in ("big", "bad", "good", "far"):
        return True
    if not adjective.isalpha() or not adjective.endswith("y") or adjective in _words("y-without-er"):
        return False
    return (adjective[-2:-1] not in VOWELS or adjective[-3:] in ("cey", "uey")) and _syllables(adjective) <= 2


def comparison(adjective: str) -> tuple[str, str]:
    """Make comparative and superlative.

    >>> comparison("big"), comparison("pricey"), comparison("useful")
    (('bigger', 'biggest'), ('pricier', 'priciest'), ('more useful', 'most useful'))
    """
    special = {"good": ("better", "best"), "bad": ("worse", "worst"), "far": ("further", "furthest")}
    if adjective in special:
        return special[adjective]
    if not compares_with_er(adjective):
        return f"more {adjective}", f"most {adjective}"
    if adjective.endswith("e"):
        stem = adjective[:-1]
    elif adjective.endswith(("cey", "uey")):
        stem = adjective[:-2] + "i"
    elif adjective.endswith("y") and adjective[-2] not in VOWELS and adjective not in ("shy", "sly", "wry"):
        stem = adjective[:-1] + "i"
    else:
        stem = adjective + (adjective[-1] if _doubles(adjective) else "")
    return stem + "er", stem + "est"


@cache
def _noun_slots(phrase: str) -> tuple[tuple[str, ...], ...]:
    words = phrase.split(" ")
    head = next((i - 1 for i, w in enumerate(words) if i and w in _PREPOSITIONS), len(words) - 1)
    before, after = words[:head], words[head + 1 :]
    return (phrase,), (" ".join([*before, plural(words[head]), *after]),)


@cache
def _verb_slots(phrase: str) -> tuple[tuple[str, ...], ...]:
    verb, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    pasts, participles = past(verb)
    present = ("be", "are", "am") if verb == "be" else (verb,)
    slots = [present, (third_person(verb),), _spellings(verb, gerund(verb)), pasts, participles]
    return tuple(tuple(form + tail for form in slot) for slot in slots)


@cache
def _adjective_slots(phrase: str) -> tuple[tuple[str, ...], ...]:
    comparative, superlative = comparison(phrase)
    return (phrase,), (comparative,), (superlative,)


_SLOTS = {"n": _noun_slots, "v": _verb_slots, "a": _adjective_slots}


def paired_forms(spun: str, original: str, pos: str) -> Iterator[tuple[str, str]]:
    """Every inflected form of `spun` with the form of `original` in the same slot.

    `pos` is ``n`` (the head noun inflects), ``v`` (the first word inflects), ``a`` (comparison), ``r`` or
    ``x`` (fixed). A spun form that fills two slots ("mentioned": past and participle) comes with each
    original it can stand for.

    >>> list(paired_forms("vacation spot", "destination", "n"))
    [('vacation spot', 'destination'), ('vacation spots', 'destinations')]
    >>> sorted(set(paired_forms("display", "show", "v")))[:3]
    [('display', 'show'), ('displayed', 'showed'), ('displayed', 'shown')]
    """
    slots = _SLOTS.get(pos)
    if slots is None:
        yield spun, original
        return
    for spun_slot, original_slot in zip(slots(spun), slots(original), strict=True):
        for form in spun_slot:
            yield form, original_slot[0]
    if pos == "a" and compares_with_er(spun):
        yield from ((f"{degree} {spun}", slots(original)[i][0]) for i, degree in ((1, "more"), (2, "most")))

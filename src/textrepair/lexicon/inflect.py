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
_PREPOSITIONS = frozenset("of in for at on with to from by about between against into over".split())
_PLURALS = {
    "analysis": "analyses", "axis": "axes", "basis": "bases", "child": "children", "crisis": "crises",
    "criterion": "criteria", "diagnosis": "diagnoses", "foot": "feet", "goose": "geese", "half": "halves",
    "hypothesis": "hypotheses", "knife": "knives", "leaf": "leaves", "life": "lives", "loaf": "loaves",
    "mouse": "mice", "parenthesis": "parentheses", "person": "people", "phenomenon": "phenomena",
    "self": "selves", "shelf": "shelves", "synthesis": "syntheses", "thesis": "theses", "thief": "thieves",
    "tooth": "teeth", "wife": "wives", "wolf": "wolves",
}  # fmt: skip
_INVARIANT = frozenset("aircraft cattle data deer equipment fish information knowledge police series sheep species".split())
_O_PLURALS_IN_ES = frozenset("echo hero potato tomato torpedo veto cargo mosquito volcano".split())
# Two-syllable verbs stressed on the last syllable double their final consonant.
_DOUBLING = frozenset(
    "admit allot begin commit compel confer control defer deter dispel embed emit equip excel expel forget format incur "
    "infer kidnap occur omit outfit patrol permit prefer propel rebut recur refer regret remit repel reset submit "
    "transfer transmit transmit unzip upset".split()
)


@cache
def irregular_verbs() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Base form → (past forms, past participles), read once from ``irregular.tsv``."""
    table = {}
    text = resources.files(__package__).joinpath("irregular.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            base, past, participle = line.split("\t")
            table[base] = (tuple(past.split("/")), tuple(participle.split("/")))
    return table


def plural(noun: str) -> str:
    """Plural of one noun.

    >>> plural("city"), plural("foreman"), plural("box")
    ('cities', 'foremen', 'boxes')
    """
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun in _INVARIANT:
        return noun
    if noun.endswith("man") and noun not in ("human", "german", "roman"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "z", "ch", "sh")) or noun in _O_PLURALS_IN_ES:
        return noun + "es"
    return noun + "s"


def _doubles(verb: str) -> bool:
    if len(verb) < 3 or verb[-1] in VOWELS or verb[-1] in "wxyh":
        return False
    if verb[-2] not in VOWELS or verb[-3] in VOWELS and verb[-3:-1] != "ui":
        return False
    one_syllable = sum(ch in VOWELS for ch in verb.replace("qu", "q")) == 1
    return one_syllable or verb in _DOUBLING


def third_person(verb: str) -> str:
    """Third person singular: "carry" → "carries"."""
    special = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    return special.get(verb) or plural_regular(verb)


def plural_regular(word: str) -> str:
    """Add -s, -es or -ies by spelling alone."""
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def gerund(verb: str) -> str:
    """The -ing form: "run" → "running", "die" → "dying"."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    if verb.endswith("c"):
        return verb + "king"
    return verb + (verb[-1] if _doubles(verb) else "") + "ing"


def past(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Past forms and past participles, most common first."""
    known = irregular_verbs().get(verb)
    if known:
        return known
    if verb.endswith("e"):
        form = verb + "d"
    elif verb.endswith("y") and verb[-2:-1] not in VOWELS:
        form = verb[:-1] + "ied"
    elif verb.endswith("c"):
        form = verb + "ked"
    else:
        form = verb + (verb[-1] if _doubles(verb) else "") + "ed"
    return (form,), (form,)


def _syllables(word: str) -> int:
    runs = sum(ch in VOWELS | {"y"} and (i == 0 or word[i - 1] not in VOWELS | {"y"}) for i, ch in enumerate(word))
    return max(1, runs - (word.endswith("e") and not word.endswith("le")))


def compares_with_er(adjective: str) -> bool:
    """Whether "-er/-est" is the usual comparison ("bigger", not "more big")."""
    return " " not in adjective and (_syllables(adjective) == 1 or (adjective.endswith("y") and _syllables(adjective) == 2))


def comparison(adjective: str) -> tuple[str, str]:
    """Comparative and superlative: "big" → ("bigger", "biggest"), "useful" → ("more useful", "most useful")."""
    special = {"good": ("better", "best"), "bad": ("worse", "worst"), "far": ("further", "furthest")}
    if adjective in special:
        return special[adjective]
    if not compares_with_er(adjective):
        return f"more {adjective}", f"most {adjective}"
    if adjective.endswith("e"):
        stem = adjective[:-1]
    elif adjective.endswith("y"):
        stem = adjective[:-1] + "i"
    else:
        stem = adjective + (adjective[-1] if _doubles(adjective) else "")
    return stem + "er", stem + "est"


def _noun_slots(phrase: str) -> list[tuple[str, ...]]:
    words = phrase.split(" ")
    head = next((i - 1 for i, w in enumerate(words) if i and w in _PREPOSITIONS), len(words) - 1)
    before, after = words[:head], words[head + 1 :]
    return [(phrase,), (" ".join([*before, plural(words[head]), *after]),)]


def _verb_slots(phrase: str) -> list[tuple[str, ...]]:
    verb, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    pasts, participles = past(verb)
    present = ("be", "are", "am") if verb == "be" else (verb,)
    slots = [present, (third_person(verb),), (gerund(verb),), pasts, participles]
    return [tuple(form + tail for form in slot) for slot in slots]


def _adjective_slots(phrase: str) -> list[tuple[str, ...]]:
    comparative, superlative = comparison(phrase)
    return [(phrase,), (comparative,), (superlative,)]


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

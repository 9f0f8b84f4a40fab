"""The straight line: scan → find → judge → rewrite, repeated until nothing changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textrepair.config import RepairConfig
from textrepair.find.scan import NOTHING
from textrepair.knowledge import extras
from textrepair.model import Repair, Spin, apply_edits

if TYPE_CHECKING:
    from textrepair.find.scan import Sight
    from textrepair.model import Edit

ROUNDS = 6  # a repaired text is read again until nothing changes; more than two rounds are rare


class Repairer:
    """Repairs texts under one configuration; immutable, picklable, safe to share between threads.

    Args:
        config: options; the defaults if not given.
        options: single options that override `config` (see `RepairConfig`).

    Raises:
        ConfigError: unknown option or unusable value.
        PackError: a pack that cannot be read.

    >>> Repairer(level="safe").repair("Nothing is wrong here.")
    'Nothing is wrong here.'
    """

    __slots__ = ("_extras", "config")

    def __init__(self, config: RepairConfig | None = None, **options: Any) -> None:
        config = RepairConfig() if config is None else config
        if not isinstance(config, RepairConfig):
            advice = 'give options by name (level="safe") or RepairConfig.from_dict(options)'
            raise TypeError(f"config is a RepairConfig, not {type(config).__name__}; {advice}")
        self.config = config.with_options(**options) if options else config
        self._extras = extras(self.config)

    def __reduce__(self) -> tuple[type[Repairer], tuple[RepairConfig]]:
        return Repairer, (self.config,)

    def repair(self, text: str) -> str:
        """The repaired text; the same object if there is nothing to repair.

        Raises:
            TypeError: `text` is not a `str`.
        """
        return self.explain(text).text

    def detect(self, text: str) -> Spin:
        """How spun a text looks.

        Raises:
            TypeError: `text` is not a `str`.
        """
        return self.explain(text).spin

    def explain(self, text: str) -> Repair:
        """The repaired text with every edit, its reasons, and what was only suspected.

        Raises:
            TypeError: `text` is not a `str`.
        """
        if type(text) is not str:
            text = _checked(text)
        sight = self._extras.scanner.look(text)
        if sight is NOTHING and not self._looks_closer:
            return Repair(text, text)
        cleared = self._cleared(text, sight)
        if not cleared and not sight.zones and not self._extras.spotter:
            return Repair(text, text)
        from textrepair.rewrite.compose import compose

        if not cleared:
            return self._judged(text, sight)
        between = apply_edits(text, cleared)
        repair = self._judged(between, self._extras.scanner.look(between))
        edits = compose(text, cleared, repair.edits)
        placed = Repair(text, between, cleared)
        return Repair(
            text,
            repair.text,
            edits,
            _apart(tuple(_moved(e, placed) for e in repair.suggestions), edits),
            replace(repair.spin, passages=tuple(_moved(p, placed) for p in repair.passages)),
        )

    @property
    def _looks_closer(self) -> bool:
        """Whether options ask for more than the scan can rule out."""
        return bool(self.config.unicode or self._extras.spotter or self.config.residue == "all")

    def _cleared(self, text: str, sight: Sight) -> tuple[Edit, ...]:
        """Edits that mend characters and remove leftovers, before anything is read as English."""
        edits: tuple[Edit, ...] = ()
        if self.config.unicode:
            from textrepair.residue.characters import mend

            edits = mend(text)
        if self.config.residue == "all" or (self.config.residue == "lines" and sight.leftovers):
            from textrepair.residue.leftovers import leftovers
            from textrepair.rewrite.compose import compose

            edits = compose(text, edits, leftovers(apply_edits(text, edits), self.config.residue))
        return edits

    def _judged(self, text: str, sight: Sight) -> Repair:
        """Judge and repair until a round changes nothing: what comes out would come back untouched."""
        from textrepair.reading import read
        from textrepair.rewrite.compose import compose

        first = read(text, sight.zones, self._extras, self.config)
        edits, current = first.edits, first.text
        for _ in range(ROUNDS):
            if current == text:
                break
            # A repair can bring a leftover to light ("Supply hyperlink" becomes "Source link").
            sight = self._extras.scanner.look(current)
            again = self._cleared(current, sight) or read(current, sight.zones, self._extras, self.config).edits
            if not again:
                break
            edits, current = compose(text, edits, again), apply_edits(current, again)
        if current == text:
            return replace(first, text=text, edits=())
        return replace(first, text=current, edits=edits, suggestions=_apart(first.suggestions, edits))


def _checked(text: object) -> str:
    """Refuse what is not text, with advice; a subclass of `str` becomes a plain one."""
    if isinstance(text, str):
        return str.__str__(text)  # str(text) would ask the subclass; an enumeration answers with its name
    advice = "; decode it first, for example data.decode('utf-8')" if isinstance(text, (bytes, bytearray)) else ""
    raise TypeError(f"textrepair works on str, not {type(text).__name__}{advice}")


def _moved(item: Any, placed: Repair) -> Any:
    """An edit or passage of the cleared text at its place in the input."""
    # From the end of the first code point, as what was removed right before it does not belong to it.
    return replace(item, start=placed.to_input(item.start + 1) - 1, end=placed.to_input(item.end))


def _apart(suggestions: tuple[Edit, ...], edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Suggestions that share no text with the edits: a later round may have made or enclosed them."""
    return tuple(s for s in suggestions if not any(e.start < s.end and s.start < e.end for e in edits))

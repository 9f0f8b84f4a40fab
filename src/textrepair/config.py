"""Options: one frozen value, documented here and nowhere else, the same for library, files and command line."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from textrepair.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS = {"safe": 0.9, "balanced": 0.5, "bold": 0.35}
RESIDUE = ("lines", "all", "none")


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """How to repair.

    Attributes:
        level: ``safe``, ``balanced`` or ``bold``: usual values of `min_confidence` (0.9, 0.5, 0.35).
        min_confidence: probability (0 to 1) that an edit must reach; overrides `level` if given.
        min_suggestion: probability from which an edit that is not made becomes a suggestion.
        residue: scraping leftovers to remove: ``lines`` (whole lines only), ``all`` or ``none``.
        unicode: mend mojibake and look-alike letters first (needs the extra ``textrepair[unicode]``).
        terms: names and terms of your field, restored in spun text where a spun form of them stands and
            suggested elsewhere.
        packs: files of pair rows (see ``docs/packs.md``) that join the built-in ones.
        ignore_words: words and phrases never to change, in any casing.
        ignore_patterns: regular expressions; what they match is never changed.

    >>> RepairConfig(level="safe").bar
    0.9
    """

    level: str = "balanced"
    min_confidence: float | None = None
    min_suggestion: float = 0.2
    residue: str = "lines"
    unicode: bool = False
    terms: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    ignore_words: tuple[str, ...] = ()
    ignore_patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.unicode, bool):
            raise ConfigError(f"unicode is {self.unicode!r}; it must be true or false")
        if self.level not in tuple(LEVELS):
            raise ConfigError(f"level {self.level!r} is not one of {', '.join(LEVELS)}")
        if self.residue not in RESIDUE:
            raise ConfigError(f"residue {self.residue!r} is not one of {', '.join(RESIDUE)}")
        for name in ("min_confidence", "min_suggestion"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, (int, float)) and 0 < value < 1):
                raise ConfigError(f"{name} is {value!r}; it must be a probability between 0 and 1")
        for name in ("terms", "packs", "ignore_words", "ignore_patterns"):
            value = getattr(self, name)
            object.__setattr__(self, name, _strings(name, value))

    @property
    def bar(self) -> float:
        """The probability that an edit must reach."""
        return LEVELS[self.level] if self.min_confidence is None else self.min_confidence

    def with_options(self, **options: Any) -> RepairConfig:
        """A copy with some options changed.

        Raises:
            ConfigError: unknown option (with the nearest known one) or unusable value.
        """
        _check_names(options)
        return dataclasses.replace(self, **options)

    @classmethod
    def from_dict(cls, options: Mapping[str, Any]) -> RepairConfig:
        """A configuration from plain values, as in a TOML table.

        Raises:
            ConfigError: unknown option or unusable value.
        """
        _check_names(options)
        return cls(**options)

    def to_dict(self) -> dict[str, Any]:
        """Plain values; `from_dict` reads them back."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}


def _strings(name: str, values: Any) -> tuple[str, ...]:
    """Strings (of `packs` also paths) as a tuple; anything else is refused."""
    kind = (str, PurePath) if name == "packs" else str
    if isinstance(values, (str, bytes, PurePath)):
        raise ConfigError(f"{name} must be a list of strings, not one {type(values).__name__}")
    try:
        items = tuple(values)
    except TypeError:
        raise ConfigError(f"{name} must be a list of strings, not {values!r}") from None
    if wrong := [item for item in items if not isinstance(item, kind)]:
        raise ConfigError(f"{name} must hold strings only, not {wrong[0]!r}")
    return tuple(map(str, items))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _check_names(options: Mapping[str, Any]) -> None:
    known = [f.name for f in dataclasses.fields(RepairConfig)]
    for name in options:
        if name not in known:
            from rapidfuzz import process

            near = process.extractOne(name, known)
            hint = f"; did you mean {near[0]!r}?" if near and near[1] > 60 else ""
            raise ConfigError(f"unknown option {name!r}{hint} (known: {', '.join(known)})")


def discover(start: Path) -> RepairConfig:
    """Configuration for files in `start`.

    It is ``[tool.textrepair]`` of the nearest ``pyproject.toml`` upward that has it or the nearest
    ``textrepair.toml``, whichever comes first, else the defaults.

    Raises:
        ConfigError: unreadable file, unknown key or unusable value (the message names the file).
    """
    for folder in (start, *start.parents):
        for name, path in (("pyproject.toml", ("tool", "textrepair")), ("textrepair.toml", ())):
            file = folder / name
            if file.is_file():
                table = _table(file, path)
                if table is not None:
                    try:
                        return RepairConfig.from_dict(table)
                    except (ConfigError, TypeError) as error:
                        raise ConfigError(f"{file}: {error}") from None
    return RepairConfig()


def _table(file: Path, keys: tuple[str, ...]) -> Mapping[str, Any] | None:
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        table: Any = toml.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # broken UTF-8 and broken TOML are ValueErrors
        raise ConfigError(f"{file}: cannot read the configuration: {error}") from error
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise ConfigError(f"{file}: [{'.'.join(keys)}] must be a table of options, not {table!r}")

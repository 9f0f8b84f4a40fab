"""Which options hold for a file: the command line over a configuration file over the defaults."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textrepair.config import RepairConfig, discover
from textrepair.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS = ("terms", "packs", "ignore_words", "ignore_patterns")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where options come from.

    Attributes:
        given: options of the command line, by their `RepairConfig` name. Lists add to those of the file.
        file: the configuration file to use instead of looking for one.
        isolated: use no configuration file.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    isolated: bool = False

    def for_folder(self, folder: Path) -> RepairConfig:
        """Return the configuration for files in `folder`.

        Raises:
            ConfigError: unreadable configuration, unknown key or unusable value.
        """
        base = self._base(folder)
        return base.with_options(**self._over(base))

    def check(self) -> None:
        """Refuse at once what would be wrong in every folder.

        Raises:
            ConfigError: as `for_folder`.
        """
        RepairConfig().with_options(**self.given)
        if self.file:
            load(Path(self.file))

    def _base(self, folder: Path) -> RepairConfig:
        if self.isolated:
            return RepairConfig()
        return load(Path(self.file)) if self.file else discover(folder.resolve())

    def _over(self, base: RepairConfig) -> dict[str, Any]:
        options = {k: (*getattr(base, k), *v) if k in LISTS else v for k, v in self.given.items()}
        if "level" in options:  # a level on the command line beats a confidence in the file
            options.setdefault("min_confidence", None)
        return options


def load(file: Path) -> RepairConfig:
    """Read the configuration in one file: ``[tool.textrepair]`` of a ``pyproject.toml``, else the whole file.

    Raises:
        ConfigError: unreadable file, no such table, unknown key or unusable value (the message has the file).
    """
    table = _toml(file)
    if file.name == "pyproject.toml":
        table = table.get("tool", {}).get("textrepair")
        if table is None:
            raise ConfigError(f"{file}: has no table [tool.textrepair]")
    try:
        return RepairConfig.from_dict(table)
    except (ConfigError, TypeError) as error:
        raise ConfigError(f"{file}: {error}") from None


def _toml(file: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: cannot read the configuration: {error}") from None


def dump(config: RepairConfig) -> str:
    """Return the configuration as the text of a ``textrepair.toml``; what is not set comes as a comment.

    >>> print(dump(RepairConfig(terms=["UN General Assembly"])).splitlines()[5])
    terms = ["UN General Assembly"]
    """
    return "".join(
        f"# {name} is not set\n" if value is None else f"{name} = {_toml_value(value)}\n"
        for name, value in config.to_dict().items()
    )


def _toml_value(value: object) -> str:
    # JSON and TOML write these values alike but for the delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

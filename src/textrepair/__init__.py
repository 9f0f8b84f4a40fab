"""Find machine-spun wording in English text and restore what the writer wrote.

>>> repair("No sign of spinning here.")
'No sign of spinning here.'
"""

from __future__ import annotations

from functools import cache
from typing import Any

from textrepair.config import RepairConfig
from textrepair.errors import ConfigError, PackError, TextRepairError
from textrepair.model import Edit, Evidence, Passage, Repair, Spin
from textrepair.repairer import Repairer

__version__ = "0.1.0"
__all__ = [
    "ConfigError", "Edit", "Evidence", "PackError", "Passage", "Repair", "RepairConfig", "Repairer", "Spin",
    "TextRepairError", "detect", "explain", "repair",
]  # fmt: skip


@cache
def _default() -> Repairer:
    return Repairer()


def _repairer(config: RepairConfig | None, options: dict[str, Any]) -> Repairer:
    return Repairer(config, **options) if config or options else _default()


def repair(text: str, config: RepairConfig | None = None, **options: Any) -> str:
    """The repaired text; the same object if there is nothing to repair."""
    return _repairer(config, options).repair(text)


def explain(text: str, config: RepairConfig | None = None, **options: Any) -> Repair:
    """The repaired text with every edit and its reasons."""
    return _repairer(config, options).explain(text)


def detect(text: str, config: RepairConfig | None = None, **options: Any) -> Spin:
    """How spun a text looks."""
    return _repairer(config, options).detect(text)

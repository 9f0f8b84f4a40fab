"""Find machine-spun wording in English text and restore what the writer wrote.

>>> repair("No sign of spinning here.")
'No sign of spinning here.'
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from textrepair.config import RepairConfig
from textrepair.errors import ConfigError, PackError, TextRepairError
from textrepair.model import Edit, Evidence, Passage, Repair, Spin
from textrepair.repairer import Repairer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textrepair.batch import OnError

__version__ = "0.1.0"
__all__ = [
    "ConfigError", "Edit", "Evidence", "PackError", "Passage", "Repair", "RepairConfig", "Repairer", "Spin",
    "TextRepairError", "detect", "explain", "explain_many", "repair", "repair_many",
]  # fmt: skip


@cache
def _default() -> Repairer:
    return Repairer()


def _repairer(config: RepairConfig | None, options: dict[str, Any]) -> Repairer:
    return Repairer(config, **options) if config or options else _default()


def repair(text: str, config: RepairConfig | None = None, **options: Any) -> str:
    """The repaired text; the same object if there is nothing to repair.

    Options are those of `RepairConfig`. To repair many texts with the same options, make a `Repairer` once.

    Raises:
        TypeError: `text` is not a `str`.
        ConfigError: unknown option or unusable value.

    >>> repair("Untouched.")
    'Untouched.'
    """
    return _repairer(config, options).repair(text)


def explain(text: str, config: RepairConfig | None = None, **options: Any) -> Repair:
    """The repaired text with every edit, its reasons and what was only suspected; raises as `repair` does.

    >>> explain("Untouched.").edits
    ()
    """
    return _repairer(config, options).explain(text)


def detect(text: str, config: RepairConfig | None = None, **options: Any) -> Spin:
    """How spun a text looks: score, passages, likely family of spinner; raises as `repair` does.

    >>> detect("Untouched.").score
    0.0
    """
    return _repairer(config, options).detect(text)


def repair_many(
    texts: Iterable[str],
    config: RepairConfig | None = None,
    *,
    jobs: int | None = 1,
    on_error: OnError = "raise",
    **options: Any,
) -> Iterator[str]:
    """Repaired texts in the order of the input, streamed with bounded memory.

    Args:
        texts: any iterable, also an endless one.
        config: options for all texts.
        jobs: processes to use; 0 or None for all cores.
        on_error: what to do with a document that fails: ``raise``, ``keep`` the original or ``skip`` it.
        options: single options that override `config`.

    Raises:
        ConfigError: unknown option or unusable value.
        TextRepairError: a document failed and `on_error` is ``raise`` (the message says which).

    >>> list(repair_many(["One.", "Two."]))
    ['One.', 'Two.']
    """
    from textrepair import batch

    return batch.repair_many(texts, _repairer(config, options), jobs=jobs, on_error=on_error)


def explain_many(
    texts: Iterable[str],
    config: RepairConfig | None = None,
    *,
    jobs: int | None = 1,
    on_error: OnError = "raise",
    **options: Any,
) -> Iterator[Repair]:
    """As `repair_many`, with the edits of every text.

    >>> [r.score for r in explain_many(["One.", "Two."])]
    [0.0, 0.0]
    """
    from textrepair import batch

    return batch.explain_many(texts, _repairer(config, options), jobs=jobs, on_error=on_error)

"""The command line.

`options` (flags and help) → `app` (what they mean together) → `run` (the loop), which calls `settings`,
`inputs`, `outputs`, `colour` and `writing`. A subcommand is to be a module of its own beside `app`, picked in
`main` by the first argument, so that the plain form ``textrepair FILE`` keeps its options to itself.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ADVICE = "textrepair: the command line needs its extra: pip install 'textrepair[cli]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the entry point ``textrepair``.

    Args:
        arguments: what follows the program's name; ``sys.argv[1:]`` if not given.

    Returns:
        The exit code: 0 fine, 1 findings with ``--check``, 2 wrong usage, configuration or file.
    """
    try:
        from textrepair.cli.app import execute
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("typer", "rich", "click"):
            raise
        print(ADVICE, file=sys.stderr)
        return 2
    return execute(sys.argv[1:] if arguments is None else arguments)

"""Every option of ``textrepair``: its flags and its help, grouped as the help shows them."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

import typer

from textrepair.config import LEVELS, RESIDUE


class Colour(Enum):
    """When to colour reports."""

    auto = "auto"
    always = "always"
    never = "never"


class Errors(Enum):
    """What to do with bytes that are not in the encoding."""

    strict = "strict"
    surrogateescape = "surrogateescape"
    replace = "replace"


def _version(asked: bool) -> None:
    if asked:
        from textrepair import __version__

        print(f"textrepair {__version__}")
        raise typer.Exit


def _option(panel: str, flags: str, help_: str, metavar: str | None = None, **more: Any) -> Any:
    # An explicit name for each flag, or typer invents a --no-… for it.
    more |= {"help": help_, "metavar": metavar, "rich_help_panel": panel, "show_default": False}
    return typer.Option(*flags.split(), **more)


def _choice(names: tuple[str, ...]) -> dict[str, Any]:
    return {"metavar": f"[{'|'.join(names)}]", "autocompletion": lambda: list(names)}


_REPORT, _FILES, _JUDGE = (
    "Reports",
    "Reading and writing",
    "What to repair (FILE, WORDS and PATTERN may be repeated)",
)
_CONFIG = "Configuration"

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Files to repair; - is standard input.", show_default=False),
]

Diff = Annotated[bool, _option(_REPORT, "--diff", "Print a unified diff.")]
Inline = Annotated[bool, _option(_REPORT, "--inline", "Print the text with the changes marked in it.")]
Explain = Annotated[bool, _option(_REPORT, "--explain", "Print each edit with its place, rule and reasons.")]
Json = Annotated[bool, _option(_REPORT, "--json", "Print one JSON object a line, one for each input.")]
Check = Annotated[bool, _option(_REPORT, "--check", "Name the inputs that would change; exit code 1 if any.")]
Summary = Annotated[bool, _option(_REPORT, "--summary", "Add one line for each input on standard error.")]
Quiet = Annotated[bool, _option(_REPORT, "-q --quiet", "Print nothing but reports and errors.")]
Paint = Annotated[Colour, _option(_REPORT, "--color --colour", "Colour reports; auto does so on a terminal.")]

Write = Annotated[bool, _option(_FILES, "-w --write-changes", "Repair the files in place.")]
Output = Annotated[str | None, _option(_FILES, "-o --output", "Write to FILE, not standard output.", "FILE")]
Encoding = Annotated[str, _option(_FILES, "--encoding", "Encoding of the inputs, else utf-8.", "NAME")]
OnBytes = Annotated[
    Errors, _option(_FILES, "--errors", "How to take bytes that are not in the encoding; strict refuses.")
]

Level = Annotated[
    str | None,
    _option(_JUDGE, "--level", "How sure an edit must be, balanced if not given.", **_choice(tuple(LEVELS))),
]
MinConfidence = Annotated[
    float | None, _option(_JUDGE, "--min-confidence", "The same as a probability between 0 and 1.", "P")
]
Residue = Annotated[
    str | None,
    _option(_JUDGE, "--residue", "Scraping leftovers to remove, lines if not given.", **_choice(RESIDUE)),
]
Terms = Annotated[list[str] | None, _option(_JUDGE, "--terms", "Names and terms of your field, one a line.", "FILE")]
Packs = Annotated[list[str] | None, _option(_JUDGE, "-D --pack", "Pairs that join the built-in ones.", "FILE")]
IgnoreWords = Annotated[
    list[str] | None,
    _option(_JUDGE, "-I --ignore-words", "Words and phrases to leave alone, one a line.", "FILE"),
]
IgnoreList = Annotated[
    list[str] | None,
    _option(_JUDGE, "-L --ignore-words-list", "The same, separated by commas.", "WORDS"),
]
IgnoreRegex = Annotated[
    list[str] | None, _option(_JUDGE, "--ignore-regex", "Leave alone what this matches.", "PATTERN")
]

ConfigFile = Annotated[
    str | None,
    _option(_CONFIG, "--config", "Use this, not the nearest pyproject.toml or textrepair.toml.", "FILE"),
]
Isolated = Annotated[bool, _option(_CONFIG, "--isolated", "Use no configuration file.")]
DumpConfig = Annotated[bool, _option(_CONFIG, "--dump-config", "Print the options in force as TOML.")]
Version = Annotated[
    bool, _option(_CONFIG, "-V --version", "Print the version and stop.", callback=_version, is_eager=True)
]

"""``textrepair``: options in, a request out; and whatever goes wrong ends as one line and exit code 2."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from textrepair.cli import options as o
from textrepair.cli.inputs import STDIN, FileError, read, read_lines, reason
from textrepair.cli.run import ERROR, FINE, Request, complain, run
from textrepair.cli.settings import Settings, dump
from textrepair.cli.writing import StandardOutput, forget_output
from textrepair.errors import ConfigError, TextRepairError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What typer raises for a wrong call has no public name; it is two steps above BadParameter in every version.
_WRONG_CALL: type[Exception] = typer.BadParameter.__mro__[2]
INTERRUPTED = 130

HELP = """Find machine-spun wording in English text and restore what the writer wrote.

Prints the repaired text, unless -w or a report is asked for."""

EPILOG = """Examples:

textrepair article.txt : print the repaired text

textrepair --diff article.txt : show what would change

textrepair --explain article.txt : show why

textrepair -w --level safe pages/*.txt : repair files in place, sure edits only

cat article.txt | textrepair - > repaired.txt : in a pipeline

textrepair --check pages/*.txt : exit with 1 if anything would change

Exit codes: 0 fine, 1 findings with --check, 2 wrong usage, configuration or file."""

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode="rich")


@app.command(help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def command(
    paths: o.Paths = None,
    diff: o.Diff = False,
    inline: o.Inline = False,
    explain: o.Explain = False,
    json: o.Json = False,
    check: o.Check = False,
    summary: o.Summary = False,
    quiet: o.Quiet = False,
    color: o.Paint = o.Colour.auto,
    write_changes: o.Write = False,
    output: o.Output = None,
    encoding: o.Encoding = "utf-8",
    errors: o.OnBytes = o.Errors.strict,
    level: o.Level = None,
    min_confidence: o.MinConfidence = None,
    residue: o.Residue = None,
    terms: o.Terms = None,
    pack: o.Packs = None,
    ignore_words: o.IgnoreWords = None,
    ignore_words_list: o.IgnoreList = None,
    ignore_regex: o.IgnoreRegex = None,
    config: o.ConfigFile = None,
    isolated: o.Isolated = False,
    dump_config: o.DumpConfig = False,
    version: o.Version = False,
) -> int:
    """Repair the inputs; the exit code."""
    if config and isolated:
        raise ConfigError("--config and --isolated cannot go together")
    given = {
        "level": level,
        "min_confidence": min_confidence,
        "residue": residue,
        "terms": _lines_of(terms),
        "packs": _readable(pack),
        "ignore_words": [*_lines_of(ignore_words), *_listed(ignore_words_list)],
        "ignore_patterns": _patterns(ignore_regex),
    }
    settings = Settings({k: v for k, v in given.items() if v not in (None, [])}, config, isolated)
    settings.check()
    if dump_config:
        return _dump(settings, paths)
    usual = None if check or write_changes else "text"
    request = Request(
        paths=_inputs(paths),
        settings=settings,
        report=_report({"diff": diff, "inline": inline, "explain": explain, "json": json}) or usual,
        check=check,
        write=write_changes,
        output=output,
        summary=summary,
        quiet=quiet,
        paint=color.value,
        encoding=_encoding(encoding),
        errors=errors.value,
    )
    _fit_together(request)
    return run(request)


def execute(arguments: Sequence[str]) -> int:
    """Run ``textrepair`` with these arguments.

    Returns:
        The exit code. Nothing is raised: errors become one line on standard error.
    """
    try:
        code = app(list(arguments), prog_name="textrepair", standalone_mode=False)
        sys.stdout.flush()
        return int(code or FINE)
    except _WRONG_CALL as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        complain(f"{message.rstrip('.')}; see textrepair --help")
    except TextRepairError as error:
        complain(str(error))
    except BrokenPipeError:
        forget_output()
        return FINE
    except OSError as error:
        forget_output()
        complain(reason(error))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("TEXTREPAIR_TRACEBACK"):
            raise
        advice = "this is a bug; set TEXTREPAIR_TRACEBACK=1 to see where, and report it"
        complain(f"unexpected {type(error).__name__}: {error}; {advice}")
    return ERROR


def _report(asked: dict[str, bool]) -> str | None:
    """Return the one report asked for, if any."""
    chosen = [name for name, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        raise ConfigError(f"--{chosen[0]} and --{chosen[1]} cannot go together; run once for each")
    return chosen[0] if chosen else None


def _fit_together(request: Request) -> None:
    if request.check and request.write:
        raise ConfigError("--check only looks and -w writes; they cannot go together")
    if request.write and request.output:
        raise ConfigError("-w writes to the inputs and -o to another file; they cannot go together")
    if request.write and STDIN in request.paths:
        raise ConfigError("-w cannot write back to standard input; name files, or leave out -w")


def _inputs(paths: list[str] | None) -> tuple[str, ...]:
    if not paths and (sys.stdin is None or sys.stdin.isatty()):
        raise FileError("nothing to repair: name files, or - to type the text here; see textrepair --help")
    return tuple(paths or [STDIN])


def _encoding(name: str) -> str:
    try:
        "".encode(name)  # refuses codecs that are not for text, which a look-up alone does not
    except (LookupError, ValueError):
        raise ConfigError(f"encoding {name!r} is not known; try utf-8, cp1252 or latin-1") from None
    return name


def _lines_of(files: Iterable[str] | None) -> list[str]:
    return [line for file in files or () for line in read_lines(file)]


def _readable(files: Iterable[str] | None) -> list[str]:
    """Return the pack files once it is sure that they can be read: better now than amid the work."""
    for file in files or ():
        read(file)
    return list(files or ())


def _listed(values: Iterable[str] | None) -> list[str]:
    return [word.strip() for value in values or () for word in value.split(",") if word.strip()]


def _patterns(values: Iterable[str] | None) -> list[str]:
    import regex

    patterns = list(values or ())
    try:
        for pattern in patterns:
            regex.compile(pattern)
    except regex.error as error:
        raise ConfigError(f"--ignore-regex {pattern!r} is not a regular expression: {error}") from None
    return patterns


def _dump(settings: Settings, paths: list[str] | None) -> int:
    first = next((p for p in paths or () if p != STDIN), None)
    text = dump(settings.for_folder(Path(first).parent if first else Path()))
    StandardOutput().write(text.encode(errors="surrogateescape"))
    return FINE

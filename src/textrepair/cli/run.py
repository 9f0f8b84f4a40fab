"""The loop: read each input, repair it, report or write it, and add up the exit code."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textrepair.cli import colour, outputs
from textrepair.cli.inputs import STDIN, FileError, read
from textrepair.cli.settings import Settings
from textrepair.cli.writing import AtomicFile, StandardOutput, replace_file
from textrepair.errors import TextRepairError
from textrepair.repairer import Repairer

if TYPE_CHECKING:
    from textrepair.cli.inputs import Document
    from textrepair.config import RepairConfig
    from textrepair.model import Repair

FINE, FINDINGS, ERROR = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        paths: inputs, ``-`` for standard input.
        report: a key of `outputs.OUTPUTS`, or None for no more than `check` or `write` say.
        check: exit with 1 if anything would change.
        write: write repaired texts back to their files.
        output: file that takes the place of standard output.
        summary: one line an input on standard error.
        quiet: nothing but reports and errors.
        paint: ``auto``, ``always`` or ``never``.
    """

    paths: tuple[str, ...]
    settings: Settings = field(default_factory=Settings)
    report: str | None = "text"
    check: bool = False
    write: bool = False
    output: str | None = None
    summary: bool = False
    quiet: bool = False
    paint: str = "auto"
    encoding: str = "utf-8"
    errors: str = "strict"


def run(request: Request) -> int:
    """Do what was asked; a bad input is told on standard error and does not stop the others.

    Returns:
        `FINE`, `FINDINGS` (with ``--check``) or `ERROR`.
    """
    try:
        if request.output in (None, STDIN):
            return Job(request, StandardOutput()).run()
        with AtomicFile(str(request.output)) as file:
            code = Job(request, file).run()
            if code == ERROR:
                raise FileError(f"{request.output}: not written, because of the above")
            return code
    except TextRepairError as error:
        complain(str(error))
        return ERROR


class Job:
    """One run over the inputs of a request."""

    def __init__(self, request: Request, sink: StandardOutput | AtomicFile) -> None:
        self.request = request
        self.sink = sink
        self.terminal = isinstance(sink, StandardOutput) and sink.terminal
        self.painted = colour.wanted(request.paint, terminal=self.terminal)
        self.folders: dict[Path, RepairConfig] = {}
        self.repairers: dict[RepairConfig, Repairer] = {}

    def run(self) -> int:
        """Handle every input.

        Returns:
            The exit code; an error outweighs a finding.

        Raises:
            FileError: the output cannot be written.
        """
        worst = FINE
        for path in self.request.paths:
            try:
                document = read(path, self.request.encoding, self.request.errors)
                repair = self._repairer(path).explain(document.text)
                worst = max(worst, self._handle(document, repair))
            except OutputError:
                raise
            except TextRepairError as error:
                complain(str(error))
                worst = ERROR
            if getattr(self.sink, "closed", False) and not (self.request.check or self.request.write):
                break
        return worst

    def _repairer(self, path: str) -> Repairer:
        folder = Path() if path == STDIN else Path(path).parent
        if folder not in self.folders:
            self.folders[folder] = self.request.settings.for_folder(folder)
        config = self.folders[folder]
        if config not in self.repairers:
            self.repairers[config] = Repairer(config)
        return self.repairers[config]

    def _handle(self, document: Document, repair: Repair) -> int:
        changed = repair.text != repair.original
        if self.request.write and changed:
            self._write_back(document, repair)
        if self.request.report:
            self._report(document, repair, self.request.report)
        elif self.request.check and changed and not self.request.quiet:
            line = f"would repair {outputs.edits_in(document, repair)}\n"
            self._emit(line.encode(errors="surrogateescape"))
        if self.request.summary:
            complain(outputs.summary(document, repair), prefix="")
        return FINDINGS if self.request.check and changed else FINE

    def _write_back(self, document: Document, repair: Repair) -> None:
        if not document.exact:
            lossy = f"reading it as {document.encoding} with --errors {document.errors} loses bytes"
            raise FileError(f"{document.name}: not written, because {lossy}; see --encoding")
        replace_file(document.name, document.encode(repair.text))
        if not self.request.quiet:
            complain(f"repaired {outputs.edits_in(document, repair)}", prefix="")

    def _report(self, document: Document, repair: Repair, report: str) -> None:
        shown = outputs.OUTPUTS[report](document, repair, self.painted)
        if self.terminal and report in ("diff", "inline") and not self.painted:
            shown = colour.visible(shown)
        if report == "text" and not self.terminal:
            self._emit(document.encode(shown))
        else:
            # Bytes that were no text leave as they came.
            self._emit(shown.encode(errors="surrogateescape"))

    def _emit(self, data: bytes) -> None:
        try:
            self.sink.write(data)
        except FileError as error:
            raise OutputError(str(error)) from None


class OutputError(FileError):
    """There is nowhere left to write to: going on would be for nothing."""


def complain(message: str, prefix: str = "textrepair: ") -> None:
    """Print one line on standard error, also when nobody reads it any more."""
    with suppress(OSError):
        print(prefix + colour.visible(message), file=sys.stderr, flush=True)

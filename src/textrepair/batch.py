"""Many documents: repaired in order, as a stream, in bounded memory, over processes if asked."""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from textrepair._worker import Crew, Failure, Verbs, attempt, unpack
from textrepair.errors import ConfigError, TextRepairError
from textrepair.model import Repair

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    Outcome: TypeAlias = tuple[int, Any, Repair | Failure]  # a document's number, itself, what became of it

OnError: TypeAlias = Literal["raise", "keep", "skip"]
CHUNK = 128  # documents
CHUNK_POINTS = 50_000  # code points: about a second of work on spun text, far more than sending costs
MAX_WINDOWS_JOBS = 61  # more handles than that cannot be waited for
SHOWN = 60  # code points of a document that an error shows


class BatchError(TextRepairError):
    """A document of a batch could not be repaired.

    Attributes:
        index: the document's number, counted from 0.
    """

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message, index)
        self.index = index

    def __str__(self) -> str:
        return str(self.args[0])


class _Trace(Exception):  # noqa: N818 - the cause of a BatchError: a traceback as text, for it may come from afar
    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def explain_many(
    texts: Iterable[str],
    repairer: Verbs,
    *,
    jobs: int | None = 1,
    chunk: int = CHUNK,
    on_error: OnError = "raise",
) -> Iterator[Repair]:
    """Repair many documents, in their order, each as soon as it and those before it are done.

    The outcome is the same for any `jobs` and `chunk`. At most three chunks a worker are read ahead of the
    consumer; with one job, nothing is. Closing the iterator ends the workers. An error of `texts` itself
    comes through after the repairs of the documents before it.

    Args:
        texts: the documents; may be endless.
        repairer: a `Repairer`; sent once to each worker.
        jobs: number of processes; 0 or None: one for each core. With 1 the work is done in the caller's own
            process, and a document that kills it kills the caller.
        chunk: documents (at least 1) that go to a worker at a time; fewer if they are long.
        on_error: what to do with a document that is not a `str`, that cannot be repaired or that kills its
            worker: ``raise`` a `BatchError` after all before it, ``keep`` it untouched, or ``skip`` it.

    Raises:
        ConfigError: unusable `jobs`, `chunk` or `on_error`.
        TypeError: `texts` is one text.
        BatchError: a document failed and `on_error` is ``raise``; its cause has the traceback, if any.
        TextRepairError: worker processes cannot start; the message says what to do.
    """
    return _stream(texts, repairer, True, jobs, chunk, on_error)


def repair_many(
    texts: Iterable[str],
    repairer: Verbs,
    *,
    jobs: int | None = 1,
    chunk: int = CHUNK,
    on_error: OnError = "raise",
) -> Iterator[str]:
    """Give the repaired texts of many documents, in their order; see `explain_many`, which says it all.

    Raises:
        ConfigError, TypeError, BatchError, TextRepairError: as `explain_many`.
    """
    return _texts(_stream(texts, repairer, False, jobs, chunk, on_error))


def _texts(repairs: Generator[Repair, None, None]) -> Iterator[str]:
    with closing(repairs):
        for repair in repairs:
            yield repair.text


def _stream(
    texts: Iterable[str], repairer: Verbs, details: bool, jobs: int | None, chunk: int, on_error: OnError
) -> Generator[Repair, None, None]:
    if isinstance(texts, (str, bytes, bytearray)):
        raise TypeError("a batch takes many texts, not one; pass a list, or use repair() or explain()")
    if on_error not in ("raise", "keep", "skip"):
        raise ConfigError(f"on_error {on_error!r} is not one of raise, keep, skip")
    if not isinstance(chunk, int) or chunk < 1:
        raise ConfigError(f"chunk is {chunk!r}; it must be a number of documents, at least 1")
    workers, source = _workers(jobs), iter(texts)
    if jobs == 1:
        return _settled(_serial(source, repairer, details), on_error)
    return _settled(_parallel(source, repairer, details, workers, chunk), on_error)


def _workers(jobs: int | None) -> int:
    if jobs is not None and (not isinstance(jobs, int) or jobs < 0):
        raise ConfigError(f"jobs is {jobs!r}; it must be a number of processes, or 0 for all cores")
    if not jobs:
        # A container or a batch system may give this process fewer cores than the machine has.
        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(jobs, MAX_WINDOWS_JOBS) if sys.platform == "win32" else jobs


def _settled(outcomes: Generator[Outcome, None, None], on_error: OnError) -> Generator[Repair, None, None]:
    """Repairs only: failures become what `on_error` wants."""
    with closing(outcomes):
        for index, text, outcome in outcomes:
            if isinstance(outcome, Repair):
                yield outcome
            elif on_error == "keep":
                yield Repair(text, text)
            elif on_error == "raise":
                raise _error(index, text, outcome) from (_Trace(outcome.trace) if outcome.trace else None)


def _error(index: int, text: Any, failure: Failure) -> BatchError:
    start = f" {text[:SHOWN]!r}{'…' * (len(text) > SHOWN)}" if isinstance(text, str) else ""
    return BatchError(f"document {index} (counted from 0){start}: {failure.reason}", index)


def _serial(texts: Iterator[Any], repairer: Verbs, details: bool) -> Generator[Outcome, None, None]:
    for index, text in enumerate(texts):
        yield index, text, attempt(repairer, details, text)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Documents in a row, the number of the first, and what reading the next one raised."""

    first: int
    texts: list[Any]
    error: Exception | None = None

    def strings(self) -> list[str]:
        """Give what can be sent to a worker; a subclass of `str` as a plain one: it may not be picklable."""
        return [str.__str__(text) for text in self.texts if isinstance(text, str)]


def _chunks(texts: Iterator[Any], count: int) -> Iterator[_Chunk]:
    first = 0
    while True:
        held, error = _read(texts, count)
        if held or error:
            yield _Chunk(first, held, error)
        if error or not held:
            return
        first += len(held)


def _read(texts: Iterator[Any], count: int) -> tuple[list[Any], Exception | None]:
    held: list[Any] = []
    points = 0
    try:
        for text in texts:
            held.append(text)  # one by one: what was read before an error must not be lost
            points += len(text) if isinstance(text, str) else 0
            if len(held) >= count or points >= CHUNK_POINTS:
                break
    except Exception as error:
        return held, error
    return held, None


def _parallel(
    texts: Iterator[Any], repairer: Verbs, details: bool, jobs: int, count: int
) -> Generator[Outcome, None, None]:
    chunks = _chunks(texts, count)
    head = list(islice(chunks, jobs))  # few documents, few workers
    if not head:
        return
    waiting: deque[_Chunk] = deque()
    with Crew(repairer, details, len(head)) as crew:
        for chunk in chain(head, chunks):
            waiting.append(chunk)
            crew.submit(chunk.strings())
            if crew.full:
                yield from _outcomes(waiting.popleft(), crew, repairer, details)
        while waiting:
            yield from _outcomes(waiting.popleft(), crew, repairer, details)


def _outcomes(chunk: _Chunk, crew: Crew, repairer: Verbs, details: bool) -> Iterator[Outcome]:
    packed = iter(crew.take())
    for index, text in enumerate(chunk.texts, chunk.first):
        if isinstance(text, str):
            yield index, text, unpack(text, next(packed))
        else:  # may not be picklable, and the repairer refuses it at once
            yield index, text, attempt(repairer, details, text)
    if chunk.error:
        raise chunk.error

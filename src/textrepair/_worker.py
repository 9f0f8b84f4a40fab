"""Processes that repair: a crew that survives the death of its workers, and what runs inside a worker."""

from __future__ import annotations

import signal
import traceback
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from textrepair.errors import TextRepairError
from textrepair.model import Edit, Repair, Spin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection
    from types import TracebackType

AHEAD = 3  # batches under way for each worker: one at work, one waiting, one done and not yet taken


class Verbs(Protocol):
    """What a batch needs of a repairer; a `Repairer` has it. For processes it must be picklable."""

    def repair(self, text: str) -> str:
        """Give the repaired text."""

    def explain(self, text: str) -> Repair:
        """Give the repaired text with its edits."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no repair of a document: one line for the user, and the traceback if there was one."""

    reason: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told once: whose verbs to use, whether edits are wanted, where to look for a stop."""

    repairer: Verbs
    details: bool
    stop: Any  # shared memory with a `value`; not 0: nobody waits for the outcome any more


# What a worker sends back: new text (None: unchanged), edits, suggestions, spin; the caller has the input.
Packed: TypeAlias = "Failure | tuple[str | None, tuple[Edit, ...], tuple[Edit, ...], Spin]"
_task: Task | None = None  # set once in a worker process, never in the caller's


def attempt(repairer: Verbs, details: bool, text: Any) -> Repair | Failure:
    """Repair one document (without edits unless `details`), or say why not."""
    try:
        return repairer.explain(text) if details else Repair(text, repairer.repair(text))
    except Exception as error:
        return Failure(traceback.format_exception_only(error)[0].strip(), traceback.format_exc())


def pack(outcome: Repair | Failure) -> Packed:
    """Leave out of an outcome what the caller has already."""
    if isinstance(outcome, Failure):
        return outcome
    changed = None if outcome.text == outcome.original else outcome.text
    return changed, outcome.edits, outcome.suggestions, outcome.spin


def unpack(text: str, packed: Packed) -> Repair | Failure:
    """Make the outcome for `text` whole; its repair holds the caller's own object again."""
    if isinstance(packed, Failure):
        return packed
    changed, edits, suggestions, spin = packed
    return Repair(text, text if changed is None else changed, edits, suggestions, spin)


def set_up(task: Task) -> None:
    """Make this process a worker: it leaves Ctrl-C to the caller, and ends when the caller is gone."""
    import threading

    global _task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_caller, daemon=True).start()


def _follow_caller() -> None:
    # A caller that is killed cannot say goodbye, and its workers would wait for documents for ever.
    import os
    from multiprocessing import connection, parent_process

    caller = parent_process()
    if caller is not None:
        connection.wait([caller.sentinel])
        os._exit(1)


def work(texts: Sequence[str]) -> list[Packed]:
    """Repair a batch: its outcomes in order; fewer if they are not wanted any more."""
    assert _task is not None, "not a worker process"
    out: list[Packed] = []
    for text in texts:
        if _task.stop.value:
            break
        out.append(pack(attempt(_task.repairer, _task.details, text)))
    return out


def serve(pipe: Connection, task: Task) -> None:
    """Say that this worker is ready, then answer each batch that comes."""
    set_up(task)
    pipe.send(None)
    while True:
        outcomes = work(pipe.recv())
        try:
            pipe.send(outcomes)
        except Exception as error:  # an outcome that cannot be pickled
            pipe.send([Failure(traceback.format_exception_only(error)[0].strip(), traceback.format_exc())])


class Lone:
    """A single worker that gets one document at a time, so that its death has one cause.

    Raises:
        TextRepairError: worker processes cannot start here.
    """

    def __init__(self, task: Task) -> None:
        from multiprocessing import get_context

        self._pipe, theirs = get_context().Pipe()
        self._process = get_context().Process(target=serve, args=(theirs, task))
        self._process.start()
        theirs.close()
        try:
            self._pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            raise TextRepairError(
                f"worker processes cannot start ({_death(self._process.exitcode)}): a script that uses "
                'jobs must do so under `if __name__ == "__main__":` (repairer importable); or jobs=1'
            ) from None

    def __call__(self, text: str) -> Packed:
        """Repair one document; after a death, `alive` is false."""
        try:
            self._pipe.send([text])
            return self._pipe.recv()[0]  # type: ignore[no-any-return]
        except (EOFError, OSError):
            self._process.join()
            return Failure(f"it ended the worker process ({_death(self._process.exitcode)})")

    @property
    def alive(self) -> bool:
        """Whether the worker can take another document."""
        return self._process.is_alive()

    def close(self) -> None:
        """End the worker at once."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _death(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    name = next((s.name for s in signal.Signals if s == -code), f"signal {-code}")
    return f"{name}, as when memory runs out" if name == "SIGKILL" else name


def one_by_one(task: Task, texts: Sequence[str]) -> list[Packed]:
    """Repair a batch of which some document may kill its worker; each death costs one document."""
    out: list[Packed] = []
    lone = None
    try:
        for text in texts:
            lone = lone or Lone(task)
            out.append(lone(text))
            if not lone.alive:
                lone.close()
                lone = None
    finally:
        if lone:
            lone.close()
    return out


class Crew:
    """Worker processes that take batches of texts and give outcomes back in the same order.

    A context manager: leaving it ends the workers after the document each is at.

    Args:
        repairer: sent once to each worker.
        details: whether repairs carry their edits.
        jobs: number of workers, at least 1.
    """

    def __init__(self, repairer: Verbs, details: bool, jobs: int) -> None:
        from multiprocessing.sharedctypes import RawValue

        self._jobs = jobs
        self._task = Task(repairer, details, RawValue("b", 0))
        self._pool = self._start()
        self._pending: deque[tuple[Sequence[str], Future[list[Packed]]]] = deque()

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._task.stop.value = 1
        self._pool.shutdown(cancel_futures=True)

    @property
    def full(self) -> bool:
        """Whether the workers have enough to do until the next outcome is taken."""
        return len(self._pending) >= AHEAD * self._jobs

    def submit(self, texts: Sequence[str]) -> None:
        """Hand a batch to whichever worker is free first."""
        self._pending.append((texts, self._send(texts)))

    def take(self) -> list[Packed]:
        """Wait for the outcomes of the oldest batch.

        Raises:
            TextRepairError: worker processes cannot start here.
        """
        texts, future = self._pending.popleft()
        try:
            return future.result()
        except Exception:  # some worker died, perhaps of another batch, or the outcomes could not be sent
            return self._recover(texts)

    def _start(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(self._jobs, get_context(), set_up, (self._task,))

    def _send(self, texts: Sequence[str]) -> Future[list[Packed]]:
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._pool.submit(work, texts)
        except BrokenProcessPool as error:  # `take` recovers when this batch's turn comes
            lost: Future[list[Packed]] = Future()
            lost.set_exception(error)
            return lost

    def _recover(self, texts: Sequence[str]) -> list[Packed]:
        # One death breaks the whole pool. Each recovery settles the oldest batch: there is progress.
        # The pool's threads are gone before any process is forked.
        self._pool.shutdown()
        outcomes = one_by_one(self._task, texts)
        self._pool = self._start()
        self._pending = deque((t, self._send(t) if f.exception() else f) for t, f in self._pending)
        return outcomes

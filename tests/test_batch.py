"""Batches: any number of processes gives the same stream, and no document takes the others down."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from textrepair import Edit, Repair, Repairer, TextRepairError
from textrepair import batch as batches
from textrepair.batch import BatchError, explain_many, repair_many
from textrepair.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POSIX = os.name == "posix"
METHODS = multiprocessing.get_all_start_methods()


class AwkwardError(Exception):
    """Cannot be unpickled: its arguments are not those of its constructor."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


class Fake:
    """Turns "old" into "new"; some words make it fail in other ways."""

    def __init__(self, home: int | None = None) -> None:
        self.home = home  # a process in which it must not be used

    def explain(self, text: str) -> Repair:
        if not isinstance(text, str):
            raise TypeError(f"works on str, not {type(text).__name__}")
        assert self.home != os.getpid(), "this work was for another process"
        if text.startswith("die"):
            os._exit(3)
        if text.startswith("killed"):
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("raise"):
            raise AwkwardError("one", "two")
        if text.startswith("slow"):
            time.sleep(0.1)
        if text.startswith("unsendable"):
            return Repair(text, "x", (lambda: None,))  # type: ignore[arg-type]
        if not text.startswith("old"):
            return Repair(text, text)
        return Repair(text, "new" + text[3:], (Edit(0, 3, "old", "new"),))

    def repair(self, text: str) -> str:
        return self.explain(text).text


class Refusing(Fake):
    """Cannot be sent to another process."""

    def __reduce__(self) -> Any:
        raise pickle.PicklingError("stays here")


class Undead(Fake):
    """Arrives in another process, and ends it."""

    def __reduce__(self) -> Any:
        return os._exit, (7,)


class Text(str):
    __slots__ = ()

    def __reduce__(self) -> Any:
        raise pickle.PicklingError("stays here")


@pytest.fixture
def use() -> Iterator[Callable[[str], None]]:
    """Sets the start method for one test."""
    before = multiprocessing.get_start_method()
    yield lambda method: multiprocessing.set_start_method(method, force=True)
    multiprocessing.set_start_method(before, force=True)


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    assert not multiprocessing.active_children()


def documents(n: int) -> list[str]:
    return [f"old {i}" if i % 3 else f"as it was {i}" for i in range(n)]


def started(n: int | None = None) -> tuple[list[int], Iterator[str]]:
    """An input of `n` documents (endless if None) and the list of what was read of it."""
    read: list[int] = []

    def texts() -> Iterator[str]:
        for i in itertools.count() if n is None else range(n):
            read.append(i)
            yield f"old {i}"

    return read, texts()


@pytest.mark.parametrize(("jobs", "chunk"), [(1, 1), (2, 1), (2, 7), (3, 1000), (0, 10), (None, 10)])
def test_the_outcome_does_not_depend_on_jobs_or_chunk(jobs: int | None, chunk: int) -> None:
    texts = documents(50)
    expected = [Fake().explain(t) for t in texts]
    assert list(explain_many(texts, Fake(), jobs=jobs, chunk=chunk)) == expected
    assert list(repair_many(texts, Fake(), jobs=jobs, chunk=chunk)) == [r.text for r in expected]


@pytest.mark.parametrize("method", METHODS)
def test_every_start_method_works_and_recovers(method: str, use: Callable[[str], None]) -> None:
    use(method)
    texts = ["old 0", "die 1", "as 2", "old 3"]
    out = list(repair_many(texts, Fake(home=os.getpid()), jobs=2, chunk=2, on_error="keep"))
    assert out == ["new 0", "die 1", "as 2", "new 3"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_repair_holds_the_callers_own_text(jobs: int) -> None:
    texts = [*documents(5), Text("as it is"), Text("old one"), "\ud800 alone", ""]
    for text, repair in zip(texts, explain_many(texts, Fake(), jobs=jobs, chunk=2), strict=True):
        assert repair.original is text
        assert (repair.text is text) == (not text.startswith("old"))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("bad", ["raise 20 " + "x" * 100, "die 20", "killed 20", "unsendable 20", None, 5, b"old"])
def test_a_failing_document(bad: Any, jobs: int) -> None:
    deadly = str(bad).startswith(("die", "killed", "unsendable"))
    if jobs == 1 and deadly:
        pytest.skip("ends the caller, or has nowhere to be sent")
    if str(bad).startswith("killed") and not POSIX:
        pytest.skip("no signals")
    texts = documents(40)
    texts[20] = bad
    good = [Fake().explain(t) for i, t in enumerate(texts) if i != 20]
    options: dict[str, Any] = {"jobs": jobs, "chunk": 6}

    assert list(explain_many(texts, Fake(), on_error="skip", **options)) == good
    kept = list(explain_many(texts, Fake(), on_error="keep", **options))
    assert kept[20] == Repair(bad, bad)
    assert kept[20].text is bad
    assert kept[:20] + kept[21:] == good

    out: list[Repair] = []
    with pytest.raises(BatchError) as caught:
        move(explain_many(texts, Fake(), **options), out)
    assert out == good[:20]
    assert caught.value.index == 20
    assert str(caught.value).startswith("document 20 (counted from 0)")
    if isinstance(bad, str):
        assert repr(bad[:9])[:-1] in str(caught.value)


def move(stream: Iterator[Repair], out: list[Repair]) -> None:
    """Moves a stream into a list, which then has what came before an error."""
    out.extend(stream)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("die", "document 1 (counted from 0) 'die': it ended the worker process (exit code 3)"),
        ("raise", "document 1 (counted from 0) 'raise': test_batch.AwkwardError: one and two"),
        (
            "raise " + "x" * 90,
            f"document 1 (counted from 0) 'raise {'x' * 54}'…: test_batch.AwkwardError: one and two",
        ),
    ],
)
def test_the_message_says_which_document_and_why(text: str, reason: str) -> None:
    with pytest.raises(BatchError) as caught:
        list(repair_many(["old", text], Fake(), jobs=2))
    assert str(caught.value) == reason
    assert ("AwkwardError" in str(caught.value.__cause__)) == text.startswith("raise")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.index) == (reason, 1)
    assert isinstance(copy, TextRepairError)


@pytest.mark.skipif(not POSIX, reason="no signals")
def test_a_killed_worker_is_told_from_one_that_left() -> None:
    with pytest.raises(BatchError, match="SIGKILL, as when memory runs out"):
        list(repair_many(["killed"], Fake(), jobs=2))


def test_many_deadly_documents_cost_only_themselves() -> None:
    texts = ["die" if i in (0, 1, 13, 29) else f"old {i}" for i in range(30)]
    expected = [f"new {i}" for i in range(30) if texts[i] != "die"]
    assert list(repair_many(texts, Fake(), jobs=2, chunk=3, on_error="skip")) == expected


def test_one_job_stays_here_and_reads_nothing_ahead() -> None:
    read, texts = started()
    out = repair_many(texts, Fake())
    assert read == []
    assert [next(out), next(out)] == ["new 0", "new 1"]
    assert read == [0, 1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_endless_input(jobs: int) -> None:
    read, texts = started()
    out = repair_many(texts, Fake(), jobs=jobs, chunk=4)
    assert list(itertools.islice(out, 25)) == [f"new {i}" for i in range(25)]
    assert len(read) <= 25 + 3 * jobs * 4


def test_long_documents_make_small_chunks() -> None:
    read, numbers = started(100)
    long = "x" * batches.CHUNK_POINTS
    out = repair_many((long for _ in numbers), Fake(), jobs=2)
    assert next(out) == long
    assert len(read) <= 3 * 2 + 1
    assert sum(1 for _ in out) == 99


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("at", [0, 5, 8])
def test_an_error_of_the_input_comes_after_what_was_before_it(jobs: int, at: int) -> None:
    def texts() -> Iterator[str]:
        yield from documents(at)
        raise OSError("the disk is gone")

    out: list[Repair] = []
    with pytest.raises(OSError, match="the disk is gone"):
        move(explain_many(texts(), Fake(), jobs=jobs, chunk=4, on_error="skip"), out)
    assert [r.original for r in out] == documents(at)


@pytest.mark.parametrize("many", [explain_many, repair_many])
def test_closing_early_ends_the_workers_at_once(many: Any) -> None:
    texts = ["old", *["slow"] * 600]  # a minute of work is read and waiting
    out = many(texts, Fake(), jobs=2, chunk=1)
    next(out)
    assert multiprocessing.active_children()
    out.close()
    assert not multiprocessing.active_children()
    slow = many(["slow"] * 600, Fake(), jobs=2, chunk=100)
    unread = many(["old"], Fake(), jobs=2)
    slow.close()
    unread.close()


def test_two_batches_at_once_do_not_meet() -> None:
    a = repair_many(["old a"] * 9, Fake(), jobs=2, chunk=2)
    b = repair_many(["old b", "die"] * 3, Fake(), jobs=2, chunk=2, on_error="skip")
    pairs = list(itertools.zip_longest(a, b))
    assert pairs == [("new a", "new b")] * 3 + [("new a", None)] * 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_documents(jobs: int) -> None:
    assert list(explain_many([], Fake(), jobs=jobs)) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"jobs": -1}, "jobs is -1"),
        ({"jobs": 1.5}, "jobs is 1.5"),
        ({"chunk": 0}, "chunk is 0"),
        ({"on_error": "ignore"}, "'ignore' is not one of raise, keep, skip"),
    ],
)
@pytest.mark.parametrize("many", [explain_many, repair_many])
def test_unusable_options_are_refused_at_once(many: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        many(["old"], Fake(), **options)


@pytest.mark.parametrize("one", ["a text", b"bytes", 7])
def test_one_text_is_not_a_batch(one: Any) -> None:
    with pytest.raises(TypeError):
        repair_many(one, Fake())


def test_a_repairer_that_cannot_be_sent(use: Callable[[str], None]) -> None:
    use("spawn")
    with pytest.raises(pickle.PicklingError, match="stays here"):
        list(repair_many(["old"], Refusing(), jobs=2))


def test_workers_that_cannot_start_are_no_documents_fault(use: Callable[[str], None]) -> None:
    use("spawn")
    with pytest.raises(TextRepairError, match=r"cannot start \(exit code 7\).*__main__") as caught:
        list(repair_many(["old"], Undead(), jobs=2, on_error="skip"))
    assert not isinstance(caught.value, BatchError)


@pytest.mark.skipif(not POSIX, reason="no signals")
def test_workers_do_not_outlive_a_killed_caller() -> None:
    script = (
        "import multiprocessing, test_batch\n"
        "from textrepair.batch import repair_many\n"
        "out = repair_many(['slow'] * 1000, test_batch.Fake(), jobs=2, chunk=1)\n"
        "next(out)\n"
        "print(*(p.pid for p in multiprocessing.active_children()), flush=True)\n"
        "for text in out: pass\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen([sys.executable, "-c", script], env=env, stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        workers = [int(pid) for pid in caller.stdout.readline().split()]
        caller.kill()
        caller.stdout.read()  # ends when nobody holds the other end: caller and workers are gone
    assert len(workers) == 2


def test_the_real_repairer() -> None:
    repairer = Repairer(level="safe")
    texts = [
        "Nothing is wrong here.",
        "They have interaction with the final yr of the Normal Meeting.",
        "",
        "a\r\nb",
    ]
    expected = [repairer.explain(t) for t in texts]
    assert list(explain_many(texts, repairer, jobs=2, chunk=2)) == expected
    assert list(repair_many(texts, repairer, jobs=2, chunk=2)) == [r.text for r in expected]

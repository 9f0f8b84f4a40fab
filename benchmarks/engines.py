"""Scan engines side by side, on the triggers that ship with the package and the same byte image of the text.

Run ``python -m benchmarks.engines CLEAN.jsonl``; engines that are not installed are left out with a note.
What each finds is compared with the engine in use, so that a fast one cannot win by finding less.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import json
import multiprocessing
import random
import re
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textrepair.find.scan import image
from textrepair.lexicon.store import default_triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DOCS = Path(__file__).parent.parent / "docs" / "speed.md"
SIZE = 5_000  # code points of a document
ROUNDS = 5
SEED = 6


def trie_expression(forms: Iterable[str]) -> str:
    """A regular expression that matches any of the forms, longest first, with shared beginnings shared."""
    root: dict[str, Any] = {}
    for form in forms:
        node = root
        for letter in form:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _expression(root)


def _expression(node: dict[str, Any]) -> str:
    parts = [re.escape(letter) + _expression(below) for letter, below in sorted(node.items()) if letter]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
    return joined + "?" * ("" in node)


def _ahocorasick_rs(kind: str) -> Callable[[list[bytes]], Callable[[bytes], int]]:
    def build(patterns: list[bytes]) -> Callable[[bytes], int]:
        engine = importlib.import_module("ahocorasick_rs")
        automaton = engine.BytesAhoCorasick(patterns, implementation=getattr(engine.Implementation, kind))
        return lambda picture: len(automaton.find_matches_as_indexes(picture))

    return build


def _pyahocorasick(patterns: list[bytes]) -> Callable[[bytes], int]:
    automaton = importlib.import_module("ahocorasick").Automaton()
    for number, pattern in enumerate(patterns):
        automaton.add_word(pattern.decode("latin-1"), number)
    automaton.make_automaton()
    return lambda picture: len(list(automaton.iter(picture.decode("latin-1"))))


def _daachorse(patterns: list[bytes]) -> Callable[[bytes], int]:
    automaton = importlib.import_module("daachorse").DoubleArrayAhoCorasick(patterns)
    return lambda picture: len(automaton.find(picture))


def _hyperscan(patterns: list[bytes]) -> Callable[[bytes], int]:
    database = importlib.import_module("hyperscan").Database()
    database.compile(expressions=patterns, ids=range(len(patterns)), elements=len(patterns), literal=True)

    def scan(picture: bytes) -> int:
        hits: list[tuple[int, int]] = []
        database.scan(picture, match_event_handler=lambda which, start, end, *_: hits.append((which, end)))
        return len(hits)

    return scan


def _re(patterns: list[bytes]) -> Callable[[bytes], int]:
    expression = re.compile(trie_expression(p.decode("latin-1") for p in patterns).encode("latin-1"))
    return lambda picture: sum(1 for _ in expression.finditer(picture))


ENGINES: dict[str, tuple[str, Callable[[list[bytes]], Callable[[bytes], int]]]] = {
    "ahocorasick_rs, contiguous NFA (in use)": ("ahocorasick_rs", _ahocorasick_rs("ContiguousNFA")),
    "ahocorasick_rs, DFA": ("ahocorasick_rs", _ahocorasick_rs("DFA")),
    "daachorse": ("daachorse", _daachorse),
    "hyperscan": ("hyperscan", _hyperscan),
    "pyahocorasick": ("ahocorasick", _pyahocorasick),
    "re over a trie": ("re", _re),
}


class Result(NamedTuple):
    """What one engine needs: MB/s of images, build in seconds, resident MB it adds, hits in the same text."""

    engine: str
    clean: float
    hits_text: float
    build: float
    memory: float
    hits: int


def trigger_patterns() -> list[bytes]:
    """The patterns of the scanner that ships with the package."""
    forms, stubs = default_triggers()
    return [image(f" {form} ") for form in forms] + [image(stub) for stub in stubs]


def measure(name: str, clean: Sequence[bytes], spun: Sequence[bytes]) -> Result:
    """Build one engine and run it; meant for a fresh process."""
    package, make = ENGINES[name]
    importlib.import_module(package)
    patterns = trigger_patterns()
    gc.collect()
    before, start = resident(), time.process_time()
    scan = make(patterns)
    build = time.process_time() - start
    hits = sum(map(scan, spun))
    memory = resident() - before
    return Result(name, _speed(scan, clean), _speed(scan, spun), build, memory, hits)


def _speed(scan: Callable[[bytes], int], pictures: Sequence[bytes]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for picture in pictures:
            scan(picture)
        times.append(time.process_time() - start)
    return sum(map(len, pictures)) / 1e6 / statistics.median(times)


def resident() -> float:
    """Resident memory in MB: now where the system says so, else the most so far."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmRSS:")[2].split()[0]) / 1024
    resource = importlib.import_module("resource")  # Windows has none
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / (1e6 if sys.platform == "darwin" else 1024)


def read_texts(paths: Iterable[Path]) -> list[str]:
    """The field ``text`` of every line of JSONL files, shuffled (always the same way)."""
    rows = [json.loads(line) for path in paths for line in path.open(encoding="utf-8") if line.strip()]
    texts = [
        row["text"].replace("İ", "I") for row in rows
    ]  # flashtext fails on the one letter that grows in lower case
    random.Random(SEED).shuffle(texts)
    return texts


def documents(texts: Iterable[str], size: int, total: int) -> list[str]:
    """Documents of about `size` code points cut from joined texts at white space, `total` code points in all.

    Raises:
        SystemExit: not enough text.
    """
    stream = "\n\n".join(texts)
    out: list[str] = []
    start = 0
    while start < total and start + size < len(stream):
        stop = stream.find(" ", start + size)
        out.append(stream[start : stop if stop > 0 else len(stream)])
        start += len(out[-1]) + 1
    if not out:
        raise SystemExit(f"documents of {size:,} code points need a longer text; name more JSONL files")
    return out


def write_between(path: Path, name: str, content: str) -> None:
    """Replace what stands between ``<!-- name:begin -->`` and ``<!-- name:end -->``; all of the file or nothing.

    Raises:
        ValueError: the file has no such markers.
    """
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    head, found, rest = path.read_text("utf-8").partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{path.name} has no markers {begin} and {end}; put them where the table belongs")
    scratch = path.with_suffix(".new")
    scratch.write_text(f"{head}{begin}\n{content.strip()}\n{end}{tail}", "utf-8")
    scratch.replace(path)


def table(results: Sequence[Result]) -> str:
    """The results as a table, ratios to the first engine."""
    first = results[0]
    lines = [
        "| engine | clean | with hits | build | memory | hits |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {r.engine} | {r.clean:.0f} MB/s ({r.clean / first.clean:.2f} ×) "
        f"| {r.hits_text:.0f} MB/s ({r.hits_text / first.hits_text:.2f} ×) "
        f"| {1000 * r.build:.0f} ms | {r.memory:.0f} MB | {r.hits:,} |"
        for r in results
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="JSONL files of clean documents with a field `text`")
    parser.add_argument("--quick", action="store_true", help="less text")
    parser.add_argument("--no-docs", action="store_true", help="print only, leave docs/speed.md as it is")
    arguments = parser.parse_args()
    from benchmarks.speed import spin

    texts = documents(read_texts(arguments.files), SIZE, 1_000_000 if arguments.quick else 8_000_000)
    clean = [image(text) for text in texts]
    spun = [image(text) for text in spin(texts[:200], 1 / 6)]
    context = multiprocessing.get_context("spawn")
    results = []
    for name, (package, _) in ENGINES.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name}: not installed, left out")
            continue
        with context.Pool(1) as pool:  # a fresh process each, so that memory can be told apart
            results.append(pool.apply(measure, (name, clean, spun)))
    content = table(results)
    print(content)
    if not arguments.no_docs:
        write_between(DOCS, "engines", content)


if __name__ == "__main__":
    main()

"""Speed beside other tools, in one run on the same text; fills ``docs/speed.md`` and ``results/speed.json``.

Run ``python -m benchmarks.speed CLEAN.jsonl ... [--quick]``. Peers take turns in every round; speeds are medians
over the rounds, ratios are medians of the ratios within a round, so that a busy machine spoils neither much.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import math
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict, deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.engines import DOCS, SEED, documents, read_texts, trie_expression, trigger_patterns, write_between
from textrepair import Repairer, repair_many
from textrepair.find.scan import NOTHING, image
from textrepair.knowledge import default_scanner
from textrepair.lexicon.store import default_triggers, parse, read_blob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Peer = Callable[[str], object]

RESULTS = Path(__file__).parent / "results" / "speed.json"
OURS, SCAN = "textrepair.repair", "raw scan"
ROUNDS = 5
_WORD = re.compile(r"[A-Za-z]+")
KINDS = {
    "quiet": "clean text that the scan alone lets go",
    "clean": "clean text as it comes: some of it wakes the judge",
    "light": "1 % of the words replaced by phrases of the packs",
    "spun": "one word in six replaced",
}
START = """
import json, sys, time
begin = time.perf_counter(); import textrepair
done = time.perf_counter(); textrepair.repair("Nothing is wrong with this sentence.")
clean = time.perf_counter(); textrepair.repair(sys.argv[1])
spun = time.perf_counter()
status = open('/proc/self/status').read() if sys.platform == 'linux' else 'VmRSS: nan'
memory = float(status.partition('VmRSS:')[2].split()[0]) / 1024
print(json.dumps([1000 * (done - begin), 1000 * (clean - done), 1000 * (spun - clean), memory]))
"""


def spin(texts: Sequence[str], share: float) -> list[str]:
    """Texts with a share of their words replaced by spun forms of the packs (always the same ones)."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for spun, line in read_blob("lexicon.bin").items():
        original = parse(line).options[0][0]
        if original.isalpha():
            forms[original].append(spun)
    chance = random.Random(SEED)
    return [_spun(text, share, forms, chance) for text in texts]


def _spun(text: str, share: float, forms: dict[str, list[str]], chance: random.Random) -> str:
    words = list(_WORD.finditer(text))
    able = [m for m in words if m.group().lower() in forms]
    wanted = share * len(words)  # a short text gets one more word or none, by chance
    count = min(len(able), int(wanted) + (chance.random() < wanted % 1))
    out, position = [], 0
    for match in sorted(chance.sample(able, count), key=lambda m: m.start()):
        form = chance.choice(forms[match.group().lower()])
        out += [text[position : match.start()], form.capitalize() if match.group()[0].isupper() else form]
        position = match.end()
    return "".join([*out, text[position:]])


def peers() -> dict[str, Peer]:
    """Everything that runs side by side; what is not installed is left out with a note."""
    automaton = default_scanner()._automaton
    expression = re.compile(trie_expression(p.decode("latin-1") for p in trigger_patterns()).encode("latin-1"))
    found: dict[str, Peer] = {
        "text.lower()": str.lower,
        SCAN: lambda text: automaton.find_matches_as_indexes(b" %b " % image(text)),
        OURS: Repairer().repair,
        "re over a trie (triggers)": lambda text: expression.findall(b" %b " % image(text)),
    }
    for name, package, make in (
        ("flashtext (whole lexicon)", "flashtext", _flashtext),
        ("ftfy.fix_text", "ftfy", lambda: importlib.import_module("ftfy").fix_text),
        ("codespell", "codespell_lib", _codespell),
    ):
        if importlib.util.find_spec(package):
            found[name] = make()
        else:
            print(f"{name}: not installed, left out")
    return found


def _flashtext() -> Peer:
    processor = importlib.import_module("flashtext").KeywordProcessor()
    for spun, line in read_blob("lexicon.bin").items():
        processor.add_keyword(spun, parse(line).options[0][0])
    replace: Peer = processor.replace_keywords
    return replace


def _codespell() -> Peer:
    """Codespell's dictionary and word pattern in process; its command line also reads files and prints."""
    codespell = importlib.import_module("codespell_lib._codespell")
    spellchecker = importlib.import_module("codespell_lib._spellchecker")
    known: dict[str, Any] = {}
    folder = Path(str(codespell.__file__)).parent / "data"
    builder = codespell if hasattr(codespell, "build_dict") else spellchecker
    for name in ("dictionary.txt", "dictionary_rare.txt"):
        builder.build_dict(str(folder / name), known, set())

    def fixed(match: re.Match[str]) -> str:
        word = match.group()
        entry = known.get(word.lower())
        return codespell.fix_case(word, entry.data) if entry and entry.fix else word

    pattern = re.compile(codespell.word_regex_def)
    return lambda text: pattern.sub(fixed, text)


def side_by_side(tools: dict[str, Peer], texts: Sequence[str], seconds: float) -> dict[str, Any]:
    """Let all tools run over the same texts in turns, up to `ROUNDS` times or for about `seconds`.

    Returns:
        By tool: ``speed`` (million code points a second), ``ratio`` (our speed to the tool's), ``call`` (µs).
    """
    rounds: list[dict[str, float]] = []
    begin = time.perf_counter()
    while len(rounds) < ROUNDS and (not rounds or time.perf_counter() - begin < seconds):
        rounds.append({name: _seconds(tool, texts) for name, tool in tools.items()})
    points = sum(map(len, texts)) / 1e6
    return {
        name: {
            "speed": points / statistics.median(r[name] for r in rounds),
            "ratio": statistics.median(r[name] / r[OURS] for r in rounds),
            "call": 1e6 * statistics.median(r[name] for r in rounds) / len(texts),
        }
        for name in tools
    }


def _seconds(tool: Peer, texts: Iterable[str]) -> float:
    """Processor time: other programs disturb it less than wall time."""
    begin = time.process_time()
    for text in texts:
        tool(text)
    return time.process_time() - begin


def quiet(texts: Iterable[str]) -> list[str]:
    """Those texts that one scan lets go."""
    look = default_scanner().look
    return [text for text in texts if not any(look(text))]


def texts_of(kind: str, texts: Sequence[str], size: int, quick: bool) -> list[str]:
    """Documents of one kind and size; fewer where judging takes long."""
    total = {"quiet": 2_000_000, "clean": 1_000_000, "light": 200_000, "spun": 50_000}[kind] // (4 if quick else 1)
    docs = documents(quiet(texts) if kind == "quiet" else texts, size, max(total, size))
    if kind == "quiet":
        return quiet(docs) or docs[:1]  # joined texts may wake the judge together
    return docs if kind == "clean" else spin(docs, 0.01 if kind == "light" else 1 / 6)


def start_up(sentence: str, runs: int) -> dict[str, float]:
    """Medians over fresh processes: import, first repair of clean and of spun text (ms), resident memory (MB)."""
    rows = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", START, sentence], capture_output=True, text=True, check=True)
        rows.append(json.loads(done.stdout))
    names = ("import, ms", "first repair of clean text, ms", "first repair of spun text, ms", "resident memory, MB")
    return {name: statistics.median(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


def growth(text: str, lengths: Sequence[int], tool: Peer) -> dict[str, Any]:
    """Seconds by length (best of three, of one for long texts) and the slope of a log-log fit."""
    seconds = {}
    for length in lengths:
        part = (text * (length // len(text) + 1))[:length]
        seconds[length] = min(_seconds(tool, [part]) for _ in range(3 if length < 1_000_000 else 1))
    slope, _ = statistics.linear_regression(list(map(math.log, seconds)), list(map(math.log, seconds.values())))
    return {"seconds": seconds, "slope": slope}


def adversarial(spun: str, tool: Peer) -> dict[str, float]:
    """Time of hard texts as a multiple of what spun text of the same length takes."""
    size = len(spun)
    triggers = list(default_triggers()[0])
    hard = {
        "one word repeated": "final " * size,
        "one trigger repeated": f"{triggers[0]} " * size,
        "no spaces": "finalyr" * size,
        "all triggers": " ".join(triggers) * (1 + size // 20 // len(triggers)),
        "nested near-matches": "final final yr yr's final-yr " * size,
    }
    base = min(_seconds(tool, [spun]) for _ in range(2))
    return {name: min(_seconds(tool, [text[:size]]) for _ in range(2)) / base for name, text in hard.items()}


def in_parallel(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Wall time of a batch with one and with two processes, their start included, and the ratio."""
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for jobs, taken in seconds.items():
            begin = time.perf_counter()
            deque(repair_many(texts, jobs=jobs), maxlen=0)
            taken.append(time.perf_counter() - begin)
    one, two = (statistics.median(taken) for taken in seconds.values())
    return {"1": one, "2": two, "ratio": one / two}


def run(texts: Sequence[str], quick: bool) -> dict[str, Any]:
    """All measurements; takes under two minutes if `quick`."""
    tools = peers()
    cells: dict[str, Any] = {}
    for size in (200, 5_000, 20_000 if quick else 500_000):
        for kind in KINDS:
            docs = texts_of(kind, texts, size, quick)
            cells[f"{kind}, {size / 1000:g} KB"] = side_by_side(tools, docs, 1 if quick else 5)
            print(f"{kind}, {size / 1000:g} KB: {len(docs)} documents", flush=True)
    look = default_scanner().look
    calm = "\n\n".join(text for text in documents(texts, 1_000, 3_000_000) if look(text) is NOTHING)
    spun = "\n\n".join(spin(documents(texts, 5_000, 30_000), 1 / 6))
    ours = tools[OURS]
    longest, deepest = (5_000_000, 20_000) if quick else (50_000_000, 1_000_000)
    woken = documents(texts, 5_000, 1_000_000)
    return {
        "machine": f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores{', quick run' * quick}",
        "woken": sum(bool(look(text).zones) for text in woken) / len(woken),
        "cells": cells,
        "start": start_up(spun[:2_000], 3 if quick else 7),
        "growth": {
            "quiet": growth(calm, _lengths(longest), ours),
            "spun": growth(spun, _lengths(deepest), ours),
        },
        "adversarial": adversarial(spun[: 5_000 if quick else 20_000], ours),
        "jobs": in_parallel(spin(documents(texts, 5_000, 120_000 if quick else 500_000), 1 / 6), 1 if quick else 3),
    }


def _lengths(longest: int) -> list[int]:
    """1,000 and its multiples by ten up to the longest, and the longest."""
    return [*(n for n in (10**k for k in range(3, 9)) if n < longest), longest]


def report(result: dict[str, Any]) -> str:
    """The results as Markdown."""
    cells: dict[str, Any] = result["cells"]
    names = [n for n in next(iter(cells.values())) if n != OURS]
    lines = [
        f"{result['machine']}. textrepair in million code points a second and µs a document, "
        "then its speed as a multiple of each peer's (above 1: textrepair is faster).",
        "",
        f"| text | {OURS} | {' | '.join(names)} |",
        "|---|---:|" + "---:|" * len(names),
    ]
    for cell, row in cells.items():
        ratios = " | ".join(f"{row[name]['ratio']:.2g} ×" for name in names)
        lines.append(f"| {cell} | {row[OURS]['speed']:.3g} M/s, {row[OURS]['call']:,.0f} µs | {ratios} |")
    lines += ["", *(f"- *{kind}*: {meaning}" for kind, meaning in KINDS.items())]
    small = cells["quiet, 0.2 KB"]
    over = small[OURS]["call"] - small[SCAN]["call"]
    lines += [
        f"- Of clean documents of 5 KB, {result['woken']:.0%} wake the judge.",
        f"- On quiet documents of 0.2 KB a call costs {over:.1f} µs more than the raw scan.",
        "",
        "| start-up, fresh process | |",
        "|---|---:|",
        *(f"| {name} | {value:.0f} |" for name, value in result["start"].items()),
        "",
        "| growth with length | slope of the log-log fit | seconds |",
        "|---|---:|---|",
    ]
    for kind, row in result["growth"].items():
        taken = ", ".join(f"{int(n) / 1000:,.0f} KB: {s:.2g}" for n, s in row["seconds"].items())
        lines.append(f"| {kind} | {row['slope']:.2f} | {taken} |")
    lines += ["", "| hard text | time, as a multiple of spun text of that length |", "|---|---:|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in result["adversarial"].items()]
    jobs = result["jobs"]
    lines += [
        "",
        f"Two processes are {jobs['ratio']:.2f} × as fast as one on spun documents ({jobs['1']:.1f} s alone).",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="JSONL files of clean documents with a field `text`")
    parser.add_argument("--quick", action="store_true", help="less text, shorter documents, fewer rounds")
    parser.add_argument("--no-docs", action="store_true", help="print only, write nothing")
    arguments = parser.parse_args()
    result = run(read_texts(arguments.files), arguments.quick)
    content = report(result)
    print(content)
    if not arguments.no_docs:
        write_between(DOCS, "speed", content)
        RESULTS.parent.mkdir(exist_ok=True)
        scratch = RESULTS.with_suffix(".new")
        scratch.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
        scratch.replace(RESULTS)


if __name__ == "__main__":
    main()

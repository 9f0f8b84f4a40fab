"""Rebuild the context model: ``python -m benchmarks.training.corpus ../shared/corpora/*.xz``.

Reads openly licensed English (xz, one paragraph a line, UTF-8) and writes ``context.bin`` (n-gram counts) and
``topics.bin`` (word vectors) into ``src/textrepair/data``. About four minutes and 6 GB of memory; needs numpy
and scipy (dependency group ``train``).
"""

from __future__ import annotations

import argparse
import lzma
import re
from array import array
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from textrepair.find.tokens import PARAGRAPH, TOKEN, normal

MIN_WORD = 15  # occurrences from which a word is in the vocabulary
DATA = Path(__file__).parents[2] / "src" / "textrepair" / "data"


@dataclass(frozen=True)
class Corpus:
    """A token stream: `stream` holds word numbers from 1 (most frequent), 0 for words out of vocabulary."""

    stream: npt.NDArray[np.uint64]
    words: list[str]
    counts: npt.NDArray[np.int64]


def read_corpus(paths: list[Path]) -> Corpus:
    """Tokenise and number the words of all files."""
    ids: defaultdict[str, int] = defaultdict(lambda: len(ids))
    raw = array("I")
    pattern = re.compile(TOKEN)
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                raw.append(ids[PARAGRAPH])
                raw.extend([ids[normal(t)] for t in pattern.findall(line)])
    stream = np.frombuffer(raw, dtype=np.uint32)
    words = list(ids)
    frequency = np.bincount(stream, minlength=len(words))
    order = np.argsort(-frequency, kind="stable")
    order = order[: int((frequency >= MIN_WORD).sum())]
    number = np.zeros(len(words), np.uint64)
    number[order] = np.arange(1, len(order) + 1)
    return Corpus(number[stream], [words[i] for i in order], frequency[order])


def main() -> None:
    from benchmarks.training import ngrams, vectors

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    corpus = read_corpus(sorted(parser.parse_args().corpora))
    for name, content in (("context.bin", ngrams.artefact(corpus)), ("topics.bin", vectors.artefact(corpus))):
        (DATA / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()

"""What several test files share: documents, and a repairer whose own pack settles what is spun."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from textrepair import Repairer

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
PACK = """\
# invented words, so that the tests do not depend on what the lexicon says of real ones
frobbed flange\tquantum gate\tn\tc
grumbled owl\texpert\tn\tc
umberish\trare\ta\tc
splendiferate\tannounce\tv\tc
"""


@pytest.fixture(scope="session")
def seed() -> str:
    (file,) = (ROOT / "seeds").glob("*.txt")
    return file.read_bytes().decode()


@pytest.fixture(scope="session")
def repairer() -> Repairer:
    return Repairer()


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("packs") / "own.tsv"
    file.write_text(PACK, encoding="utf-8")
    return str(file)


@pytest.fixture(scope="session")
def eager(pack: str) -> Callable[..., Repairer]:
    """A repairer that knows the invented words and acts on the slightest suspicion."""
    return lambda **options: Repairer(packs=[pack], **{"min_confidence": 0.001, "min_suggestion": 0.001} | options)

"""Options: what is accepted, what is refused and how, where files are looked for."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from textrepair import ConfigError, PackError, RepairConfig, Repairer, TextRepairError, repair
from textrepair.config import LEVELS, discover


def test_levels_are_bars() -> None:
    assert [RepairConfig(level=level).bar for level in LEVELS] == sorted(LEVELS.values(), reverse=True)
    assert RepairConfig(level="bold", min_confidence=0.77).bar == 0.77


def test_configurations_are_values() -> None:
    config = RepairConfig(terms=["neural network"], ignore_words={"desk"}, residue="all")  # type: ignore[arg-type]
    assert config == RepairConfig.from_dict(config.to_dict())
    assert hash(config) == hash(pickle.loads(pickle.dumps(config)))
    assert config.terms == ("neural network",)
    assert config.with_options(level="safe").terms == config.terms
    assert config.level == "balanced"
    with pytest.raises(AttributeError):
        config.level = "safe"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"levl": "safe"}, "unknown option 'levl'; did you mean 'level'"),
        ({"min_confidnce": 0.5}, "did you mean 'min_confidence'"),
        ({"ignore-words": ["x"]}, "did you mean 'ignore_words'"),
        ({"qqqq": 1}, "unknown option 'qqqq' \\(known: level, "),
        ({"level": "brave"}, "level 'brave' is not one of safe, balanced, bold"),
        ({"level": ["safe"]}, "is not one of safe, balanced, bold"),
        ({"level": None}, "is not one of safe, balanced, bold"),
        ({"residue": True}, "residue True is not one of lines, all, none"),
        ({"min_confidence": 1.5}, "must be a probability between 0 and 1"),
        ({"min_confidence": 0}, "must be a probability between 0 and 1"),
        ({"min_confidence": "0.5"}, "must be a probability between 0 and 1"),
        ({"min_confidence": float("nan")}, "must be a probability between 0 and 1"),
        ({"min_suggestion": -1}, "min_suggestion is -1"),
        ({"unicode": "no"}, "unicode is 'no'; it must be true or false"),
        ({"terms": "neural network"}, "terms must be a list of strings, not one str"),
        ({"packs": b"own.tsv"}, "packs must be a list of strings, not one bytes"),
        ({"packs": Path("own.tsv")}, "packs must be a list of strings, not one"),
        ({"packs": 5}, "packs must be a list of strings, not 5"),
        ({"ignore_words": None}, "ignore_words must be a list of strings, not None"),
        ({"ignore_words": [b"desk"]}, "ignore_words must hold strings only, not b'desk'"),
        ({"terms": ["a term", 5]}, "terms must hold strings only, not 5"),
        ({"ignore_patterns": ["fine", "(unclosed"]}, "ignore_patterns: '\\(unclosed' is not a regular expression"),
    ],
)
def test_unusable_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Repairer(**options)
    with pytest.raises(TextRepairError):
        repair("text", **options)
    with pytest.raises(ValueError, match=message):
        Repairer(RepairConfig.from_dict(options))


@pytest.mark.parametrize("config", [{"level": "safe"}, "safe", 0])
def test_a_configuration_is_a_config(config: Any) -> None:
    with pytest.raises(TypeError, match=r"config is a RepairConfig, not .*give options by name"):
        Repairer(config)


def test_a_pattern_that_never_ends_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textrepair.reading.PATTERN_TIMEOUT", 0.05)
    ours = Repairer(ignore_patterns=[r"(x+x+)+y"], terms=["neural network"])
    with pytest.raises(ConfigError, match=r"takes more than 0\.05 seconds on a text; make it simpler"):
        ours.repair("counterfeit brain organization " + "x" * 5000)


# Packs


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("only one column", "expected spun, original and"),
        ("spun\toriginal\tn\tc\tmore", "expected spun, original and"),
        ("spun\toriginal\tq", "part of speech 'q' is not one of"),
        ("spun\toriginal\tn\tsure", "tier 'sure' is not one of c, l, t"),
        ("\toriginal", "spun side '' is not a word or phrase"),
        ("spun\t<b>", "original side '<b>' is not a word or phrase"),
    ],
)
def test_a_bad_line_of_a_pack_is_named(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(f"# fine\n\nfrobbed flange\tquantum gate\n{line}\n", encoding="utf-8")
    with pytest.raises(PackError, match=message) as caught:
        Repairer(packs=[file])
    assert str(caught.value).startswith(f"{file}:4: ")


def test_packs_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    binary = tmp_path / "binary.tsv"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing.tsv", tmp_path, binary):
        with pytest.raises(PackError, match="cannot read the pack") as caught:
            Repairer(packs=[str(path)])
        assert str(path) in str(caught.value)


def test_an_empty_pack_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("# nothing yet\n", encoding="utf-8")
    text = "She saw a flange in the cellar."
    assert repair(text, packs=[str(file)]) is text


# Files


def test_the_nearest_file_with_a_table_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.textrepair]\nlevel = "safe"\nterms = ["neural network"]\n')
    (inner / "pyproject.toml").write_text('[tool.other]\nlevel = "bold"\n')
    assert discover(inner) == RepairConfig(level="safe", terms=("neural network",))
    (tmp_path / "a" / "textrepair.toml").write_text('level = "bold"\n')
    assert discover(inner).level == "bold"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"level = ", "cannot read the configuration"),
        (b"\xff", "cannot read the configuration"),
        (b'levl = "safe"', "unknown option 'levl'; did you mean 'level'"),
        (b'level = "brave"', "level 'brave' is not one of"),
        (b"terms = 5", "terms must be a list of strings"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "textrepair.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=message) as caught:
        discover(tmp_path)
    assert str(file) in str(caught.value)


def test_a_table_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool]\ntextrepair = "safe"\n')
    with pytest.raises(ConfigError, match=r"pyproject\.toml: .*table"):
        discover(tmp_path)

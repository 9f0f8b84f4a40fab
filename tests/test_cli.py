"""The command line: snapshot cases as data (``cli_cases/*.toml``), then what no snapshot can hold."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("typer", reason="needs the extra: pip install 'textrepair[cli]'")

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from textrepair import Edit, Evidence, Passage, Repair, RepairConfig, Repairer, Spin
from textrepair.cli import main
from textrepair.cli.colour import unified, visible
from textrepair.cli.inputs import FileError, exact_codec
from textrepair.cli.outputs import Places
from textrepair.cli.settings import dump
from textrepair.cli.writing import AtomicFile, replace_file
from textrepair.model import apply_edits

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
SCHEMA = json.loads((HERE.parent / "docs" / "repair.schema.json").read_text(encoding="utf-8"))
CASES = sorted((HERE / "cli_cases").glob("*.toml"))
NOT_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="POSIX modes and devices")
PAIRS = {"final yr": ("last year", 0.95), "informed": ("told", 0.7), "Source link\n": ("", 0.99)}


def stub(self: Repairer, text: str) -> Repair:
    """An engine of three facts, so that the snapshots do not change with the lexicon."""
    made: list[Edit] = []
    suggested: list[Edit] = []
    for match in re.finditer("|".join(PAIRS), text):
        if match.group() not in self.config.ignore_words:
            replacement, confidence = PAIRS[match.group()]
            reasons = (Evidence("channel", 2.5, "how often the swap was seen"),)
            rule = f"pair/{match.group().strip()}"
            other = () if match.group() != "informed" else ("notified", "briefed")
            edit = Edit(*match.span(), match.group(), replacement, other, rule, confidence, reasons)
            (made if confidence >= self.config.bar else suggested).append(edit)
    edits = tuple(made)
    spin = Spin(0.97, 1.0, (Passage(0, len(text), 0.97, "A"),), "A") if made else Spin(0.0)
    return Repair(text, apply_edits(text, edits), edits, tuple(suggested), spin)


class Outcome(NamedTuple):
    code: int
    out: bytes
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> Any:
    """Run the command line in an empty folder, on the stub engine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Repairer, "explain", stub)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        captured = capfdbinary.readouterr()
        return Outcome(code, captured.out, captured.err.decode())

    return call


def process(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start the command line as a process of its own."""
    command = [sys.executable, "-m", "textrepair.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, env=environment, **options)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path, run: Any, tmp_path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {"about", "args", "stdin", "files", "hex", "code", "stdout", "stderr", "after", "after_hex"}
    assert set(case) <= known
    contents = {name: text.encode() for name, text in case.get("files", {}).items()}
    contents |= {name: bytes.fromhex(data) for name, data in case.get("hex", {}).items()}
    for name, data in contents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)

    outcome = run(*case["args"], stdin=case.get("stdin", "").encode())

    assert outcome.err == case.get("stderr", "")
    assert outcome.out.decode(errors="backslashreplace") == case.get("stdout", "")
    assert outcome.code == case["code"]
    # What the case does not mention must be as it was, and nothing may lie around.
    contents |= {name: text.encode() for name, text in case.get("after", {}).items()}
    contents |= {name: bytes.fromhex(data) for name, data in case.get("after_hex", {}).items()}
    found = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert found == {str(Path(name)): data for name, data in contents.items()}


def test_every_option_and_exit_code_has_a_case() -> None:
    from textrepair.cli import options

    cases = [tomllib.loads(p.read_text(encoding="utf-8")) for p in CASES]
    used = {word.partition("=")[0] for case in cases for word in case["args"]}
    flags = re.findall(r'"((?:--?[\w-]+ ?)+)"', Path(options.__file__).read_text(encoding="utf-8"))
    assert len(flags) > 20
    assert [f for f in flags if not used.intersection(f.split())] == []
    assert {case["code"] for case in cases} == {0, 1, 2}


def test_help_shows_options_and_examples(run: Any) -> None:
    outcome = run("--help")
    shown = outcome.out.decode()
    assert outcome.code == 0
    for expected in (
        "--write-changes",
        "--min-confidence",
        "Examples",
        "textrepair --diff article.txt",
        "Exit codes",
    ):
        assert expected in shown


@pytest.mark.parametrize("style", ["--explain", "--diff", "--inline", "--json", "--check", "--summary"])
def test_the_real_engine_repairs_the_seed(style: str, monkeypatch: Any, capfdbinary: Any) -> None:
    code = main(["--isolated", style, *map(str, SEEDS)])
    captured = capfdbinary.readouterr()
    assert code == (style == "--check")
    assert captured.out
    assert bool(captured.err) == (style == "--summary")


def test_json_follows_the_schema(capfdbinary: Any) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert main(["--isolated", "--json", *map(str, SEEDS), *map(str, SEEDS)]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert len(lines) == 2 * len(SEEDS)
    for line in lines:
        value = json.loads(line)
        Draft202012Validator(SCHEMA).validate(value)
        source = SEEDS[0].read_bytes().decode()
        assert value["edits"]
        assert all(source[e["start"] : e["end"]] == e["original"] for e in value["edits"])


def test_schema_refuses_what_is_not_a_repair() -> None:
    good = Repair("a b", "a c", (Edit(2, 3, "b", "c"),)).to_dict()
    assert Draft202012Validator(SCHEMA).is_valid(good)
    assert not Draft202012Validator(SCHEMA).is_valid({**good, "version": 2})
    assert not Draft202012Validator(SCHEMA).is_valid({**good, "more": 1})


def test_dumped_configuration_reads_back() -> None:
    config = RepairConfig(level="safe", ignore_words=('say "x"\\', "naïve\x7f\t"), min_confidence=0.5)
    assert RepairConfig.from_dict(tomllib.loads(dump(config))) == config
    assert "# min_confidence is not set" in dump(RepairConfig())


def test_write_keeps_mode_link_and_bytes_outside_edits(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(b"\xef\xbb\xbfone\r\nthe final yr\rx\x0c\x00\n\xe2\x80\xa8end")
    page.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(page)
    assert run("-w", "link.txt") == (0, b"", "repaired link.txt (1 edit)\n")
    assert page.read_bytes() == b"\xef\xbb\xbfone\r\nthe last year\rx\x0c\x00\n\xe2\x80\xa8end"
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert (tmp_path / "link.txt").is_symlink()


def test_write_leaves_clean_files_untouched(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("clean")
    before = page.stat()
    assert run("-w", "page.txt") == (0, b"", "")
    assert (page.stat().st_mtime_ns, page.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


@NOT_WINDOWS
def test_write_refuses_a_read_only_file_and_goes_on(run: Any, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("the final yr")
    (tmp_path / "a.txt").chmod(0o444)
    code, _, err = run("-w", "-q", "a.txt", "b.txt")
    assert code == 2
    assert "a.txt: cannot write it: it is read-only" in err
    assert (tmp_path / "a.txt").read_text() == "the final yr"
    assert (tmp_path / "b.txt").read_text() == "the last year"


def test_a_write_that_fails_half_way_keeps_the_file(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("the final yr")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("-w", "a.txt") == (2, b"", "textrepair: a.txt: cannot write it: no space left on device\n")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "the final yr"


def test_an_interrupted_write_keeps_the_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def interrupted() -> None:
        with AtomicFile(str(target)) as file:
            file.write(b"half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.txt", "old")]


@NOT_WINDOWS
def test_devices_are_written_and_not_replaced(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("the final yr")
    assert run("-o", os.devnull, "a.txt").code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116


@NOT_WINDOWS
def test_new_files_get_the_usual_mode(tmp_path: Path) -> None:
    replace_file(str(tmp_path / "new"), b"x")
    (tmp_path / "usual").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_folder_of_the_output_must_exist(run: Any) -> None:
    code, out, err = run("-o", "nowhere/out.txt", stdin=b"x")
    assert (code, out) == (2, b"")
    assert err == "textrepair: nowhere/out.txt: cannot write it: no such file or directory\n"
    with pytest.raises(FileError, match="is a folder"):
        AtomicFile(".")


@NOT_WINDOWS
def test_a_full_disk_behind_standard_output_is_an_error() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        ended = process("--isolated", str(SEEDS[0]), stdout=full, stderr=subprocess.PIPE)
        _, err = ended.communicate()
    assert ended.returncode == 2
    assert err.decode() == "textrepair: standard output: cannot write it: no space left on device\n"


@NOT_WINDOWS
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text("- - - -\n" * 30_000)  # more than a pipe holds
    with process("--isolated", str(big), str(big), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.read(7) == b"- - - -"
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_without_input_on_a_terminal_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("textrepair: nothing to repair: name files, or - ")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--dif", "a.txt"], "--diff"),
        (["--min-confidence", "high"], "--min-confidence"),
        (["--level"], "--level"),
        (["--errors", "drop", "a.txt"], "'surrogateescape'"),
    ],
)
def test_wrong_calls_end_in_one_line_that_helps(arguments: list[str], expected: str, run: Any) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, b"")
    assert expected in err
    assert err.startswith("textrepair: ")
    assert err.endswith("see textrepair --help\n")
    assert err.count("\n") == 1


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.delitem(sys.modules, "textrepair.cli.app", raising=False)
    monkeypatch.delitem(sys.modules, "textrepair.cli.options", raising=False)
    monkeypatch.setitem(sys.modules, "typer", None)
    assert main([]) == 2
    message = capsys.readouterr().err
    assert "pip install 'textrepair[cli]'" in message
    assert message.count("\n") == 1


def test_a_bug_is_told_without_a_traceback(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Repair:
        raise RuntimeError("wheel fell off")

    monkeypatch.setattr(Repairer, "explain", broken)
    (tmp_path / "out.txt").write_text("old")
    code, out, err = run("-o", "out.txt", stdin=b"x")
    assert (code, out) == (2, b"")
    assert "unexpected RuntimeError: wheel fell off" in err
    assert "Traceback" not in err
    assert (tmp_path / "out.txt").read_text() == "old"
    monkeypatch.setenv("TEXTREPAIR_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        run(stdin=b"x")


def test_every_file_has_the_configuration_of_its_folder(run: Any, tmp_path: Path) -> None:
    for folder, level in (("one", "safe"), ("two", "bold")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "textrepair.toml").write_text(f'level = "{level}"')
        (tmp_path / folder / "a.txt").write_text("he informed us\n")
    assert run("one/a.txt", "two/a.txt").out == b"he informed us\nhe told us\n"


def test_colour_only_where_it_is_wanted(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"the final yr \x1b[2J\n"
    for report in ("--diff", "--inline", "--explain"):
        assert b"\x1b[31;9m" not in run(report, "-", stdin=text).out
        painted = run(report, "--color=always", "-", stdin=text).out
        assert b"\x1b[31;9m" in painted
        assert b"\x1b[2J" not in painted, "a text must not steer the terminal"


@given(st.text(alphabet=st.sampled_from("ab-+@\\ \n"), max_size=40), st.text(alphabet="ab-+ \n", max_size=40))
def test_a_painted_diff_says_what_the_plain_one_says(before: str, after: str) -> None:
    plain = Repair(before, after).diff()
    assert re.sub(r"\x1b\[[\d;]*m", "", unified(plain)) == visible(plain)


@given(st.text(alphabet=st.sampled_from("ab\r\n\u2028é"), max_size=30), st.data())
def test_places_count_lines_and_columns(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = map(int, Places(text)(offset).split(":"))
    starts = [0, *(m.end() for m in re.finditer(r"\r\n|\r|\n", text))]
    assert starts[line - 1] + column - 1 == offset
    assert line == len(starts) or offset < starts[line]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("marked", [True, False])
def test_write_keeps_encoding_and_byte_order_mark(encoding: str, marked: bool, run: Any, tmp_path: Path) -> None:
    big = "be" if encoding.endswith(("16", "32")) else ""
    codec = f"{encoding}-{big}" if big and marked else exact_codec(encoding, b"")
    mark = "\ufeff" if marked and codec.startswith("utf") else ""
    page = tmp_path / "page.txt"
    page.write_bytes(f"{mark}café, the final yr".encode(codec))
    assert run("-w", "-q", "--encoding", encoding, "page.txt") == (0, b"", "")
    assert page.read_bytes() == f"{mark}café, the last year".encode(codec)


def test_the_module_is_typed() -> None:
    assert (resources.files("textrepair") / "py.typed").is_file()

"""Writing: standard output that may close early, and files that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from textrepair.cli.inputs import FileError, reason

if TYPE_CHECKING:
    from types import TracebackType


class AtomicFile:
    """A file that takes the place of `path` when it is complete; until then `path` stays as it is.

    The new content is written beside the target and moved over it; mode and (where allowed) owner are kept,
    symbolic links are followed. Devices and pipes are written directly. As a context manager it commits on a
    normal exit and discards on an error.

    Raises:
        FileError: the target or its folder cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.name = path
        self.target = Path(os.path.realpath(path))
        self.temporary: Path | None = None
        try:
            self._file = self._open()
        except OSError as error:
            raise self._error(error) from None

    def _open(self) -> BinaryIO:
        if not self.target.exists():
            return self._beside(0o666)
        kind = self.target.stat().st_mode
        if stat.S_ISDIR(kind):
            raise FileError(f"{self.name}: cannot write it: is a folder")
        # The mode bits too, for a user whom they do not bind.
        if not (kind & 0o222 and os.access(self.target, os.W_OK)):
            advice = "it is read-only; change its mode or write elsewhere with -o"
            raise FileError(f"{self.name}: cannot write it: {advice}")
        return self._beside(0o600) if stat.S_ISREG(kind) else self.target.open("wb")

    def _beside(self, mode: int) -> BinaryIO:
        path = self.target.with_name(f".textrepair-{secrets.token_hex(6)}.tmp")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        self.temporary = path
        return os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Add bytes.

        Raises:
            FileError: for example a full disk.
        """
        try:
            self._file.write(data)
        except OSError as error:
            raise self._error(error) from None

    def commit(self) -> None:
        """Let the new content take the target's place.

        Raises:
            FileError: it could not; the target is as it was.
        """
        try:
            self._file.flush()
            if self.temporary:
                os.fsync(self._file.fileno())
            self._file.close()
            if self.temporary:
                self._keep_mode_and_owner(self.temporary)
                self.temporary.replace(self.target)
                self.temporary = None
        except OSError as error:
            raise self._error(error) from None

    def _keep_mode_and_owner(self, temporary: Path) -> None:
        if self.target.exists():
            if hasattr(os, "chown"):
                owner = self.target.stat()
                with contextlib.suppress(OSError):  # only a superuser may give files away
                    os.chown(temporary, owner.st_uid, owner.st_gid)
            shutil.copymode(self.target, temporary)

    def discard(self) -> None:
        """Drop what was written; the target stays as it was."""
        with contextlib.suppress(OSError):
            self._file.close()
        if self.temporary:
            self.temporary.unlink(missing_ok=True)

    def _error(self, error: OSError) -> FileError:
        return FileError(f"{self.name}: cannot write it: {reason(error)}")

    def __enter__(self) -> AtomicFile:
        """Return itself, open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or discard after an error (also one of the commit itself)."""
        try:
            if kind is None:
                self.commit()
        finally:
            self.discard()


class StandardOutput:
    """Standard output as bytes. `closed` tells that the reader has gone; what is written then is dropped."""

    def __init__(self) -> None:
        self.closed = False
        self.terminal = sys.stdout.isatty()

    def write(self, data: bytes) -> None:
        """Write and flush.

        Raises:
            FileError: for example a full disk.
        """
        if self.closed:
            return
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            self._give_up()
        except OSError as error:
            self._give_up()
            raise FileError(f"standard output: cannot write it: {reason(error)}") from None

    def _give_up(self) -> None:
        self.closed = True
        forget_output()


def forget_output() -> None:
    """Let what is buffered for standard output go nowhere, or Python complains of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def replace_file(path: str, data: bytes) -> None:
    """Give a file new content, whole or not at all.

    Raises:
        FileError: it cannot be written; its content is as it was.
    """
    with AtomicFile(path) as file:
        file.write(data)

"""Reading: a path or ``-`` becomes a `Document`, or an error that says what to do."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass
from pathlib import Path

from textrepair.errors import TextRepairError

STDIN = "-"
_BYTE_ORDERS = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}


class FileError(TextRepairError):
    """A file cannot be read or written; the message names it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and where it came from.

    Attributes:
        name: the path as the user gave it, or ``-``.
        text: the decoded text, line ends and byte order mark as they are.
        encoding: the codec that gives the bytes back, with its byte order.
        errors: how undecodable bytes were handled (as in ``bytes.decode``).
        exact: whether encoding `text` gives back the very bytes that were read.
    """

    name: str
    text: str
    encoding: str = "utf-8"
    errors: str = "strict"
    exact: bool = True

    @property
    def title(self) -> str:
        """The name for a reader."""
        return "standard input" if self.name == STDIN else self.name

    def encode(self, text: str) -> bytes:
        """`text` in the document's encoding.

        Raises:
            FileError: the encoding has no form for some character of it.
        """
        try:
            return text.encode(self.encoding, self.errors)
        except UnicodeEncodeError as error:
            lacking = f"{self.encoding} cannot express {text[error.start : error.end]!r}"
            raise FileError(f"{self.title}: {lacking}; convert the file to UTF-8 first") from None


def read(name: str, encoding: str = "utf-8", errors: str = "strict") -> Document:
    """Read the document at a path, or on standard input for ``-``.

    Raises:
        FileError: missing, a folder, unreadable, or not in `encoding`.
    """
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except IsADirectoryError:
        example = f"{name.rstrip('/')}/*.txt"
        raise FileError(f"{name}: is a folder; name the files in it, for example {example}") from None
    except (OSError, ValueError) as error:
        raise FileError(f"{name}: cannot read it: {reason(error)}") from None
    codec = exact_codec(encoding, data)
    try:
        text = data.decode(codec, errors)
    except UnicodeDecodeError as error:
        raise FileError(_undecodable(name, error)) from None
    document = Document(name, text, codec, errors)
    return document if _comes_back(document, data) else Document(name, text, codec, errors, exact=False)


def reason(error: Exception) -> str:
    """Say what went wrong, without Python's error numbers.

    >>> reason(FileNotFoundError(2, "No such file or directory", "x"))
    'no such file or directory'
    """
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]


def exact_codec(encoding: str, data: bytes) -> str:
    """Return the codec that keeps a byte order mark as a character, so that writing gives the same bytes.

    >>> exact_codec("utf-8-sig", b""), exact_codec("UTF-16", codecs.BOM_UTF16_BE)
    ('utf-8', 'utf-16-be')
    """
    name = codecs.lookup(encoding).name
    if name in _BYTE_ORDERS:
        little, big = _BYTE_ORDERS[name]
        native = "le" if sys.byteorder == "little" else "be"
        return f"{name}-{'le' if data.startswith(little) else 'be' if data.startswith(big) else native}"
    return "utf-8" if name == "utf-8-sig" else name


def read_lines(path: str) -> list[str]:
    """Read the entries of a word list: one a line, UTF-8, blank lines and ``#`` comments left out.

    Raises:
        FileError: unreadable file.
    """
    lines = (line.strip() for line in read(path).text.removeprefix("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _comes_back(document: Document, data: bytes) -> bool:
    try:
        return document.encode(document.text) == data
    except FileError:
        return False


def _undecodable(name: str, error: UnicodeDecodeError) -> str:
    line = error.object.count(b"\n", 0, error.start) + 1
    where = f"byte 0x{error.object[error.start]:02x} at offset {error.start}, line {line}"
    title = "standard input" if name == STDIN else name
    return (
        f"{title}: not valid {error.encoding} ({where}); name its encoding with --encoding, "
        "or keep such bytes as they are with --errors surrogateescape"
    )

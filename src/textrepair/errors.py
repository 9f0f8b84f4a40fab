"""What can go wrong because of what the user gave us; each message says what to do."""

from __future__ import annotations


class TextRepairError(Exception):
    """Base of all errors that the package raises on purpose."""


class ConfigError(TextRepairError, ValueError):
    """An option is unknown or has a value that cannot be used."""


class PackError(TextRepairError, ValueError):
    """A pack cannot be read; the message names file and line."""

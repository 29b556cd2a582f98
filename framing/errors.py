"""Errors that say what is wrong and what to do.

::

    FramingError
    ├── InputError        a path, a file or a column that cannot be used
    ├── ProjectError      a mistake in framing.toml
    ├── LexiconError      a lexicon that cannot be read or used
    ├── ModelError        a model that is missing or does not fit this version
    ├── ComparisonError   groups or settings that cannot be compared
    └── OutputError       a place that cannot be written
"""

from __future__ import annotations

__all__ = ["ComparisonError", "FramingError", "InputError", "LexiconError", "ModelError", "OutputError", "ProjectError"]


class FramingError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(FramingError):
    """A path, a file or a column that cannot be used."""


class ProjectError(FramingError):
    """A mistake in the project file."""


class LexiconError(FramingError):
    """A lexicon that cannot be read or used."""


class ModelError(FramingError):
    """A model that is missing or does not fit this version."""


class ComparisonError(FramingError):
    """Groups or settings that cannot be compared."""


class OutputError(FramingError):
    """A place that cannot be written."""

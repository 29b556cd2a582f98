"""Who is "he", "the colonel", "Moscow"; what kind of source it is; which side it is on."""

from framing.resolve.names import demonym_of
from framing.resolve.project import NamedActor, Project, read_project
from framing.resolve.statements import Resolved, resolve_article, resolve_with_trace
from framing.resolve.vocabulary import words

__all__ = [
    "NamedActor",
    "Project",
    "Resolved",
    "load_tables",
    "read_project",
    "resolve_article",
    "resolve_with_trace",
]


def load_tables() -> None:
    """Read the word lists and the facts of countries now; else the first article that needs them reads them."""
    words()
    demonym_of("France")

"""Who is "he", "the colonel", "Moscow"; what kind of source it is; which side it is on."""

from framing.resolve.project import NamedActor, Project, read_project
from framing.resolve.statements import resolve_article

__all__ = ["NamedActor", "Project", "read_project", "resolve_article"]

"""What the rows of an article depend on: the article, the model, the project, the version, the limits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from framing import __version__
from framing.attribute.model import Device, load_model
from framing.resolve import Project
from framing.saving import project_from_json, project_to_json
from framing.sentiment.model import load_judge
from framing.store.schema import FORMAT
from framing.values import Article

__all__ = ["LIMITS", "Limits", "Settings", "content_hash", "project_of", "settings_of", "text_hash"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of an article: ``characters`` of its text that are analysed, ``seconds`` that it may take."""

    characters: int = 200_000
    seconds: float = 120.0


LIMITS = Limits()
"""Far above what news has: an article of 30,000 words."""


@dataclass(frozen=True)
class Settings:
    """How articles are analysed. It travels to other processes and machines, so it holds plain values only."""

    model: str = "full"
    sha256: str = ""
    project: Project = field(default_factory=Project)
    device: Device = "cpu"
    limits: Limits = LIMITS
    portrayal: str = ""
    """Hash of the model that tells how each mention portrays its actor; empty where that is not asked."""

    @classmethod
    def of(
        cls, *, model: str | Path = "full", project: Project | None = None, device: Device = "cpu",
        limits: Limits = LIMITS, portrayal: bool = False,
    ) -> Settings:  # fmt: skip
        """Settings with the models' hashes. Raises a ModelError where there is no such model."""
        judge = load_judge().sha256 if portrayal else ""
        return cls(str(model), load_model(model, device).sha256, project or Project(), device, limits, judge)

    @cached_property
    def hash(self) -> str:
        """Changes where rows would: with model, project, version of the program or of the tables, and limit of size.

        The limit of time is not in it: it says when to give up, and nothing about what is found. Nor are the labels of
        a project, which are asked for when tables are made; its actors and sides are, for they say who "he" is.
        """
        project = project_to_json(self.project) | {"labels": {}}
        return _digest([FORMAT, __version__, self.sha256, project, self.limits.characters, self.portrayal])

    def to_json(self) -> dict[str, Any]:
        """As ``store.json`` keeps it, for people and for reading the project again."""
        return {
            "hash": self.hash,
            "model": self.model,
            "model_sha256": self.sha256,
            "version": __version__,
            "characters": self.limits.characters,
            "portrayal_sha256": self.portrayal,
            "project": project_to_json(self.project),
        }


def project_of(made: Mapping[str, Any]) -> Project:
    """The project that :meth:`Settings.to_json` wrote."""
    return project_from_json(made["project"])


def settings_of(made: Mapping[str, Any]) -> Settings:
    """What :meth:`Settings.to_json` wrote, with the models as they are now: where they changed, so has the hash."""
    return Settings.of(
        model=made["model"], project=project_of(made), limits=Limits(made["characters"]),
        portrayal=bool(made.get("portrayal_sha256")),
    )  # fmt: skip


def content_hash(article: Article) -> str:
    """Hash of all that the input says of an article, whether it is a copy left aside: that is the corpus's to say."""
    date = article.date.isoformat() if article.date else None
    about = [article.title, article.outlet, date, article.url, sorted(article.extra.items())]
    return _digest([article.text, *about])


def text_hash(text: str) -> str:
    """Hash of a text without regard to white space, by which exact copies are known."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _digest(values: list[Any]) -> str:
    return hashlib.blake2b(json.dumps(values, sort_keys=True).encode("ascii"), digest_size=16).hexdigest()

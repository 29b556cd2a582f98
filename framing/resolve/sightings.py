"""An actor as one article has it: what the join of a corpus goes by."""

from __future__ import annotations

from dataclasses import dataclass

from framing.resolve.actors import Actor
from framing.resolve.vocabulary import Gender
from framing.values import Speaker

__all__ = ["Sighting", "sighting_of"]

_SURE = 3
"""So many more votes for one sex than for the other, and the text has told it: a title, or some pronouns."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A named actor of one article: the speaker that it is there, and what the article shows of it.

    ``forms`` are its names as written, without titles, with how often each stands there; ``gender`` is what titles and
    pronouns tell, never what a given name suggests; ``roles`` are the nouns by which it is called ("senator").
    """

    article_id: str
    speaker: Speaker
    person: bool
    forms: tuple[tuple[str, int], ...]
    gender: Gender = ""
    roles: frozenset[str] = frozenset()


def sighting_of(actor: Actor, speaker: Speaker, article_id: str) -> Sighting:
    """The sighting of an article's actor, who is ``speaker`` where it speaks."""
    m, f = actor.genders.get("m", 0), actor.genders.get("f", 0)
    gender = "m" if m - f >= _SURE else "f" if f - m >= _SURE else ""
    forms = tuple(actor.forms.items()) or ((actor.name, 1),)
    return Sighting(article_id, speaker, actor.person, forms, gender, frozenset(actor.roles))

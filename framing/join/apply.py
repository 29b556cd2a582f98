"""Statements with the actors of the corpus in place of the actors of each article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from framing.join.names import person_name
from framing.join.table import Join, JoinedActor, Surfaces, join_sightings
from framing.join.unnamed import Unnamed
from framing.resolve.names import fold, honorific_gender, strip_titles
from framing.resolve.project import Project
from framing.resolve.roles import over_corpus
from framing.resolve.sightings import Sighting
from framing.resolve.vocabulary import words
from framing.values import Passage, Speaker, SpeakerType, Statement

if TYPE_CHECKING:
    from framing.statements import Statements

__all__ = ["as_found", "join_of", "join_statements", "joined", "sightings_of"]


def join_statements(
    statements: Statements, sightings: Sequence[Sighting] | None = None, *, known: Join | None = None
) -> Statements:
    """The statements with every speaker under the id, name, type and role that it has in the corpus.

    ``sightings`` are all named actors of the articles; without them, the speakers alone are joined, by what the phrases
    that name them tell. ``known`` is an earlier join, whose ids stay. What the article by itself says of a speaker is
    kept in :attr:`framing.Speaker.found`, and :func:`as_found` gives it back.
    """
    plain = as_found(statements)
    project = statements.provenance.project if statements.provenance else Project()
    listed = sightings_of(plain) if sightings is None else sightings
    made = join_sightings(listed, statements.corpus, project=project, known=known)
    dates = {a.id: a.date for a in statements.corpus}
    items = over_corpus(tuple(joined(plain, made, project, dates)), dates)
    if project.actors:  # what the project says of an office wins over what the articles say
        items = tuple(s.with_speakers(partial(project.apply, on=dates[s.article_id])) for s in items)
    return replace(plain, items=items, join=made, stored=None)


def as_found(statements: Statements) -> Statements:
    """The statements with their speakers as each article by itself has them."""
    if statements.join is None:
        return statements
    items = tuple(s.with_speakers(lambda who: who.found or who) for s in statements)
    return replace(statements, items=items, join=None, stored=None)


def joined(
    statements: Iterable[Statement], join: Join, project: Project, dates: Mapping[str, dt.date | None]
) -> list[Statement]:
    """Statements of whole articles in their order, which are read in the order of each article's text.

    What a speaker is by all articles (:func:`framing.resolve.roles.over_corpus`) is not in it yet.
    """
    by_article: dict[str, list[int]] = {}
    items = list(statements)
    for i, statement in enumerate(items):
        by_article.setdefault(statement.article_id, []).append(i)
    for article_id, places in by_article.items():
        unnamed = Unnamed(article_id)

        def actor(who: Speaker, phrase: Passage | None, at: str = article_id, own: Unnamed = unnamed) -> Speaker:
            return join.speaker(at, who, project, dates.get(at)) if who.named else own.speaker(who, phrase)

        for i in sorted(places, key=lambda p: (items[p].field != "title", items[p].content.start)):
            one = items[i]
            items[i] = replace(
                one,
                speaker=one.speaker and actor(one.speaker, one.source),
                origin_speaker=one.origin_speaker and actor(one.origin_speaker, one.origin),
                co_speakers=tuple(actor(who, None) for who in one.co_speakers),
            )
    return items


def sightings_of(statements: Iterable[Statement]) -> list[Sighting]:
    """The named speakers of statements as sightings, by the phrases that name them."""
    found: dict[tuple[str, str], list[tuple[Speaker, str]]] = {}
    for s in statements:
        named = [(s.speaker, s.source), (s.origin_speaker, s.origin), *((who, None) for who in s.co_speakers)]
        for who, phrase in named:
            if who is not None and who.named:
                found.setdefault((s.article_id, who.id), []).append((who, phrase.text if phrase else ""))
    return [_sighting(article_id, told) for (article_id, _), told in found.items()]


def _sighting(article_id: str, told: Sequence[tuple[Speaker, str]]) -> Sighting:
    who = told[0][0]
    person = who.type is SpeakerType.PERSON
    surname = person_name(who.name).surname
    titles: tuple[str, ...] = ()
    for _, phrase in told if person else ():
        before, name, _ = fold(phrase).partition(surname)
        titles += strip_titles(f"{before} X")[1] if name else ()
    roles = frozenset(r for t in titles if (r := words().role(t)))
    return Sighting(article_id, who, person, ((who.name, len(told)),), honorific_gender(titles), roles)


def join_of(statements: Iterable[Statement]) -> Join:
    """The join that statements bear, as their lines of JSON keep it: speakers alone, and no doubts."""
    surfaces: dict[tuple[str, str], str] = {}
    names: dict[str, dict[str, set[str]]] = {}
    who: dict[str, Speaker] = {}
    for s in statements:
        for speaker in (s.speaker, s.origin_speaker, *s.co_speakers):
            if speaker is not None and speaker.named:
                own = speaker.found or speaker
                surfaces[s.article_id, own.id] = speaker.id
                who.setdefault(speaker.id, speaker)
                names.setdefault(speaker.id, {}).setdefault(own.name, set()).add(s.article_id)
    actors = {
        key: JoinedActor(
            key, one.name, one.type, one.type is SpeakerType.PERSON,
            tuple(sorted((n, len(a)) for n, a in names[key].items())), ((one.name, 1),),
        )
        for key, one in who.items()
    }  # fmt: skip
    return Join(actors, Surfaces((article, own, i) for (article, own), i in surfaces.items()))

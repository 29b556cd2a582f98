"""Put the statements of an article together: rules, speakers, passages, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from framing.attribute.annotation import Annotation, Attribution
from framing.resolve.acts import act_of, without_deeds
from framing.resolve.antecedents import Discourse, spans_sorted
from framing.resolve.evidence import gather_evidence
from framing.resolve.introductions import introduce, without_names
from framing.resolve.joint import conjuncts
from framing.resolve.kinds import kind_of_actor
from framing.resolve.layout import Layout, layouts
from framing.resolve.names import country_of, fold, slug
from framing.resolve.offices import give_roles
from framing.resolve.phrases import Form, Phrase
from framing.resolve.project import Project
from framing.resolve.roles import best_office
from framing.resolve.roster import Actor, build_roster
from framing.resolve.rules import RULES, Change, Rule, apply, history
from framing.resolve.sightings import Sighting, sighting_of
from framing.resolve.speakers import FIRST_PERSON, Speakers
from framing.resolve.vocabulary import words
from framing.structure import BlockKind
from framing.values import Article, Field, Passage, Span, Speaker, SpeakerType, Statement

__all__ = ["Resolved", "resolve_article", "resolve_with_trace", "speaker_of"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The statements of one article, and which rules made them what they are.

    ``trace`` holds every change in the order in which it was made, those of attributions that were left out too;
    ``changes`` holds, for each statement, the changes of its own attribution.
    """

    statements: tuple[Statement, ...]
    changes: tuple[tuple[Change, ...], ...]
    trace: tuple[Change, ...]
    actors: tuple[Sighting, ...] = ()
    """The named actors of the article, whether they speak or not."""

    @property
    def left_out(self) -> tuple[Change, ...]:
        """The changes by which an attribution was left out."""
        return tuple(c for c in self.trace if c.after is None)


_INCLUDED = re.compile(r",? (?:including|such as|like|among them) ")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Speaker of one attribution, the origin that it relays, and who else makes the statement."""

    speaker: Speaker | None
    origin: Speaker | None
    others: tuple[Speaker, ...] = ()


def resolve_article(
    article: Article, annotations: Mapping[Field, Annotation], project: Project
) -> tuple[Statement, ...]:
    """Statements of one article in order of their content, the title's first, with speakers.

    Nothing but the article itself decides who a name or a pronoun means; ``project`` only renames,
    types and sides the actors found, and keeps names apart.
    """
    return resolve_with_trace(article, annotations, project).statements


def resolve_with_trace(
    article: Article,
    annotations: Mapping[Field, Annotation],
    project: Project,
    *,
    rules: Sequence[Rule] = RULES,
) -> Resolved:
    """As :func:`resolve_article`, with the trace of the rules. Fewer ``rules`` show what one of them does."""
    fields = layouts(annotations)
    found: list[tuple[int, Attribution]] = []
    traces: list[tuple[Change, ...]] = []
    for index, layout in enumerate(fields):
        attributions, trace = apply(rules, layout, layout.annotation.attributions)
        attributions, left_out = without_deeds(layout, attributions)
        found += [(index, a) for a in attributions]
        traces.append((*trace, *left_out))
    spoken, actors = _speakers(fields, found, project)
    statements = [
        _statement(article, n, fields[i], a, s) for n, ((i, a), s) in enumerate(zip(found, spoken, strict=True), 1)
    ]
    inner = _nested(found)
    statements = [replace(s, nested=True) if n in inner else s for n, s in enumerate(statements)]
    return Resolved(
        statements=tuple(
            s.with_speakers(lambda who: project.apply(who, article.date)) for s in _with_one_role_each(statements)
        ),
        changes=tuple(history(a, traces[i]) for i, a in found),
        trace=tuple(c for trace in traces for c in trace),
        actors=tuple(
            sighting_of(actor, project.apply(speaker_of(actor), article.date), article.id)
            for actor in actors
            if actor.named
        ),
    )


def _speakers(
    fields: Sequence[Layout], found: Sequence[tuple[int, Attribution]], project: Project
) -> tuple[list[_Spoken], Sequence[Actor]]:
    """Speaker of every attribution, and all actors; sources are resolved in the order in which they are read."""
    sources = [() if a.hears else _phrases(fields[i], a.source) for i, a in found]
    said = [(i, phrase) for (i, _), source in zip(found, sources, strict=True) for phrase in source]
    roster = build_roster(fields, said, apart=project.apart)
    gather_evidence(roster, fields, said)
    contents = spans_sorted(
        (n, (fields[i].base + start, fields[i].base + end))
        for n, (i, a) in enumerate(found)
        for start, end in a.content
    )
    placed = {
        layout.text[e.start : e.end] for layout in fields for e in layout.entities if e.type in ("group", "place")
    }
    groups = frozenset(fold(w) for name in placed for w in name.split())
    speakers = Speakers(fields, Discourse(fields, roster, contents), groups)
    known = [(n, i, a, source) for n, ((i, a), source) in enumerate(zip(found, sources, strict=True)) if source]
    # "I" and "we" are known only once the speaker of the quotation around them is
    for n, i, _, (first, *others) in sorted(known, key=lambda k: (k[3][0].word in FIRST_PERSON, k[1], k[2].source[0])):
        speakers.resolve(i, first, n, others)
    _share(found, speakers)
    meant = [
        [actor for phrase in _phrases(fields[i], (a.origin,)) if (actor := speakers.mean(i, phrase, n)) is not None]
        if a.origin is not None
        else []
        for n, (i, a) in enumerate(found)
    ]
    introduce(roster, fields)
    give_roles(speakers.discourse.actors, _called(fields, found, sources, meant, speakers))
    made: dict[int, Speaker] = {}

    def speaker(number: int | None) -> Speaker | None:
        if number is None:
            return None
        if number not in made:
            made[number] = project.apply(speaker_of(speakers.discourse.actors[number]))
        return made[number]

    spoken: list[_Spoken] = []
    for n, (_, a) in enumerate(found):
        actors = meant[n] if a.origin is not None and meant[n] else speakers.together.get(n, ())
        together = {made.id: made for made in map(speaker, actors) if made is not None}
        origin = speaker(meant[n][0]) if meant[n] else None
        spoken.append(_Spoken(speaker(speakers.owner_of.get(n)), origin, tuple(together.values())[1:]))
    return spoken, _still_meant(speakers)


def _still_meant(speakers: Speakers) -> list[Actor]:
    """The actors whose names stand somewhere, and those who speak; not those that were merged into others."""
    meant = {m.actor for m in speakers.discourse.roster.mentions} | set(speakers.owner_of.values())
    meant |= {n for together in speakers.together.values() for n in together} | set(speakers.unnamed.values())
    return [actor for actor in speakers.discourse.actors if actor.number in meant]


def _called(
    fields: Sequence[Layout],
    found: Sequence[tuple[int, Attribution]],
    sources: Sequence[tuple[Phrase, ...]],
    meant: Sequence[Sequence[int]],
    speakers: Speakers,
) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    """The descriptions that were taken to mean an actor: its number, the words, and the persons named in them."""
    for n, (i, a) in enumerate(found):
        layout = fields[i]
        own = speakers.together.get(n) or [speakers.owner_of[n]] if n in speakers.owner_of else []
        cited = _phrases(layout, (a.origin,)) if a.origin is not None else ()
        for phrases, actors in ((sources[n], own), (cited, meant[n])):
            for phrase, actor in zip(phrases, actors, strict=False):
                if phrase.form is Form.DESCRIPTION:
                    whole = a.source if phrases is sources[n] else (a.origin,)
                    start = min(phrase.core[0], phrase.head[0])
                    end = max(phrase.core[1], phrase.complement[1] if phrase.complement else 0)
                    if len(phrases) == 1 and whole and whole[0] is not None:
                        start, end = min(start, whole[0][0]), max(end, whole[0][1])
                    included = _INCLUDED.search(layout.text, start, end)
                    end = included.start() if included and phrase.plural else end
                    said, people = without_names(speakers.discourse.roster, layout, (start, end), actor)
                    yield actor, said, people


def _phrases(layout: Layout, source: tuple[Span, ...]) -> tuple[Phrase, ...]:
    """The phrase of a source, or those of a joint one."""
    joint = [layout.phrase(span) for span in conjuncts(layout, source)]
    found = [phrase for phrase in joint or [layout.source_phrase(source)] if phrase is not None]
    return tuple(found)


def _share(found: Sequence[tuple[int, Attribution]], speakers: Speakers) -> None:
    """Attributions that share the speaker of one before them have its actors."""
    owners: dict[tuple[int, Span], int] = {}
    for n, (i, a) in enumerate(found):
        if a.shares is not None and (i, a.shares) in owners and n not in speakers.owner_of:
            earlier = owners[i, a.shares]
            speakers.owner_of[n] = speakers.owner_of[earlier]
            if earlier in speakers.together:
                speakers.together[n] = speakers.together[earlier]
        if n in speakers.owner_of:
            owners[i, a.content[0]] = n


def speaker_of(actor: Actor) -> Speaker:
    """The speaker that an actor of one article is, before the project file renames it or gives it a side."""
    kind = kind_of_actor(actor)
    affiliation = actor.affiliation
    if kind is SpeakerType.GOVERNMENT and affiliation is None:
        seat = words().seats.get(fold(actor.name))
        affiliation = seat or country_of(actor.name) or country_of(actor.name.split()[0])
    return Speaker(
        slug(actor.name), actor.name, kind, named=actor.named, affiliation=affiliation,
        official=actor.office.official, role=actor.office.role, description=actor.introduced,
    )  # fmt: skip


def _with_one_role_each(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of an article with one role for each speaker, where a project file makes one of several actors."""
    known: dict[str, Speaker] = {}
    for s in statements:
        for who in (s.speaker, s.origin_speaker, *s.co_speakers):
            if who is not None:
                known[who.id] = best_office(known.get(who.id, who), who)

    def with_role(who: Speaker) -> Speaker:
        best = known[who.id]
        if (best.role, best.official, best.description) == (who.role, who.official, who.description):
            return who
        return replace(who, role=best.role, official=best.official, description=best.description)

    return tuple(s.with_speakers(with_role) for s in statements)


def _nested(found: Sequence[tuple[int, Attribution]]) -> set[int]:
    """Numbers of the attributions whose content lies within another's, who tells it under a cue of his own."""
    pieces = sorted((i, a, -b, n) for n, (i, one) in enumerate(found) for a, b in one.content)
    inner: set[int] = set()
    outer: tuple[int, int, int, int] | None = None
    for i, start, end, n in pieces:
        if outer is not None and outer[0] == i and -end <= outer[2] and n != outer[3]:
            within = all(any(a >= c and b <= d for c, d in found[outer[3]][1].content) for a, b in found[n][1].content)
            if (
                within
                and found[n][1].cue != found[outer[3]][1].cue
                and found[n][1].content != found[outer[3]][1].content
            ):
                inner.add(n)
        else:
            outer = (i, start, -end, n)
    return inner


def _passage(layout: Layout, spans: tuple[Span, ...]) -> Passage | None:
    text = layout.annotation.document.text  # untouched: line breaks of wrapped text stay in what is shown
    return Passage(" … ".join(text[a:b] for a, b in spans), spans) if spans else None


def _statement(article: Article, n: int, layout: Layout, found: Attribution, spoken: _Spoken) -> Statement:
    content = _passage(layout, found.content)
    assert content is not None  # noqa: S101 (an attribution has content)
    source = _passage(layout, found.source)
    kind = layout.kind(found.content)
    relay = source if found.origin else _passage(layout, (found.relay,)) if found.relay else None
    if relay is not None and article.outlet and fold(relay.text).removeprefix("the ") == fold(article.outlet):
        relay = None  # "told the Courier", in the Courier
    return Statement(
        id=f"{article.id}-{n:03d}",
        article_id=article.id,
        field=layout.field,
        block=str(layout.block_kind(found.content[0][0]) or BlockKind.PARAGRAPH),
        kind=kind,
        source=source,
        cue=_passage(layout, found.cue),
        content=content,
        speaker=spoken.speaker,
        confidence=min(max(found.confidence, 0.0), 1.0),
        origin=_passage(layout, (found.origin,)) if found.origin else None,
        origin_speaker=spoken.origin,
        via=(relay,) if relay is not None else (),
        co_speakers=spoken.others,
        act=act_of(layout, found, kind),
    )

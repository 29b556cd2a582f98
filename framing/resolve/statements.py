"""Put the statements of an article together: kinds, passages, blocks, ids, speakers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from framing.attribute.annotation import Annotation, Found
from framing.resolve.antecedents import Discourse, spans_sorted
from framing.resolve.chains import Chain, cites_source, find_chain
from framing.resolve.evidence import gather_evidence
from framing.resolve.kinds import kind_of_actor, with_officials
from framing.resolve.layout import Layout, layouts
from framing.resolve.mending import mended
from framing.resolve.names import country_of, fold, slug
from framing.resolve.phrases import Form, Phrase, read
from framing.resolve.project import Project
from framing.resolve.roster import Actor, build_roster
from framing.resolve.speakers import FIRST_PERSON, Sources
from framing.resolve.turns import with_turns
from framing.resolve.unclaimed import continued, stated
from framing.resolve.vocabulary import HEARERS, singular, words
from framing.structure import BlockKind
from framing.values import Article, Field, Kind, Passage, Span, Speaker, SpeakerType, Statement

__all__ = ["resolve_article"]

_DIRECT = 0.95
"""Share of a content's words inside quotation marks above which it is direct."""
_APPOSED = re.compile(r", (?=[A-Z])")
_HEARD = re.compile(
    r"(?:has |had |have )?(?:heard|hears?|been told)\b|(?:was|were|is|are|being) (?:also )?told\b", re.I
)
_TOLD = re.compile(r"\s*told[”\"’']?\s*(?:[.;!?\n]|$)", re.I)
_VERB = 12
"""Characters behind a source without a cue in which its verb may stand."""
_NEAR = 60
"""Characters between a cue and the "citing" that belongs to it."""
_MUTE = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.PROMOTION})


@dataclass(frozen=True, slots=True)
class _Piece:
    """One attribution with its spans trimmed and the phrase of its source read."""

    field: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    kind: Kind
    block: BlockKind | None
    phrase: Phrase | None
    continued: bool = False
    """Whether it is a quotation that the model found no statement in: dropped if nobody is known to go on there."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Speaker of one attribution, and the rest of its chain."""

    speaker: Speaker | None = None
    chain: Chain | None = None
    origin: Speaker | None = None


def resolve_article(
    article: Article, annotations: Mapping[Field, Annotation], project: Project
) -> tuple[Statement, ...]:
    """Statements of one article in order of their content, the title's first, with speakers.

    Nothing but the article itself decides who a name or a pronoun means; ``project`` only renames,
    types and sides the actors found, and keeps names apart.
    """
    fields = layouts(annotations)
    pieces = [p for i, layout in enumerate(fields) for p in _pieces(i, layout)]
    pieces.sort(key=lambda p: (p.field, p.content[0], p.content))
    pieces = _without_citations(fields, pieces)
    spoken = zip(pieces, _speakers(fields, pieces, project), strict=True)
    known = [(p, s) for p, s in spoken if s.speaker is not None or not p.continued]
    return with_officials([_statement(article, n, fields[p.field], p, s) for n, (p, s) in enumerate(known, 1)])


def _pieces(index: int, layout: Layout) -> Iterator[_Piece]:
    """The attributions of a field: what the model found, put right, and what the structure shows beside it."""
    found = with_turns(layout, mended(layout))
    found += stated(layout, found)
    for one in found:
        piece = _piece(index, layout, one)
        if piece is not None:
            yield piece
    for one in continued(layout, found):
        piece = _piece(index, layout, one)
        if piece is not None:
            yield replace(piece, continued=True)


def _piece(index: int, layout: Layout, found: Found) -> _Piece | None:
    source, cue, content = found.source, found.cue, found.content
    block = layout.annotation.document.blocks[layout.block(content[0][0])].kind if layout.blocks else None
    if block in _MUTE:
        return None
    blocks = layout.annotation.document.blocks
    if any(blocks[layout.block(a)].kind in _MUTE for a, _ in (*source, *cue) if blocks):
        return None  # "Operation Rage" is not what "© Google Maps" above it says
    phrase = source_phrase(layout, source)
    if phrase is not None and _is_told(layout, phrase, cue, content):
        phrase = None
    return _Piece(index, source, cue, content, found.confidence, _kind(layout, content), block, phrase)


def _is_told(layout: Layout, phrase: Phrase, cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Whether a source only hears: "a court heard", "the jury was told", "…, jury told"."""
    if phrase.form is not Form.DESCRIPTION or singular(phrase.word) not in HEARERS:
        return False
    start, end = (cue[0][0], cue[-1][1]) if cue else (phrase.head[1], phrase.head[1] + _VERB)
    said = layout.text[start:end].strip()
    if _HEARD.match(said):
        return True
    told = _TOLD.match(layout.text, start)
    return told is not None and content[0][0] < phrase.head[0]


def source_phrase(layout: Layout, source: Sequence[Span]) -> Phrase | None:
    """The phrase of a source, read from its longest piece, with a name in apposition right behind it."""
    pos = layout.annotation.pos
    for start, end in sorted(source, key=lambda s: (s[0] - s[1], s)):
        phrase = read(layout.text, (start, end), layout.entities, pos)
        if phrase is None:
            continue
        behind = _APPOSED.match(layout.text, end)
        if phrase.form is Form.DESCRIPTION and phrase.roles and not phrase.plural and behind is not None:
            i = layout.entity_at(behind.end(), behind.end() + 1)
            if i >= 0 and layout.entities[i].type == "person" and layout.entities[i].start == behind.end():
                return read(layout.text, (start, layout.entities[i].end), layout.entities, pos) or phrase
        return phrase
    return None


def _without_citations(fields: Sequence[Layout], pieces: Sequence[_Piece]) -> list[_Piece]:
    """Leave out "citing a US official" as a statement of its own: it is the chain of the one beside it."""
    found: list[_Piece] = []
    for n, piece in enumerate(pieces):
        beside = [
            o for o in (found[-1:] + list(pieces[n + 1 : n + 2])) if o.field == piece.field and o.cue and o.source
        ]
        if not (beside and _is_citation(fields[piece.field], piece, beside)):
            found.append(piece)
    return found


def _is_citation(layout: Layout, piece: _Piece, beside: Sequence[_Piece]) -> bool:
    """Whether an attribution only names whom the report beside it cites."""
    cue = " ".join(layout.text[a:b] for a, b in piece.cue)
    start = piece.content[0][0]
    if cue.lower() not in ("citing", "quoting") or not cites_source(layout, (start, piece.content[-1][1])):
        return False
    follows = any(0 <= piece.cue[0][0] - b < _NEAR for o in beside for _, b in o.cue)
    leads = cue[0].isupper() and layout.sentence(beside[-1].source[0][0]) == layout.sentence(start)
    return follows or (leads and beside[-1].source[0][0] > start)


def _kind(layout: Layout, content: Sequence[Span]) -> Kind:
    """Direct, mixed or indirect by the share of the content's words inside quotation marks."""
    words = total = 0
    for start, end in content:
        total += layout.count_words(start, end)
        first = max(bisect_right(layout.inner, start, key=itemgetter(0)) - 1, 0)
        for a, b in layout.inner[first : bisect_left(layout.inner, end, key=itemgetter(0))]:
            if b > start:
                words += layout.count_words(max(a, start), min(b, end))
    if not words:
        return Kind.INDIRECT
    return Kind.DIRECT if words > _DIRECT * total else Kind.MIXED


def _speakers(fields: Sequence[Layout], pieces: Sequence[_Piece], project: Project) -> list[_Spoken]:
    """Speaker of every attribution; sources are resolved in the order in which they are read."""
    phrases = [(p.field, p.phrase) for p in pieces if p.phrase is not None]
    roster = build_roster(fields, phrases, apart=project.apart)
    gather_evidence(roster, fields, phrases)
    contents = spans_sorted(
        (n, (fields[p.field].base + a, fields[p.field].base + b)) for n, p in enumerate(pieces) for a, b in p.content
    )
    placed = {
        layout.text[e.start : e.end] for layout in fields for e in layout.entities if e.type in ("group", "place")
    }
    groups = frozenset(fold(w) for name in placed for w in name.split())
    sources = Sources(fields, Discourse(fields, roster, contents), groups)
    order = sorted(
        (n for n, p in enumerate(pieces) if p.phrase is not None),
        key=lambda n: (_first_person(pieces[n]), pieces[n].field, pieces[n].source[0]),
    )
    for n in order:
        phrase = pieces[n].phrase
        if phrase is not None:
            sources.resolve(pieces[n].field, phrase, n)
    for n, piece in enumerate(pieces):
        if not piece.source:
            owner = _carried(fields, pieces, n, sources.owner_of)
            if owner is not None:
                sources.owner_of[n] = owner
    made: dict[int, Speaker] = {}

    def speaker(number: int | None) -> Speaker | None:
        if number is None:
            return None
        if number not in made:
            made[number] = project.apply(speaker_of(roster.actors[number]))
        return made[number]

    found: list[_Spoken] = []
    for n, piece in enumerate(pieces):
        chain = find_chain(fields[piece.field], piece.source, piece.cue, piece.content)
        origin = sources.mean(piece.field, chain.phrase, n) if chain is not None and chain.origin else None
        found.append(_Spoken(speaker(sources.owner_of.get(n)), chain, speaker(origin)))
    return found


def _first_person(piece: _Piece) -> bool:
    """Whether the source is "I" or "we": known only once the speaker of the quotation around it is."""
    return piece.phrase is not None and piece.phrase.word in FIRST_PERSON


def _carried(fields: Sequence[Layout], pieces: Sequence[_Piece], n: int, owners: Mapping[int, int]) -> int | None:
    """Speaker of an attribution without a source of its own, where there is no doubt.

    A quotation that fills its paragraph goes on from the one before; a participle ("adding that …")
    shares the subject of its sentence. All else has no speaker.
    """
    piece = pieces[n]
    layout = fields[piece.field]
    earlier = [m for m in range(max(0, n - 3), n) if pieces[m].field == piece.field and m in owners]
    if not earlier:
        return None
    last = earlier[-1]
    cue = " ".join(layout.text[a:b] for a, b in piece.cue).lower().split()
    if cue:
        same = layout.sentence(pieces[last].content[0][0]) == layout.sentence(piece.content[0][0])
        return owners[last] if same and cue[0].endswith("ing") else None
    if piece.kind is not Kind.DIRECT:
        return None
    blocks = layout.annotation.document.blocks
    here = layout.block(piece.content[0][0])
    rest = layout.text[blocks[here].start : piece.content[0][0]] + layout.text[piece.content[-1][1] : blocks[here].end]
    alone = not any(c.isalnum() for c in rest)
    near = here - layout.block(pieces[last].content[-1][1] - 1) <= (1 if alone else 0)
    quoted = pieces[last].kind is not Kind.INDIRECT
    return owners[last] if near and quoted else None


def speaker_of(actor: Actor) -> Speaker:
    kind = kind_of_actor(actor)
    affiliation = actor.affiliation
    if kind is SpeakerType.GOVERNMENT and affiliation is None:
        seat = words().seats.get(fold(actor.name))
        affiliation = seat or country_of(actor.name) or country_of(actor.name.split()[0])
    return Speaker(slug(actor.name), actor.name, kind, named=actor.named, affiliation=affiliation)


def _passage(layout: Layout, spans: tuple[Span, ...]) -> Passage | None:
    if len(spans) == 1:
        return Passage(layout.text[slice(*spans[0])], spans)
    return Passage(" … ".join(layout.text[a:b] for a, b in spans), spans) if spans else None


def _statement(article: Article, n: int, layout: Layout, piece: _Piece, spoken: _Spoken) -> Statement:
    content = _passage(layout, piece.content)
    assert content is not None  # noqa: S101 (a piece has content)
    source = _passage(layout, piece.source)
    chain = spoken.chain
    relay = _passage(layout, (chain.relay,)) if chain is not None and chain.relay else None
    if chain is not None and chain.origin:
        relay = source
    return Statement(
        id=f"{article.id}-{n:03d}",
        article_id=article.id,
        field=layout.field,
        block=str(piece.block or BlockKind.PARAGRAPH),
        kind=piece.kind,
        source=source,
        cue=_passage(layout, piece.cue),
        content=content,
        speaker=spoken.speaker,
        confidence=min(max(piece.confidence, 0.0), 1.0),
        origin=_passage(layout, (chain.origin,)) if chain is not None and chain.origin else None,
        origin_speaker=spoken.origin,
        via=(relay,) if relay is not None else (),
    )

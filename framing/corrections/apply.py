"""Corrections applied to statements: a pure function of both.

Every correction is either applied or refused with its reason; none is guessed at. What a person has put right is a
statement like others, of confidence 1, and :class:`Corrected` says how many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from framing.attribute.annotation import Annotation
from framing.corrections.anchors import find_place, shared_part
from framing.corrections.record import Correction, Corrections, What
from framing.errors import InputError, ProjectError
from framing.extraction import with_project
from framing.resolve.layout import Layout, layouts
from framing.resolve.names import fold, slug
from framing.resolve.project import Project
from framing.statements import Statements
from framing.structure import BlockKind, parse
from framing.values import Article, Field, Passage, Problem, Span, Speaker, SpeakerType, Statement
from framing.wording import amount, join

__all__ = ["Corrected", "apply_corrections"]

_SAME = 0.5
"""Share of the characters of both together that a statement and a corrected place must have in common."""


@dataclass(frozen=True)
class Corrected:
    """What people have put right in statements.

    ``found`` is how many statements the program found, ``checked`` the ids of those of them, and of added ones, that a
    person has looked at; ``changes`` how many were found right, left out, given another speaker or other words, added,
    and how many actors were merged; ``refused`` is how many corrections could not be applied.
    """

    found: int
    checked: frozenset[str] = frozenset()
    changes: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0

    def __str__(self) -> str:
        """In one sentence: "12 of 60 statements checked by hand: 9 right, 2 left out …"."""
        looked = len(self.checked) + self.changes.get(_LEFT_OUT, 0) - self.changes.get(_ADDED, 0)
        parts = [f"{n} {what}" for what, n in self.changes.items() if n and what != _MERGED]
        merged = self.changes.get(_MERGED, 0)
        said = f"{looked} of {amount(self.found, 'statement')} checked by hand"
        said += f": {join(parts)}" if parts else ""
        said += f"; {amount(merged, 'actor')} merged into others" if merged else ""
        return said + (f"; {amount(self.refused, 'correction')} not applied" if self.refused else "") + "."


_RIGHT, _LEFT_OUT, _SPEAKER, _WORDS, _ADDED, _MERGED = (
    "right", "left out", "with another speaker", "with other words", "added", "merged",
)  # fmt: skip


def apply_corrections(statements: Statements, corrections: Corrections) -> Statements:
    """The statements as people have put them right; ``.corrected`` counts it, refused rows are in ``.problems``.

    A place is found again by its words where offsets have moved (:func:`framing.corrections.find_place`). "wrong"
    leaves a statement out, "missing" adds one, and so do another speaker or other words for a statement that this
    extraction does not find. Merged actors become one as an alias in the project file makes them one. Corrections that
    contradict each other are all refused, but of one person's the last counts.

    Raises:
        InputError: if no correction is about an article of these statements: they belong to another corpus.

    """
    known = {a.id for a in statements.corpus}
    about = [c for c in corrections if c.kind is not What.MERGE]
    if about and not any(c.article in known for c in about):
        raise InputError(
            f"{corrections.name}: corrections of another corpus: none of its articles is here (the first is "
            f"{about[0].article!r}); give the articles that the corrections were made on"
        )
    refused: dict[int, str] = dict(corrections.refused)
    agreed = _without_conflicts(corrections.items, refused)
    own: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in agreed:
        if one.kind is not What.MERGE and one.article not in known:
            refused[one.row] = f"no article {one.article!r} was read"
        elif one.kind is not What.MERGE:
            own[one.article].append(one)
    people = _People(statements)
    changes: Counter[str] = Counter(dict.fromkeys((_RIGHT, _LEFT_OUT, _SPEAKER, _WORDS, _ADDED), 0))
    checked: set[str] = set()
    items: list[Statement] = []
    for article_id, group in _by_article(statements).items():
        if article_id in own:
            desk = _Desk(statements.corpus[article_id], group, people, changes, checked, refused)
            group = desk.corrected(own[article_id])
        items += group
    made = replace(statements, items=tuple(items), stored=None)
    made, merged = _merged(made, [c for c in agreed if c.kind is What.MERGE], people, refused)
    changes[_MERGED] = merged
    problems = tuple(
        Problem(f"{corrections.name}, row {row}", f"not applied: {reason}") for row, reason in sorted(refused.items())
    )
    corrected = Corrected(len(statements), frozenset(checked), dict(changes), len(refused))
    return replace(made, corrected=corrected, problems=(*made.problems, *problems))


def _by_article(statements: Statements) -> dict[str, list[Statement]]:
    """The statements of every article that was read, also of those that have none."""
    grouped: dict[str, list[Statement]] = {a.id: [] for a in statements.corpus}
    for s in statements:
        grouped[s.article_id].append(s)
    return grouped


def _without_conflicts(items: Sequence[Correction], refused: dict[int, str]) -> list[Correction]:
    """The corrections that do not contradict each other, each once."""
    last: dict[tuple[object, ...], Correction] = {}
    for one in items:  # of one person's the last counts
        about = one.actors if one.kind is What.MERGE else one.place
        last[(one.kind, about, one.by)] = one
    kept = sorted(last.values(), key=lambda c: c.row)
    groups: defaultdict[tuple[object, ...], list[Correction]] = defaultdict(list)
    for one in kept:
        if one.kind is not What.MERGE:
            groups[one.place].append(one)
    bad: set[int] = set()
    for group in groups.values():
        by_kind: defaultdict[What, list[Correction]] = defaultdict(list)
        for one in group:
            by_kind[one.kind].append(one)
        clashing = [c for told in by_kind.values() if len({c.says for c in told}) > 1 for c in told]
        if any(c.verdict == "wrong" for c in group) and len({(c.kind, c.says) for c in group}) > 1:
            clashing = list(group)
        for one in clashing:
            others = join([str(c.row) for c in clashing if c is not one])
            refused[one.row] = f"contradicts row {others} ({one})"
            bad.add(one.row)
    seen: set[tuple[object, ...]] = set()
    agreed = []
    for one in kept:
        key = (one.kind, one.place, one.says)
        if one.row not in bad and key not in seen:
            agreed.append(one)
            seen.add(key)
    return agreed


class _People:
    """The speakers of a corpus, by id and by name."""

    def __init__(self, statements: Statements) -> None:
        self._known: dict[str, Speaker] = {}
        self.project = statements.provenance.project if statements.provenance else Project()
        for s in statements:
            for who in (*s.speakers, *([s.speaker] if s.speaker else ())):
                self._known.setdefault(who.id, who)
                self._known.setdefault(fold(who.name), who)
        for actor in statements.join.actors.values() if statements.join else ():
            spoken = Speaker(actor.id, actor.name, actor.type)
            self._known.setdefault(actor.id, spoken)
            self._known.setdefault(fold(actor.name), spoken)

    def find(self, name: str) -> Speaker | None:
        return self._known.get(name) or self._known.get(fold(name))

    def called(self, one: Correction) -> Speaker | None:
        """Whom a correction names, None for nobody; somebody new is a person unless it says otherwise."""
        if not one.speaker:
            return None
        who = self.find(one.speaker)
        if who is None:
            kind = one.type or SpeakerType.PERSON
            who = self.project.apply(Speaker(slug(one.speaker), one.speaker, kind))
            self._known[who.id] = self._known[fold(who.name)] = who
        return replace(who, type=one.type) if one.type else replace(who, found=None)


@dataclass
class _Desk:
    """One article on the desk of those who correct it."""

    article: Article
    found: list[Statement]
    people: _People
    changes: Counter[str]
    checked: set[str]
    refused: dict[int, str]

    def corrected(self, corrections: Sequence[Correction]) -> list[Statement]:
        """The statements of the article, corrected, in order."""
        kept: dict[str, Statement] = {s.id: s for s in self.found}
        touched: dict[str, set[str]] = defaultdict(set)
        order = {What.STATEMENT: 0, What.MISSING: 1, What.SPEAKER: 2, What.SPAN: 3}
        for one in sorted(corrections, key=lambda c: (order[c.kind], c.row)):
            whole = self.article.field_text(one.field)
            placed = find_place(whole, (one.start, one.end), one.text, one.before, one.after)
            if placed.span is None:
                self.refused[one.row] = f"{placed.reason} ({one})"
                continue
            at = _at(kept.values(), one.field, placed.span)
            if one.kind is What.STATEMENT:
                if at is None and one.verdict == "right":
                    self.refused[one.row] = f"what was found right is no longer found ({one})"
                elif at is not None and one.verdict == "right":
                    touched[at.id].add(_RIGHT)
                elif at is not None:
                    del kept[at.id]
                    self.changes[_LEFT_OUT] += 1
                continue
            told = self._told(one, placed.span)
            if told is None:
                continue
            if one.kind is What.MISSING and at is not None and _overlap(at, placed.span) == 1:
                self.refused[one.row] = f"this statement is found already ({one})"
                continue
            if at is None or one.kind is What.MISSING:
                if one.kind is What.SPAN:
                    self.refused[one.row] = f"the statement whose words it changes is no longer found ({one})"
                    continue
                at = self._added(told, placed.span, one)
                touched[at.id].add(_ADDED)
            if one.kind is What.SPEAKER:
                at = replace(at, speaker=self.people.called(one), origin_speaker=None, origin=None, co_speakers=())
                touched[at.id].add(_SPEAKER)
            elif one.kind is What.SPAN:
                at = self._with_content(at, told)
                touched[at.id].add(_WORDS)
            kept[at.id] = replace(at, confidence=1.0)
        for key, what in touched.items():
            self.checked.add(key)
            self.changes[next(w for w in (_ADDED, _SPEAKER, _WORDS, _RIGHT) if w in what)] += 1
        return sorted(kept.values(), key=lambda s: (s.field != "title", s.content.start, s.content.end))

    def _told(self, one: Correction, place: Span) -> Span | None:
        """The words that a statement is to have: where its place is, unless other words are given."""
        if one.kind is not What.SPAN:
            return place
        assert one.new_start is not None and one.new_end is not None and one.new_text is not None  # noqa: S101, PT018
        moved = place[0] - one.start
        placed = find_place(
            self.article.field_text(one.field), (one.new_start + moved, one.new_end + moved), one.new_text,
            one.before if one.new_start == one.start else "", one.after if one.new_end == one.end else "",
        )  # fmt: skip
        if placed.span is None:
            self.refused[one.row] = f"{placed.reason} (the new words of {one})"
        return placed.span

    @cached_property
    def _layouts(self) -> dict[str, Layout]:
        """Where things stand in the article, by field."""
        names: tuple[Field, ...] = ("title", "text")
        read = {n: parse(self.article.field_text(n), title=n == "title") for n in names}
        return {x.field: x for x in layouts({n: Annotation(d, (), (), ()) for n, d in read.items()})}

    def _with_content(self, s: Statement, span: Span) -> Statement:
        layout = self._layouts[s.field]
        content = Passage(self.article.field_text(s.field)[span[0] : span[1]], (span,))
        return replace(s, content=content, kind=layout.kind((span,)), block=str(layout.block_kind(span[0]) or s.block))

    def _added(self, span: Span, place: Span, one: Correction) -> Statement:
        blank = Statement(
            id=f"{self.article.id}-c{one.row:03d}",
            article_id=self.article.id,
            field=one.field,
            block=str(BlockKind.TITLE if one.field == "title" else BlockKind.PARAGRAPH),
            kind=self._layouts[one.field].kind((place,)),
            source=None,
            cue=None,
            content=Passage("", (place,)),
            speaker=self.people.called(one),
            confidence=1.0,
        )
        return self._with_content(blank, span)


def _overlap(s: Statement, span: Span) -> float:
    """Share of the characters of both together that a statement and a place have in common."""
    hull = (s.content.start, s.content.end)
    return max(shared_part(s.content.spans, [span]), shared_part([hull], [span]))


def _at(statements: Iterable[Statement], name: str, span: Span) -> Statement | None:
    """The statement that stands at a place, if one does."""
    near = [(_overlap(s, span), s) for s in statements if s.field == name]
    share, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return best if share >= _SAME else None


def _merged(
    statements: Statements, merges: Sequence[Correction], people: _People, refused: dict[int, str]
) -> tuple[Statements, int]:
    """The statements with actors merged, as aliases in the project file would do it."""
    project = people.project
    done = 0
    for one in merges:
        keep, other = (people.find(name) for name in one.actors)
        missing = [name for name, who in zip(one.actors, (keep, other), strict=True) if who is None]
        if keep is None or other is None:
            refused[one.row] = f"no actor {join([repr(m) for m in missing])} is here"
            continue
        try:
            project = project.with_alias(keep.name, other.name)
        except ProjectError as error:
            refused[one.row] = str(error)
            continue
        done += 1
    return (with_project(statements, project), done) if done else (statements, 0)

"""What is read from every sentence of a corpus: names and labels, clauses, uses of verbs, in whose voice they stand.

The tables that :mod:`framing.measure.naming`, :mod:`framing.measure.agency`, :mod:`framing.measure.harm` and
:mod:`framing.measure.act_words` count. Articles are read once (:attr:`framing.subject.Tables.clause_lines`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

import pandas as pd

from framing.attribute.annotation import Tagging
from framing.measure.own_words import introducing
from framing.measure.voices import runs_at
from framing.resolve.called import Called, CalledAs, Mentioned, Shown, called, label_of, noun_of, shown
from framing.resolve.clause_roles import Clause, Role, SentenceRead, read_sentence
from framing.resolve.entities import complete
from framing.resolve.layout import Layout, layouts
from framing.resolve.noun_uses import noun_uses
from framing.resolve.tokens import tokenise
from framing.resolve.vocabulary import singular
from framing.structure import parse
from framing.values import Article, Corpus, Field, Span, SpeakerType, Statement

__all__ = [
    "ACT_COLUMNS",
    "CLAUSE_COLUMNS",
    "NAME_COLUMNS",
    "NOBODY",
    "UNTOLD",
    "ClauseLines",
    "begin_in",
    "clause_rows",
    "most_frequent",
    "read_clause_lines",
    "sentences_of",
]

NOBODY = "no named actor"
"""Stands for the actor of a label whose referent is not sure."""

UNTOLD = "nobody told"
"""Stands for the agent of a passive without one."""

NAME_COLUMNS = (
    "article_id", "field", "start", "end", "actor", "actor_id", "noun", "label", "named_as",
    "introduces",
)  # fmt: skip
CLAUSE_COLUMNS = (
    "article_id", "field", "start", "end", "act", "agent", "agent_id", "agent_as", "agent_noun", "patient",
    "patient_id", "patient_as", "patient_noun", "patient_entity", "passive", "negated", "told", "means",
    "act_start", "act_end",
)  # fmt: skip
ACT_COLUMNS = (
    "article_id", "field", "start", "end", "word", "verb", "patient_noun", "patient_entity", "told",
    "agent", "agent_id", "patient", "patient_id", "owner", "owner_id",
)  # fmt: skip

_PAPERS = (SpeakerType.DOCUMENT, SpeakerType.DATA)
_FLAGS = ("passive", "negated", "told", "verb", "introduces")
_OF_RUN = ("article_id", "field", "start", "end", "text", "words")
"""Columns of a run that its lines do not take over."""


class ClauseLines:
    """``names``, ``clauses`` and ``acts``, one row each, in reading order, with the columns of the voice they stand in.

    Their own columns are :data:`NAME_COLUMNS`, :data:`CLAUSE_COLUMNS` and :data:`ACT_COLUMNS`; the others are those of
    :func:`framing.voices`: ``voice``, ``speaker``, ``side`` …, ``outlet``, ``date`` and the article's own.
    ``introduces`` says of a name whether it stands where a statement is introduced. ``load`` gives a table when it is
    asked for; text may be categories, in order of the alphabet.
    """

    def __init__(self, load: Callable[[str, Collection[str]], pd.DataFrame]) -> None:
        self._load = load

    @property
    def names(self) -> pd.DataFrame:
        """Names and labels."""
        return self._load("names", ())

    @property
    def clauses(self) -> pd.DataFrame:
        """Who does what to whom."""
        return self._load("clauses", ())

    @property
    def acts(self) -> pd.DataFrame:
        """Verbs, and nouns with what stands at them."""
        return self._load("acts", ())

    def uses_of(self, words: Collection[str]) -> pd.DataFrame:
        """The rows of ``acts`` of these words."""
        return self._load("acts", words)


def read_clause_lines(
    corpus: Corpus,
    tagging: Mapping[tuple[str, str], Tagging],
    mentions: pd.DataFrame,
    runs: pd.DataFrame,
    statements: Iterable[Statement],
) -> ClauseLines:
    """Read every counted article. ``mentions`` and ``runs`` are the tables of mentions and voices."""
    made = clause_rows(corpus, tagging, mentions, statements)
    tables = {
        name: _in_voices(pd.DataFrame(rows, columns=list(columns)), runs)
        for (name, columns), rows in zip(_COLUMNS.items(), made, strict=True)
    }

    def load(name: str, words: Collection[str]) -> pd.DataFrame:
        return tables[name][tables[name]["word"].isin(words)] if words else tables[name]

    return ClauseLines(load)


_COLUMNS = {"names": NAME_COLUMNS, "clauses": CLAUSE_COLUMNS, "acts": ACT_COLUMNS}

Rows = list[tuple[Any, ...]]


def clause_rows(
    corpus: Corpus,
    tagging: Mapping[tuple[str, str], Tagging],
    mentions: pd.DataFrame,
    statements: Iterable[Statement],
) -> tuple[Rows, Rows, Rows]:
    """The rows of names, clauses and acts, each with its own columns."""
    named = _by_place(mentions)
    said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        said[statement.article_id, statement.field].append(statement)
    rows: tuple[Rows, Rows, Rows] = ([], [], [])
    for article in corpus.counted:
        for layout in _layouts(article, tagging):
            place = (article.id, layout.field)
            known = named.get(place, ())
            own = said.get(place, [])
            labels: list[Called] = []
            for sentence, start, end in _sentences(layout):
                here = [m for m in known if start <= m.start < end]
                labels += called(layout.text, sentence, here)
                rows[1].extend((*place, *_clause_row(layout.text, c, sentence, here)) for c in sentence.clauses)
                rows[2].extend((*place, *row) for row in _act_rows(layout.text, sentence, here))
            spoken = {c.span: c for c in _of_sources(layout, own, known)}
            taken = {at for a, b in introducing(own).get(place, ()) for at in range(a, b)}
            rows[0].extend((*place, *_name_row(c), c.span[0] in taken) for c in _with_spoken(labels, spoken))
    return rows


def sentences_of(
    corpus: Corpus, tagging: Mapping[tuple[str, str], Tagging]
) -> Iterator[tuple[tuple[str, str], Layout, SentenceRead, Span]]:
    """Every sentence of every counted article, as it was read: article and field, layout, sentence, span."""
    for article in corpus.counted:
        for layout in _layouts(article, tagging):
            for sentence, start, end in _sentences(layout):
                yield (article.id, layout.field), layout, sentence, (start, end)


def begin_in(lines: pd.DataFrame, spans: Mapping[tuple[str, str], Sequence[Span]]) -> pd.Series:
    """Whether each line begins in one of the spans, which are by article and field."""
    places = zip(*(lines[c].tolist() for c in ("article_id", "field", "start")), strict=True)
    found = [any(a <= start < b for a, b in spans.get((article, field), ())) for article, field, start in places]
    return pd.Series(found, index=lines.index, dtype="bool")


def most_frequent(values: pd.Series, *, most: int, cut: str = " …") -> str:
    """The ``most`` most frequent values, with how often, ties in alphabetical order; ``cut`` where there are more.

    >>> most_frequent(pd.Series(["hit", "free", "hit", "burn"]), most=2)
    'hit (2); burn …'
    """
    counts = sorted(Counter(values.dropna()).items(), key=lambda one: (-one[1], one[0]))
    shown = [f"{value} ({n})" if n > 1 else str(value) for value, n in counts[:most]]
    return "; ".join(shown) + (cut if len(counts) > most else "")


def _by_place(mentions: pd.DataFrame) -> dict[tuple[str, str], list[Mentioned]]:
    found: dict[tuple[str, str], list[Mentioned]] = defaultdict(list)
    columns = ("article_id", "field", "start", "end", "actor", "actor_id", "entity")
    for article, field, *rest in zip(*(mentions[c].tolist() for c in columns), strict=True):
        found[article, field].append(Mentioned(*rest))
    return found


def _layouts(article: Article, tagging: Mapping[tuple[str, str], Tagging]) -> Iterator[Layout]:
    """The fields of an article with names as the table of mentions has them."""
    fields: dict[Field, Any] = {}
    for name in get_args(Field):
        tags = tagging.get((article.id, name))
        if tags is not None:
            fields[name] = complete(tags.annotation(parse(article.field_text(name), title=name == "title")))
    return iter(layouts(fields))


def _sentences(layout: Layout) -> Iterator[tuple[SentenceRead, int, int]]:
    document = layout.annotation.document
    for sentence in document.sentences:
        tokens = tokenise(layout.text, sentence.start, sentence.end, layout.entities, layout.annotation.pos)
        yield read_sentence(layout.text, tokens), sentence.start, sentence.end


def _name_row(one: Called) -> tuple[Any, ...]:
    whose = (NOBODY, "") if one.whose is None else (one.whose.actor, one.whose.actor_id)
    return (*one.span, *whose, one.noun, one.label, one.how.value)


def _clause_row(text: str, one: Clause, read: SentenceRead, mentions: Sequence[Mentioned]) -> tuple[Any, ...]:
    agent = Shown(UNTOLD, "", "") if one.agent is None else shown(text, read, one.agent, mentions)
    patient = shown(text, read, one.patient, mentions)
    spans = [one.span, one.patient.span, *([one.agent.span] if one.agent else [])]
    place = (min(a for a, _ in spans), max(b for _, b in spans))
    of = _kind_of(read, one.patient, mentions)
    by = _kind_of(read, one.agent, mentions)[0] if one.agent is not None else ""
    return (*place, one.act, *agent, by, *patient, *of, one.passive, one.negated, one.told, one.means, *one.span)


def _kind_of(read: SentenceRead, role: Role, mentions: Sequence[Mentioned]) -> tuple[str, str]:
    """Head noun in the singular, and what the name is a name of, "" for a common noun."""
    token = next(t for t in read.tokens if t.start == role.head[0])
    named = next((m.entity for m in mentions if m.start <= token.start < m.end), "")
    return singular(token.low), named or (token.entity.type if token.entity is not None else "")


def _act_rows(text: str, read: SentenceRead, mentions: Sequence[Mentioned]) -> Iterator[tuple[Any, ...]]:
    """Uses of verbs with what they are done to, then nouns with what stands at them."""
    for use in read.acts:
        of = _kind_of(read, use.patient, mentions) if use.patient is not None else ("", "")
        yield (*use.span, use.act, True, *of, True, *_NO_ROLES)
    for one in noun_uses(read):
        of = _kind_of(read, one.patient, mentions) if one.patient is not None else ("", "")
        roles = (r for role in (one.agent, one.patient, one.owner) for r in _role_shown(text, read, role, mentions))
        yield (*one.span, one.noun, False, *of, one.told, *roles)


_NO_ROLES = ("",) * 6


def _role_shown(text: str, read: SentenceRead, role: Role | None, mentions: Sequence[Mentioned]) -> tuple[str, str]:
    return ("", "") if role is None else shown(text, read, role, mentions)[:2]


def _with_spoken(labels: Iterable[Called], spoken: Mapping[Span, Called]) -> list[Called]:
    """Labels with those of speakers in their place, in reading order."""
    ends = {end for _, end in spoken}
    kept = [c for c in labels if c.how is not CalledAs.LABEL or c.span[1] not in ends]
    return sorted([*kept, *spoken.values()], key=lambda c: c.span)


def _of_sources(layout: Layout, statements: Iterable[Statement], known: Sequence[Mentioned]) -> Iterator[Called]:
    """What a speaker with a name is called where it speaks without it: "the colonel said"."""
    for one in statements:
        who, source = one.speaker, one.source
        if who is None or source is None or len(source.spans) != 1:
            continue
        own = who.found or who  # what it is in the article, whatever it is in the corpus
        if not own.named or own.type in _PAPERS:
            continue
        start, end = source.spans[0]
        if any(m.start < end and start < m.end for m in known):
            continue
        tokens = tokenise(layout.text, start, end, layout.entities, layout.annotation.pos)
        cut = next((k for k, t in enumerate(tokens) if not t.word or t.tag == "preposition"), len(tokens))
        head = tokens[:cut]
        if head and head[-1].tag == "noun" and head[-1].entity is None and (label := label_of(head)) is not None:
            mention = Mentioned(start, end, who.name, who.id, "")
            yield Called(*label, noun_of(head[-1]), mention, CalledAs.SOURCE)


def _in_voices(lines: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Lines with the columns of the run that each begins in, in reading order."""
    run = runs_at(runs, lines)
    columns = {c: run[c].array for c in runs.columns if c not in (*_OF_RUN, *lines.columns)}
    table = lines.assign(**columns)
    texts = [c for c in lines.columns if table[c].dtype == object]
    flags = [c for c in _FLAGS if c in lines.columns]
    types = dict.fromkeys((c for c in texts if c not in flags), "str") | dict.fromkeys(flags, "bool")
    numbers = [c for c in ("start", "end", "act_start", "act_end") if c in lines.columns]
    return table.astype({**types, **dict.fromkeys(numbers, "int64")})

"""Statements of a corpus: as values, as a table, as lines of JSON (:mod:`framing.statement_json`)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, overload

from framing.display import SHOWN, preview
from framing.errors import InputError
from framing.occasion import access_of
from framing.statement_checks import checked, misfit
from framing.statement_json import from_json, to_json
from framing.structure import parse
from framing.values import Act, Article, Corpus, Problem, Statement
from framing.whose import ABOUT_SPEAKER, about_others, about_speaker, paint, relay_names
from framing.wording import amount

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from framing.attribute.annotation import Tagging
    from framing.corrections.apply import Corrected
    from framing.join import Join
    from framing.lexicon import Lexicon
    from framing.measure.clause_lines import ClauseLines
    from framing.resolve.explain import Reason
    from framing.resolve.project import Project
    from framing.results import Result
    from framing.subject import Slim

__all__ = [
    "NOT_GIVEN",
    "STATEMENT_COLUMNS",
    "Provenance",
    "Statements",
    "read_statements",
    "statement_rows",
]

NOT_GIVEN = "not given"
"""The group of rows whose value of a grouping column is missing."""

STATEMENT_COLUMNS = (
    "article_id", "statement_id", "field", "block", "kind", "outlet", "date", "speaker_id", "speaker", "type", "side",
    "named", "source", "cue", "content", "start", "end", "position", "words", "quoted_words", "confidence",
    "affiliation", "official", "role", "description", "access", "via", "with", "act",
)  # fmt: skip
"""Columns of :meth:`Statements.frame` before the articles' own."""

_GROUPS = ("outlet", "date", "speaker_id", "speaker", "type", "side", "affiliation", "role")


@dataclass(frozen=True)
class Provenance:
    """What statements were made with: the project, the model (its name, and the hash of its weights), the version.

    Only the project is known of statements that were read from a file.
    """

    project: Project
    model: str | None = None
    sha256: str | None = None
    version: str | None = None


class StoredTables(Protocol):
    """Tables of statements that are kept in a store. ``hits`` is None where it does not have those of the lexicons."""

    def frame(self, statements: Statements) -> Result:
        """:meth:`Statements.frame`."""

    def voices(self, statements: Statements) -> Result:
        """:func:`framing.voices`."""

    def voices_of(self, statements: Statements, articles: Sequence[str]) -> Result:
        """The rows of :func:`framing.voices` of these articles."""

    def row_texts(self, rows: pd.DataFrame) -> Iterator[tuple[NDArray[np.int64], Sequence[str]]]:
        """The words of rows of :func:`framing.voices`, of some at a time: their places, and the words of each."""

    def mentions(self, statements: Statements) -> Result:
        """:func:`framing.mentions`."""

    def slim(self, statements: Statements) -> Slim:
        """The tables without the words themselves."""

    def of_articles(self) -> StoredTables:
        """The same, with lines that leave out what they know of speakers."""

    def co_speakers(self) -> pd.DataFrame:
        """:meth:`Statements.co_speakers`."""

    def hits(self, lexicons: Sequence[Lexicon]) -> pd.DataFrame | None:
        """:func:`framing.hits` in all prose."""

    def statements(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Statement]:
        """The statements of these article ids and statement ids, as far as there are any."""

    def hit_counts(self, lexicons: Sequence[Lexicon], speakers: Collection[str]) -> pd.DataFrame:
        """How often each entry of shipped lexicons is found, by voice and by these speakers."""

    def some(self, statements: Statements, ids: Collection[str]) -> Statements:
        """The statements of some articles, held in memory with the articles and their tags."""

    def some_mentions(self, statements: Statements, ids: Collection[str]) -> Result:
        """The table of mentions of some articles."""

    def content_hash(self) -> str:
        """A hash of all that the input says of the articles."""

    def clause_lines(self) -> ClauseLines:
        """:attr:`framing.subject.Tables.clause_lines`."""

    def talked_about(self) -> pd.DataFrame:
        """:attr:`framing.subject.Tables.talked_about`."""

    def in_passing(self) -> pd.DataFrame:
        """:attr:`framing.subject.Tables.in_passing`."""

    def repeated(self) -> pd.DataFrame:
        """:attr:`framing.subject.Tables.repeated`."""

    @property
    def portrays(self) -> bool:
        """Whether it keeps portrayals."""

    def portrayal(self, actors: Collection[str] | None = None) -> pd.DataFrame:
        """The chances of every mention that portrays (:mod:`framing.measure.portrayal`), where it keeps them."""

    def words(self) -> int:
        """Words of the counted articles."""

    def parts(self, statements: Statements) -> Iterator[Result]:
        """The voices table, some thousands of whole articles at a time."""

    def frequent_own_words(self, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
        """:func:`framing.measure.own_words.frequent`."""


@dataclass(frozen=True)
class Statements:
    """All statements of a corpus, in the order of its articles: ``s[3]`` is one, ``s[:10]`` are the first ten.

    ``tagging`` keeps, for each article id and field, the entities and parts of speech that the statements were made
    with, so that nothing that is asked later runs the model again; statements read from a file have none.
    ``provenance`` says what they were made with. ``acts`` are the kinds of attribution that tables and measures count,
    speech unless :meth:`of_acts` says otherwise. ``least`` is the least confidence of a statement that is held, 0
    unless :meth:`at_least` left some out. ``join`` says which actors of the articles are one actor of the corpus; where
    it is None, every article's speakers stand for themselves. ``corrected`` counts what people have put right
    (:mod:`framing.corrections`). ``reasons`` says, for each article id and statement id, whom a source means and what
    which rule changed; statements read from a file have none. ``stored`` are the tables of all of them where a store
    has them (:mod:`framing.store`): they are asked for there and not made.
    """

    items: tuple[Statement, ...]
    corpus: Corpus
    problems: tuple[Problem, ...] = field(default=())
    tagging: Mapping[tuple[str, str], Tagging] = field(default_factory=dict, compare=False)
    provenance: Provenance | None = field(default=None, compare=False)
    acts: tuple[Act, ...] = (Act.SPEECH,)
    least: float = 0.0
    join: Join | None = field(default=None, compare=False)
    corrected: Corrected | None = field(default=None, compare=False)
    reasons: Mapping[tuple[str, str], tuple[Reason, ...]] = field(default_factory=dict, compare=False)
    stored: StoredTables | None = field(default=None, compare=False)

    def of_acts(self, *acts: Act | str) -> Statements:
        """The same statements, of which tables and measures count those of these acts; of all where none is named."""
        return replace(self, acts=tuple(Act(a) for a in acts) or tuple(Act), stored=None)

    def at_least(self, confidence: float) -> Statements:
        """The statements of at least this confidence (0 to 1), and those whose confidence is not known.

        The others are left out as if they had not been found: their words are the outlet's own.

        Raises:
            InputError: for a confidence that is not between 0 and 1.

        """
        if not 0 <= confidence <= 1:
            raise InputError(f"a confidence is between 0 and 1, not {confidence:g}; give one such as 0.5")
        kept = tuple(s for s in self.items if s.confidence is None or s.confidence >= confidence)
        return replace(self, items=kept, least=max(self.least, confidence), stored=None)

    @property
    def counting(self) -> tuple[Statement, ...]:
        """The statements that tables and measures count: those of ``acts``."""
        return tuple(s for s in self.items if s.act in self.acts)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, at: int) -> Statement: ...
    @overload
    def __getitem__(self, at: slice) -> Statements: ...
    def __getitem__(self, at: int | slice) -> Statement | Statements:
        return replace(self, items=self.items[at], stored=None) if isinstance(at, slice) else self.items[at]

    def __repr__(self) -> str:
        return f"<Statements: {amount(len(self), 'statement')}, {amount(len(self.corpus), 'article')}>"

    def _repr_html_(self) -> str:
        rows = [
            (s.article_id, s.speaker.name if s.speaker else None, s.cue.text if s.cue else None, s.content.text)
            for s in self.items[:SHOWN]
        ]
        return preview(repr(self), ("article", "speaker", "cue", "content"), rows, of=len(self))

    def co_speakers(self) -> pd.DataFrame:
        """What the columns about speakers last say of each who makes a statement jointly: one row a ``name``."""
        if self.stored is not None:
            return self.stored.co_speakers()
        import pandas as pd

        known = {name: about for one in self.items for name, about in about_others(one)}
        rows = [{"name": name, **about} for name, about in known.items()]
        return pd.DataFrame(rows, columns=["name", *ABOUT_SPEAKER], dtype="object")

    def frame(self) -> Result:
        """One row a statement of ``acts`` in a counted article; columns as in ``docs/architecture.md``.

        Whose statement and whose words is as :mod:`framing.whose` has it, and the same in every table:
        ``speaker`` and the other columns about the speaker are of the one whose statement it is, ``source`` is the
        phrase that names that one, ``via`` names who passes it on ("AFP reported, citing a US official" is the
        official's, via AFP), outermost first, with "; " between. A joint statement ("Stone and Fisk said") is one row,
        of the speaker who is named first; ``with`` names the others. ``words`` and ``quoted_words`` are the statement's
        words in the voices table: those of its content without what belongs to a statement inside it and without
        insertions in square brackets. ``position`` is the share (0 to 1) of the article's words that come before the
        content. ``role`` says whom or what the speaker speaks as, ``official`` whether it speaks for a state, by all
        that the article calls it (:mod:`framing.resolve.roles`), both missing where no source is stated;
        ``description`` is the best of it; ``access`` says how the words reached the outlet (:mod:`framing.occasion`).
        Missing groups are the string "not given". ``frame().evidence(row)`` shows a statement in its article.
        """
        if self.stored is not None:
            return self.stored.frame(self)
        import pandas as pd  # a third of the time that `framing extract` takes to start, which writes no table

        from framing.results import result

        rows = statement_rows(self, self.acts)
        extra = sorted({k for a in self.corpus.counted for k in a.extra} - set(STATEMENT_COLUMNS))
        frame = pd.DataFrame(rows, columns=[*STATEMENT_COLUMNS, *extra])
        for column in (*_GROUPS, *extra):
            frame[column] = frame[column].astype("str").fillna(NOT_GIVEN)
        frame["confidence"] = frame["confidence"].astype("float64")
        frame["official"] = frame["official"].astype("boolean")
        return result(frame, keys=("article_id", "statement_id"), corpus=self.corpus, statements=self)

    def tags(self) -> Mapping[tuple[str, str], tuple[tuple[int, int, str], ...]]:
        """``(start, end, class)`` of every word, by article id and field, from what is kept in ``tagging``."""
        return _Tags(self.tagging)

    def json_lines(self) -> Iterator[str]:
        """One line of JSON a statement."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        for statement in self.items:
            yield encode(to_json(statement, joined=self.join is not None))


def statement_rows(statements: Statements, acts: Collection[Act]) -> list[dict[str, Any]]:
    """The rows of :meth:`Statements.frame` for the statements of these acts, by column, None where one is missing.

    Words are counted as the statements have it, whatever ``acts`` are.
    """
    by_article: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_article[statement.article_id].append(statement)
    measured: dict[int, dict[str, Any]] = {}
    for article in statements.corpus.counted:
        measured |= _measured(article, by_article[article.id], statements.acts) if article.id in by_article else {}
    corpus = statements.corpus
    return [_row(s, corpus[s.article_id]) | measured[id(s)] for s in statements if id(s) in measured and s.act in acts]


@dataclass(frozen=True, eq=False)
class _Tags(Mapping[tuple[str, str], tuple[tuple[int, int, str], ...]]):
    """Word classes, unpacked when they are asked for: those of a large corpus would take gigabytes."""

    tagging: Mapping[tuple[str, str], Tagging]

    def __getitem__(self, place: tuple[str, str]) -> tuple[tuple[int, int, str], ...]:
        return self.tagging[place].tags()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.tagging)

    def __len__(self) -> int:
        return len(self.tagging)


def _measured(article: Article, statements: list[Statement], acts: tuple[Act, ...]) -> dict[int, dict[str, Any]]:
    """``position``, ``words`` and ``quoted_words`` of each of an article's statements, by its identity."""
    documents = {name: parse(article.field_text(name), title=name == "title") for name in _FIELDS}
    total = sum(len(d.words) for d in documents.values())
    found: dict[int, dict[str, Any]] = {}
    ahead = 0
    for name, document in documents.items():
        own = [s for s in statements if s.field == name]
        words, quoted = paint(document, own, acts).words_of(len(own))
        for i, statement in enumerate(own):
            before = ahead + document.words_in((0, statement.content.start))[1]
            found[id(statement)] = {
                "position": before / max(1, total), "words": int(words[i]), "quoted_words": int(quoted[i])
            }  # fmt: skip
        ahead += len(document.words)
    return found


_FIELDS = ("title", "text")
"""The fields of an article in the order in which they are read."""


def _row(statement: Statement, article: Article) -> dict[str, Any]:
    about = about_speaker(statement)
    return {
        **{k: v for k, v in article.extra.items() if k not in STATEMENT_COLUMNS},
        "article_id": article.id,
        "statement_id": statement.id,
        "field": statement.field,
        "block": statement.block,
        "kind": statement.kind.value,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        **about,
        "named": bool(about["named"]),
        "source": statement.named_by.text if statement.named_by else "",
        "cue": statement.cue.text if statement.cue else "",
        "content": statement.content.text,
        "start": statement.content.start,
        "end": statement.content.end,
        "confidence": statement.confidence,
        "description": statement.attributed_to.description if statement.attributed_to else "",
        "access": access_of(statement, article).value,
        "via": "; ".join(relay_names(statement)),
        "with": "; ".join(s.name for s in statement.co_speakers),
        "act": statement.act.value,
    }


def read_statements(path: str | Path, corpus: Corpus) -> Statements:
    """Statements from lines of JSON, for the corpus they were extracted from.

    Lines that name the actors of the corpus (``actor``) keep them.

    Raises:
        InputError: if a line is not a statement, or was not made from the articles of the corpus: it belongs to one
            that is not there, or its words are not those that stand at its place.

    """
    from framing.join import join_of

    rows = list(_read_lines(Path(path), corpus))
    statements = tuple(statement for statement, _ in rows)
    return Statements(statements, corpus, join=join_of(statements) if any(joined for _, joined in rows) else None)


def _read_lines(path: Path, corpus: Corpus) -> Iterable[tuple[Statement, bool]]:
    """Each statement, and whether its line names an actor of the corpus."""
    known = {a.id for a in corpus}
    seen: set[tuple[str, str]] = set()
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); name a file that `framing extract` wrote") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            statement = checked(from_json(row))
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise InputError(
                f"{path}, line {number} is not a statement ({error}); write the file anew with `framing extract`"
            ) from error
        if statement.article_id not in known:
            raise InputError(
                f"{path}, line {number}: a statement of article {statement.article_id!r}, which was not read; "
                "give the same articles that the statements were extracted from"
            )
        if (fault := misfit(statement, corpus[statement.article_id])) is not None:
            raise InputError(
                f"{path}, line {number}: {fault}; the statements were made from another text: give the same articles "
                "that they were extracted from, or extract anew"
            )
        if (place := (statement.article_id, statement.id)) in seen:
            raise InputError(f"{path}, line {number}: statement {statement.id!r} a second time; write the file anew")
        seen.add(place)
        yield statement, any("actor" in (row.get(name) or ()) for name in ("speaker", "origin_speaker"))

"""Statements of a corpus: as values, as a table, as lines of JSON.

The JSON form is a promise to other programs; ``framing/schemas/statement.schema.json`` states it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import InputError
from framing.structure import Document, parse
from framing.values import Article, Corpus, Kind, Passage, Problem, Speaker, SpeakerType, Statement

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NOT_GIVEN", "SOURCE_COLUMNS", "Statements", "from_json", "read_statements", "to_json"]

NOT_GIVEN = "not given"
"""The group of rows whose value of a grouping column is missing."""

SOURCE_COLUMNS = (
    *("affiliation", "official", "via", "origin_source", "origin_id", "origin_speaker", "origin_type", "origin_side"),
    *("origin_named", "origin_affiliation", "origin_official"),
)
"""The last columns of :meth:`Statements.frame` before the articles' own: office, relays and origin of statements."""

_COLUMNS = (
    *(
        "article_id",
        "statement_id",
        "field",
        "block",
        "kind",
        "outlet",
        "date",
        "speaker_id",
        "speaker",
        "type",
        "side",
    ),
    *("named", "source", "cue", "content", "start", "end", "position", "words", "quoted_words", "confidence"),
    *SOURCE_COLUMNS,
)
_GROUPS = (
    *("outlet", "date", "speaker_id", "speaker", "type", "side", "affiliation"),
    *("origin_id", "origin_speaker", "origin_type", "origin_side", "origin_affiliation"),
)


@dataclass(frozen=True)
class Statements:
    """All statements of a corpus, in the order of its articles."""

    items: tuple[Statement, ...]
    corpus: Corpus
    problems: tuple[Problem, ...] = field(default=())

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def frame(self) -> pd.DataFrame:
        """One row a statement of a counted article; columns as in ``docs/architecture.md``.

        ``words`` and ``quoted_words`` count word tokens of the content, ``position`` is the share (0 to 1)
        of the article's words that come before it. ``official`` says whether the speaker speaks for a state, by
        what the article calls it (:mod:`framing.resolve.officials`); it is missing where no source is stated.
        ``via`` names who relays the statement, and where the stated source only relays it ("AFP reported, citing a
        US official"), the ``origin_…`` columns are about whose statement it is: measures of balance count the
        origin. Missing groups are the string "not given".
        """
        import pandas as pd  # a third of the time that `framing extract` takes to start, which writes no table

        counted = {a.id for a in self.corpus.counted}
        rows: list[dict[str, Any]] = []
        article_id = ""
        documents: dict[str, tuple[Document, Any, Any]] = {}
        for statement in self.items:
            if statement.article_id not in counted:
                continue
            article = self.corpus[statement.article_id]
            if article.id != article_id:
                article_id, documents = article.id, {}
            if statement.field not in documents:
                documents[statement.field] = _document(article, statement.field)
            rows.append(_row(statement, article, documents[statement.field]) | _chain(statement))
        extra = sorted({k for a in self.corpus.counted for k in a.extra} - set(_COLUMNS))
        frame = pd.DataFrame(rows, columns=[*_COLUMNS, *extra])
        for column in (*_GROUPS, *extra):
            frame[column] = frame[column].astype("str").fillna(NOT_GIVEN)
        frame["confidence"] = frame["confidence"].astype("float64")
        for column in ("official", "origin_official", "origin_named"):
            frame[column] = frame[column].astype("boolean")
        return frame

    def json_lines(self) -> Iterator[str]:
        """One line of JSON a statement."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        for statement in self.items:
            yield encode(to_json(statement))


def _document(article: Article, name: str) -> tuple[Document, Any, Any]:
    document = parse(article.field_text(name), title=name == "title")
    inside = np.zeros(len(document.text) + 1, dtype=bool)
    for quotation in document.quotations:
        if quotation.depth == 1:
            for a, b in quotation.inner:
                inside[a:b] = True
    return document, document.words[:, 0], inside


def _row(statement: Statement, article: Article, parsed: tuple[Document, Any, Any]) -> dict[str, Any]:
    document, starts, inside = parsed
    words = quoted = 0
    for span in statement.content.spans:
        lo, hi = document.words_in(span)
        words += hi - lo
        quoted += int(inside[starts[lo:hi]].sum())
    before = document.words_in((0, statement.content.start))[1]
    speaker = statement.speaker
    return {
        **{k: v for k, v in article.extra.items() if k not in _COLUMNS},
        "article_id": article.id,
        "statement_id": statement.id,
        "field": statement.field,
        "block": statement.block,
        "kind": statement.kind.value,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "speaker_id": speaker.id if speaker else None,
        "speaker": speaker.name if speaker else None,
        "type": speaker.type.value if speaker else None,
        "side": speaker.side if speaker else None,
        "named": bool(speaker and speaker.named),
        "source": statement.source.text if statement.source else "",
        "cue": statement.cue.text if statement.cue else "",
        "content": statement.content.text,
        "start": statement.content.start,
        "end": statement.content.end,
        "position": before / max(1, len(starts)),
        "words": words,
        "quoted_words": quoted,
        "confidence": statement.confidence,
    }


def _chain(statement: Statement) -> dict[str, Any]:
    speaker, origin = statement.speaker, statement.origin_speaker
    return {
        "affiliation": speaker.affiliation if speaker else None,
        "official": speaker.official if speaker else None,
        "via": "; ".join(p.text for p in statement.via),
        "origin_source": statement.origin.text if statement.origin else "",
        "origin_id": origin.id if origin else None,
        "origin_speaker": origin.name if origin else None,
        "origin_type": origin.type.value if origin else None,
        "origin_side": origin.side if origin else None,
        "origin_named": origin.named if origin else None,
        "origin_affiliation": origin.affiliation if origin else None,
        "origin_official": origin.official if origin else None,
    }


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    return None if passage is None else {"text": passage.text, "spans": [list(s) for s in passage.spans]}


_SPEAKER = tuple(f.name for f in fields(Speaker))


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    return None if speaker is None else {name: getattr(speaker, name) for name in _SPEAKER}


def to_json(statement: Statement) -> dict[str, Any]:
    """A statement as JSON values."""
    return {
        "article_id": statement.article_id,
        "statement_id": statement.id,
        "field": statement.field,
        "block": statement.block,
        "kind": statement.kind.value,
        "source": _passage(statement.source),
        "cue": _passage(statement.cue),
        "content": _passage(statement.content),
        "speaker": _speaker(statement.speaker),
        "origin": _passage(statement.origin),
        "origin_speaker": _speaker(statement.origin_speaker),
        "via": [_passage(p) for p in statement.via],
        "confidence": statement.confidence,
    }


def _read_passage(value: Mapping[str, Any] | None) -> Passage | None:
    return None if value is None else Passage(value["text"], tuple((int(a), int(b)) for a, b in value["spans"]))


def _read_speaker(value: Mapping[str, Any] | None) -> Speaker | None:
    return None if value is None else Speaker(**{**value, "type": SpeakerType(value["type"])})


def from_json(row: Mapping[str, Any]) -> Statement:
    """The statement that :func:`to_json` wrote.

    Raises:
        KeyError, ValueError: if the row is not of that form.

    """
    content = _read_passage(row["content"])
    if content is None or not content.spans:
        raise ValueError("a statement without content")
    return Statement(
        id=row["statement_id"],
        article_id=row["article_id"],
        field=row["field"],
        block=row.get("block", "paragraph"),
        kind=Kind(row["kind"]),
        source=_read_passage(row["source"]),
        cue=_read_passage(row["cue"]),
        content=content,
        speaker=_read_speaker(row["speaker"]),
        confidence=None if row["confidence"] is None else float(row["confidence"]),
        origin=_read_passage(row.get("origin")),
        origin_speaker=_read_speaker(row.get("origin_speaker")),
        via=tuple(p for v in row.get("via", ()) if (p := _read_passage(v))),
    )


def read_statements(path: str | Path, corpus: Corpus) -> Statements:
    """Statements from lines of JSON, for the corpus they were extracted from.

    Raises:
        InputError: if a line is not a statement, or belongs to an article that the corpus lacks.

    """
    return Statements(tuple(_read_lines(Path(path), corpus)), corpus)


def _read_lines(path: Path, corpus: Corpus) -> Iterable[Statement]:
    known = {a.id for a in corpus}
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); name a file that `framing extract` wrote") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            statement = from_json(json.loads(line))
        except (KeyError, ValueError, TypeError) as error:
            raise InputError(
                f"{path}, line {number} is not a statement ({error}); write the file anew with `framing extract`"
            ) from error
        if statement.article_id not in known:
            raise InputError(
                f"{path}, line {number}: a statement of article {statement.article_id!r}, which was not read; "
                "give the same articles that the statements were extracted from"
            )
        yield statement

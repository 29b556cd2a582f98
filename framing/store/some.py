"""Some articles of a store, held as a corpus in memory is; and a hash over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace

from framing.results import Result, result
from framing.statement_json import from_line
from framing.statements import Statements
from framing.store.analyse import tagging_from_bytes
from framing.store.articles import article_of
from framing.store.asked import answered
from framing.store.questions import mentions_sql
from framing.store.reader import Store
from framing.units import COPIES
from framing.values import Article, Corpus

__all__ = ["content_hash", "some_mentions", "some_statements"]


def some_statements(store: Store, whole: Statements, ids: Collection[str]) -> Statements:
    """The statements of these articles and the articles themselves, in memory, as the whole corpus has their actors."""
    with store.having("wanted_articles", {"wanted": ids}):

        def asked(columns: str, table: str, order: str) -> list[tuple[object, ...]]:
            among = "SEMI JOIN wanted_articles w ON w.wanted = t.article_id"
            sql = f"SELECT {columns} FROM {table} t {among} ORDER BY {order}"
            rows: list[tuple[object, ...]] = store.connection.execute(sql).fetchall()
            return rows

        about = asked(", ".join(_ABOUT), "articles", "article_id")
        said = asked("record", "said", "article_id, field DESC, length(statement_id), statement_id")
        tags = asked("article_id, field, entities, pos", "tags", "article_id, field")
        groups = asked("article_id, copy_group", "(SELECT * FROM copies WHERE copy_group IS NOT NULL)", "1")
    group = {str(one): of for one, of in groups}
    found = tuple(_article(row, group.get(str(row[0]))) for row in about)
    tagging = {(a, f): tagging_from_bytes(entities, pos) for a, f, entities, pos in tags}  # type: ignore[arg-type]
    items = tuple(from_line(record) for (record,) in said)  # type: ignore[arg-type]
    return replace(whole, items=items, corpus=Corpus(found), problems=(), tagging=tagging, stored=None)  # type: ignore[arg-type]


_ABOUT = ("article_id", "text", "title", "outlet", "date", "url", "extra")


def _article(row: Sequence[object], group: object) -> Article:
    about = dict(zip(_ABOUT, row, strict=True))
    one = article_of(about | {"extra": list(dict(about["extra"] or {}).items())})  # type: ignore[call-overload]
    return one if group is None or one.extra.get(COPIES) else replace(one, extra={**one.extra, COPIES: str(group)})


def some_mentions(store: Store, statements: Statements, extra: Sequence[str], ids: Collection[str]) -> Result:
    """The table of mentions of these articles."""
    asked = mentions_sql(extra)
    among = replace(asked, sql=f"{asked.sql} SEMI JOIN wanted_articles n ON n.wanted = m.article_id")
    with store.having("wanted_articles", {"wanted": ids}):
        frame = answered(store, among)
    made = result(frame, keys=("article_id", "field", "start"), corpus=statements.corpus, statements=statements)
    made.attrs["problems"] = ()
    return made


def content_hash(store: Store) -> str:
    """A hash of all that the input says of the articles, copies among them, by their ids."""
    whole = hashlib.sha256()
    rows = store.connection.cursor().sql("SELECT article_id, content_hash FROM articles ORDER BY 1").to_arrow_reader()
    for batch in rows:
        for one, content in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
            whole.update(f"{one}\t{content}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()

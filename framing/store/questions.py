"""The tables of measures as questions in SQL: statements, voices, mentions, hits of lexicons, words."""

from __future__ import annotations

from collections.abc import Sequence

from framing.statements import NOT_GIVEN
from framing.store.asked import Asked
from framing.store.reader import Store, literal, quoted
from framing.units import COPIES
from framing.whose import ABOUT_SPEAKER

__all__ = [
    "COUNTED",
    "counted_sql", "extra_columns", "mentions_sql", "statements_sql",
    "voices_sql",
]  # fmt: skip


def extra_columns(store: Store) -> list[str]:
    """The further columns of the articles."""
    found = store.query("SELECT DISTINCT unnest(map_keys(extra)) AS name FROM articles ORDER BY 1")
    copies = bool(store.query("SELECT count(copy_group) AS n FROM copies")["n"].iloc[0])
    return sorted({*map(str, found["name"]), *([COPIES] if copies else [])})


def _given(column: str, name: str) -> str:
    return f"coalesce(nullif({column}, ''), '{NOT_GIVEN}') AS {quoted(name)}"


def counted_sql(extra: Sequence[str]) -> str:
    """Articles that count, with the columns that group them, missing values as "not given"."""

    def column(name: str) -> str:
        own = f"CAST(element_at(extra, {literal(name)})[1] AS VARCHAR)"
        return _given(f"coalesce(nullif({own}, ''), c.copy_group)" if name == COPIES else own, name)

    columns = ", ".join([_given("outlet", "outlet"), _given("date", "date"), *map(column, extra)])
    return (
        f"SELECT a.article_id, {columns} FROM articles a JOIN copies c USING (article_id) WHERE c.duplicate_of IS NULL"
    )


WITH = (
    "SELECT article_id, statement_id, string_agg(speaker, '; ' ORDER BY place) AS \"with\" FROM heard WHERE place > 0 "
    "GROUP BY ALL"
)
_ABOUT = ", ".join(f"h.{c}" for c in ABOUT_SPEAKER)


def _extra(extra: Sequence[str], own: Sequence[str]) -> str:
    return "".join(f", a.{quoted(n)}" for n in extra if n not in own)


def statements_sql(extra: Sequence[str]) -> Asked:
    """The table of :meth:`framing.Statements.frame`."""
    groups = ", ".join(
        f"coalesce(h.{c}, '{NOT_GIVEN}') AS {c}"
        for c in ("speaker_id", "speaker", "type", "side", "affiliation", "role")
    )
    own = [*ABOUT_SPEAKER, "kind", "act", "source", "cue", "content", "words", "via", "with", "access"]
    sql = (
        "SELECT s.article_id, s.statement_id, s.field, s.block, s.kind, a.outlet, a.date, "
        f"{groups}, coalesce(h.named, false) AS named, s.source, s.cue, s.content, s.start, s.end, "
        f"s.position, s.words, s.quoted_words, s.confidence, h.official, s.description, s.access, "
        "coalesce(s.via, '') AS via, "
        f'coalesce(w."with", \'\') AS "with", s.act{_extra(extra, own)} '
        f"FROM said s JOIN ({counted_sql(extra)}) a USING (article_id) "
        "LEFT JOIN heard h ON h.article_id = s.article_id AND h.statement_id = s.statement_id AND h.place = 0 "
        f"LEFT JOIN ({WITH}) w ON w.article_id = s.article_id AND w.statement_id = s.statement_id "
        "WHERE s.act = 'speech'"
    )
    return Asked(sql, ("article_id", "field DESC", "length(statement_id)", "statement_id"))


def voices_sql(extra: Sequence[str], *, low: str | None = None, high: str | None = None) -> Asked:
    """The table of :func:`framing.voices`, of articles from an id up to another where they are given."""
    ends = ((low, ">="), (high, "<"))
    bounds = " AND ".join(f"v.article_id {sign} {literal(end)}" for end, sign in ends if end is not None)
    cut = (
        "CASE WHEN v.field = 'title' THEN substring(t.title, v.start + 1, v.end - v.start) "
        "ELSE substring(t.text, v.start + 1, v.end - v.start) END AS text, "
    )
    own = [*ABOUT_SPEAKER, "voice", "text", "words", "cue", "via", "with", "access", "act", "sourced", "block"]
    sql = (
        "SELECT v.article_id, v.run AS _run, v.field, v.block, v.sentence, v.start, v.end, v.voice, v.statement_id, "
        f"{_ABOUT}, {cut}v.words, "
        "CASE WHEN v.statement_id IS NOT NULL THEN h.speaker_id IS NOT NULL END AS sourced, nullif(s.cue, '') AS cue, "
        "s.access, nullif(s.via, '') AS via, w.\"with\", v.act, a.outlet, a.date"
        f"{_extra(extra, own)} FROM voices v JOIN ({counted_sql(extra)}) a USING (article_id) "
        "JOIN articles t ON t.article_id = v.article_id "
        "LEFT JOIN said s ON s.article_id = v.article_id AND s.statement_id = v.statement_id "
        "LEFT JOIN heard h ON h.article_id = v.article_id AND h.statement_id = v.statement_id AND h.place = 0 "
        f"LEFT JOIN ({WITH}) w ON w.article_id = v.article_id AND w.statement_id = v.statement_id "
        f"{f'WHERE {bounds}' if bounds else ''}"
    )
    return Asked(sql, ("article_id", "_run"))


def mentions_sql(extra: Sequence[str]) -> Asked:
    """The table of :func:`framing.mentions`."""
    own = ["text", "actor_id", "actor", "type", "entity", "side", "role", "agent", "voice", "statement_id"]
    sql = (
        f"SELECT m.article_id, m.field, m.start, m.end, m.text, m.actor_id, m.actor, m.type, m.entity, "
        f"coalesce(m.side, '{NOT_GIVEN}') AS side, m.role, m.agent, m.voice, m.statement_id, a.outlet, a.date"
        f"{_extra(extra, own)} FROM named m JOIN ({counted_sql(extra)}) a USING (article_id)"
    )
    return Asked(sql, ("article_id", "field DESC", "start", "end"))


COUNTED = "JOIN copies c ON c.article_id = {0}.article_id AND c.duplicate_of IS NULL"

"""What several articles report as said, what only one does, and how each cuts and introduces it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.errors import ComparisonError
from framing.events.match import match_events
from framing.events.quotes import compared, words_of
from framing.events.same import Level, Links, linked
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, voices_table
from framing.tables import MISSING, group_values, require_columns
from framing.values import Kind, Voice
from framing.wording import nearest

__all__ = ["LIST_COLUMNS", "SHARED_COLUMNS", "aligned", "events_of", "shared_list", "shared_statements"]

SHARED_COLUMNS = (
    "shared_id", "level", "event", "article_id", "statement_id", "outlet", "date", "speaker", "cue", "kind", "text",
    "words", "kept_share", "in_articles", "in_outlets",
)  # fmt: skip

LIST_COLUMNS = (
    "shared_id", "event", "speaker", "level", "text", "in_articles", "in_outlets", "outlets", "lacking", "cues",
)  # fmt: skip

_NEEDED = ("article_id", "field", "start", "end", "voice", "statement_id", "text", "words", "speaker", "type")
_ELLIPSIS = " … "


def shared_statements(
    subject: Subject, *, event: str | Mapping[str, str] | pd.DataFrame | None = None, days: float | None = 3
) -> Result:
    """Statements aligned across articles, one row a statement, those that say the same one after the other.

    ``subject`` is an analysis, statements or their table of voices. ``event`` says which articles are about the same:
    a column of the articles, a table with ``article_id`` and ``event``, or a mapping from the one to the other; without
    it the articles' column ``event`` where there is one, else :func:`framing.match_events` with ``days``.

    Columns: ``shared_id``, "S1" and so on, what is said; ``level``, how surely another article has it too:
    "near-verbatim" (the same quotation, cut or fitted in as it may be), "paraphrase" (one speaker, one event, other
    words, one at least a quotation), "claim" (the same, no quotation), "alone" (no other article has it); ``event``,
    ``article_id``, ``statement_id``, ``outlet``, ``date``, ``speaker``, ``cue``, ``kind`` (direct, mixed, indirect),
    ``text`` (its words without what belongs to a statement inside it), ``words``; ``kept_share``, the share of the
    longest version's words that this one has in the same order; ``in_articles`` and ``in_outlets``, how many have it.

    ``evidence(shared_id)`` gives the lines side by side. Order: what most outlets have first. Raises a ComparisonError
    where there is no statement, or an article without an event.
    """
    said, links = aligned(subject, event=event, days=days)
    said["group"], said["level"] = links.group, [level.value for level in links.level]
    of_group = said.groupby("group", sort=False)
    said["in_articles"] = of_group["article_id"].transform("nunique")
    said["in_outlets"] = said["outlet"].mask(said["outlet"].eq(MISSING)).groupby(said["group"]).transform("nunique")
    said["kept_share"] = _kept(said)
    said["_first"] = said.index.to_series().groupby(said["group"]).transform("min")
    ordered = said.sort_values(
        ["in_outlets", "in_articles", "_first"], ascending=[False, False, True], kind="stable", ignore_index=True
    )
    ordered["shared_id"] = "S" + pd.Series(pd.factorize(ordered["group"])[0] + 1).astype("str")
    places = ["article_id", "field", "start", "end", "statement_id", "shared_id", "level", "outlet", "kind"]
    whose = {c: ordered[c] for c in ("speaker", "cue")}
    table = ordered[list(SHARED_COLUMNS)].astype({"in_articles": "int64", "in_outlets": "int64", "words": "int64"})
    return result(
        table,
        keys="shared_id",
        lines=ordered[places].assign(**whose),
        corpus=corpus_of(subject),
        statements=statements_of(subject),
        more=("level", "outlet"),
    )


def aligned(
    subject: Subject, *, event: str | Mapping[str, str] | pd.DataFrame | None = None, days: float | None = 3
) -> tuple[pd.DataFrame, Links]:
    """One row a statement, with its words, and what the statements have in common: see :func:`shared_statements`."""
    voices = voices_table(subject, purpose="shared_statements")
    require_columns(voices, _NEEDED, purpose="shared_statements")
    runs = voices[voices["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value]) & voices["statement_id"].notna()]
    if runs.empty:
        raise ComparisonError("shared_statements aligns statements, and the table has none.")
    said = _statements(runs).reset_index(drop=True)
    said["event"] = events_of(said, voices, event, subject, days)
    return said, linked(said)


def shared_list(shared: pd.DataFrame) -> pd.DataFrame:
    """One row for each thing said, those that most outlets have first: who has it and who lacks it.

    ``shared`` is what :func:`shared_statements` gave. Columns: ``shared_id``, ``event``, ``speaker``, ``level`` (the
    surest of its statements), ``text`` (the longest version), ``in_articles``, ``in_outlets``, ``outlets`` (that have
    it), ``lacking`` (outlets that have other statements on the event), ``cues`` (how each outlet introduces it:
    "A: said; B: claimed").
    """
    rank = {level.value: k for k, level in enumerate((Level.NEAR_VERBATIM, Level.PARAPHRASE, Level.CLAIM, Level.ALONE))}
    covering = shared.groupby("event", sort=False)["outlet"].agg(lambda o: list(dict.fromkeys(o)))
    rows = []
    for shared_id, own in shared.groupby("shared_id", sort=False):
        have = list(dict.fromkeys(own["outlet"]))
        lacking = dict.fromkeys(o for event in dict.fromkeys(own["event"]) for o in covering[event] if o not in have)
        longest = own.iloc[int(own["words"].to_numpy().argmax())]
        cues = own.groupby("outlet", sort=False)["cue"].agg(lambda c: ", ".join(dict.fromkeys(c.dropna())))
        rows.append(
            {
                "shared_id": shared_id,
                "event": "; ".join(dict.fromkeys(own["event"])),
                "speaker": longest["speaker"],
                "level": min(own["level"], key=rank.__getitem__),
                "text": longest["text"],
                "in_articles": own["in_articles"].iloc[0],
                "in_outlets": own["in_outlets"].iloc[0],
                "outlets": "; ".join(have),
                "lacking": "; ".join(lacking),
                "cues": "; ".join(f"{outlet}: {cue}" for outlet, cue in cues.items() if cue),
            }
        )
    return pd.DataFrame(rows, columns=list(LIST_COLUMNS))


def _statements(runs: pd.DataFrame) -> pd.DataFrame:
    """One row a statement: its words, those inside quotation marks, and what is known of it."""
    keys = ["article_id", "statement_id"]
    quoted = runs["voice"].eq(Voice.QUOTED.value)
    first = {c: (c, "first") for c in ("field", "outlet", "date", "speaker", "type", "cue") if c in runs.columns}
    groups = runs.groupby(keys, sort=False)
    said = groups.agg(start=("start", "min"), end=("end", "max"), words=("words", "sum"), **first)
    said["text"] = groups["text"].agg(_ELLIPSIS.join)
    inside = runs[quoted].groupby(keys, sort=False)["text"].agg(_ELLIPSIS.join)
    said["quoted"] = inside.reindex(said.index).fillna("")
    share = quoted.groupby([runs[k] for k in keys], sort=False).mean().reindex(said.index)
    kinds = [Kind.DIRECT.value if s == 1 else Kind.INDIRECT.value if s == 0 else Kind.MIXED.value for s in share]
    said["kind"] = kinds
    said = said.reset_index()
    for column in ("outlet", "date", "cue"):
        said[column] = group_values(said[column]) if column in said.columns and column != "cue" else said.get(column)
    return said


def events_of(
    said: pd.DataFrame,
    voices: pd.DataFrame,
    event: str | Mapping[str, str] | pd.DataFrame | None,
    subject: Subject,
    days: float | None,
) -> pd.Series:
    """The event of the article of each row of ``said``: see :func:`shared_statements`."""
    if event is None and "event" in voices.columns:
        event = "event"
    if isinstance(event, str):
        if event not in voices.columns:
            raise ComparisonError(f"The articles have no column {event!r}. {nearest(event, map(str, voices.columns))}")
        event = dict(zip(voices["article_id"], group_values(voices[event]), strict=True))
    elif event is None:
        corpus = corpus_of(subject)
        if corpus is None:
            raise ComparisonError(
                "This table does not know its articles, so that their events cannot be found: give event= a column or "
                "a table with article_id and event, or give an Analysis or Statements."
            )
        event = match_events(corpus, days=days)
    if isinstance(event, pd.DataFrame):
        require_columns(event, ("article_id", "event"), purpose="shared_statements(event=…)")
        event = dict(zip(event["article_id"].astype("str"), group_values(event["event"]), strict=True))
    found = said["article_id"].map(dict(event))
    if found.isna().any():
        lacking = said["article_id"][found.isna()].iloc[0]
        raise ComparisonError(f"event= names no event for the article {lacking!r}; give every article one.")
    return found.astype("str").mask(found.eq(MISSING), MISSING + " " + said["article_id"])


def _kept(said: pd.DataFrame) -> pd.Series:
    """Share of the longest version's words that each version has, in the same order."""
    kept = np.ones(len(said))
    several = said[said["in_articles"].gt(1)]
    for _, own in several.groupby("group", sort=False):
        rows, texts = own.index.to_numpy(), own["text"].tolist()
        longest = int(own["words"].to_numpy().argmax())
        whole = words_of(texts[longest])
        for k, text in enumerate(texts):
            if k != longest and whole.forms:
                kept[rows[k]] = compared(words_of(text), whole).words / len(whole.forms)
    return pd.Series(kept, index=said.index)

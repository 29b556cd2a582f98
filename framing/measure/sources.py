"""Whose statement counts: the origin's or the stated source's, who relays, and what a user knows of the actors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pandas as pd

from framing.errors import InputError
from framing.resolve.names import fold
from framing.tables import MISSING, group_values, require_columns

__all__ = ["Counted", "by_source", "count_sources", "read_actors", "relays", "with_actors"]


class Counted(StrEnum):
    """Whose a relayed statement is ("AFP reported, citing a US official").

    ``ORIGIN``: the innermost known source's, the US official's; relays are counted apart by :func:`relays`.
    ``STATED``: the source's that the sentence names as speaker, AFP's.
    """

    ORIGIN = "origin"
    STATED = "stated"


_ORIGINS = {
    "speaker_id": "origin_id", "speaker": "origin_speaker", "type": "origin_type", "side": "origin_side",
    "named": "origin_named", "affiliation": "origin_affiliation", "official": "origin_official",
}  # fmt: skip
_OF_SPEAKER = tuple(_ORIGINS)


def count_sources(statements: pd.DataFrame, counted: Counted | str = Counted.ORIGIN) -> pd.DataFrame:
    """The statements table with the columns about the speaker, from ``speaker_id`` to ``official``, as they count.

    A table without ``origin_…`` columns, such as one of your own making, stays as it is. ``relayed_by`` is the stated
    source where the origin counts in its place.
    """
    if Counted(counted) is Counted.STATED or "origin_speaker" not in statements.columns:
        return statements
    relayed = group_values(statements["origin_speaker"]).ne(MISSING)
    if "relayed_by" in statements.columns or not relayed.any():
        return statements
    columns = {
        here: statements[here].where(~relayed, statements[there])
        for here, there in _ORIGINS.items()
        if here in statements.columns and there in statements.columns
    }
    return statements.assign(**columns, relayed_by=statements["speaker"].where(relayed, ""))


def relays(statements: pd.DataFrame) -> pd.DataFrame:
    """Who passes on what others said: one row a relay, most relayed statements first.

    "AFP reported, citing a US official" and "Warren said, as quoted by AFP" both have the relay AFP. Columns:
    ``relay``, relayed ``statements`` and their ``share`` of all, the ``articles`` and ``words`` they are in,
    ``sources``: how many different speakers it relays, ``as_source``: statements that stay its own, with no other
    source named. The relay is taken by its name in the sentence; "the agency" is not resolved.
    """
    require_columns(statements, ["article_id", "speaker", "words", "via"], purpose="relays")
    counts = count_sources(statements)
    named = statements["via"].fillna("").str.split("; ")
    long = counts.assign(relay=named).explode("relay")
    long = long.assign(relay=long["relay"].str.strip(" ,").str.removeprefix("the ").str.removeprefix("The "))
    if "relayed_by" in long.columns:
        by_name = long["relayed_by"].ne("") & ~long["via"].str.contains("; ", regex=False)
        long = long.assign(relay=long["relay"].mask(by_name, long["relayed_by"]))
    long = long[long["relay"].ne("")]
    groups = long.groupby("relay", sort=True)
    table = groups.agg(
        statements=("relay", "size"),
        articles=("article_id", "nunique"),
        words=("words", "sum"),
        sources=("speaker", "nunique"),
    ).reset_index()
    own = group_values(counts["speaker"]).value_counts()
    table["share"] = table["statements"] / max(1, len(statements))
    table["as_source"] = table["relay"].map(own).fillna(0).astype("int64")
    order = ["relay", "statements", "share", "articles", "words", "sources", "as_source"]
    return table[order].sort_values(["statements", "relay"], ascending=[False, True], ignore_index=True)


def by_source(
    voices: pd.DataFrame, statements: pd.DataFrame, *, counted: Counted | str = Counted.ORIGIN
) -> pd.DataFrame:
    """The voices table with what the statements table knows of its statements, so that it can be grouped by it.

    Columns about the speaker are the origin's by default (:class:`Counted`); further ones, such as ``official``,
    ``outlet`` or one that :func:`with_actors` added, are joined by ``statement_id``. The voices table's own columns
    stay as they are; in the joined ones, rows that belong to no statement are missing.
    """
    require_columns(voices, ["article_id", "statement_id"], purpose="by_source (voices)")
    require_columns(statements, ["article_id", "statement_id"], purpose="by_source (statements)")
    frame = count_sources(statements, counted).drop_duplicates("statement_id").set_index("statement_id")
    own = [c for c in voices.columns if c not in _OF_SPEAKER]
    wanted = [c for c in frame.columns if c not in own and c not in _PLACES]
    made = {c: voices["statement_id"].map(frame[c]) for c in wanted}
    return voices.assign(**made)


_PLACES = ("kind", "source", "cue", "content", "position", "quoted_words", "confidence")


def read_actors(path: str | Path) -> pd.DataFrame:
    """A table of what you know of actors: a CSV file with a column ``speaker`` and others of your own.

    Raises InputError where there is no such column, or two rows about one name.
    """
    try:
        table = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False, skipinitialspace=True)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({error}); give a CSV file with a column 'speaker'") from error
    return _checked(table, str(path))


def with_actors(
    statements: pd.DataFrame, actors: pd.DataFrame, *, counted: Counted | str = Counted.ORIGIN
) -> pd.DataFrame:
    """The statements table with what you know of the actors: gender, party, whatever you coded yourself.

    ``actors`` has a column ``speaker``, one row a name (as the program writes it; capitals and accents do not matter),
    and columns of your own, joined to the statements of that speaker; ``type``, ``side``, ``affiliation``, ``named``
    and ``official`` in it overrule the program's where they are filled in. Speakers that it lacks are "not given".
    Nothing of the kind is ever guessed: a column such as ``gender`` exists only where you supply it. ``counted`` says
    whose a relayed statement is. ``attrs["unknown_actors"]`` are the names that no statement bears.

    Raises InputError as :func:`read_actors` does.
    """
    actors = _checked(actors, "the table of actors").copy()
    require_columns(statements, ["speaker"], purpose="with_actors")
    frame = count_sources(statements, counted)
    keys = group_values(frame["speaker"]).map(fold)
    facts = actors.set_index(actors["speaker"].map(fold)).drop(columns="speaker")
    columns: dict[str, pd.Series] = {}
    for name in facts.columns:
        given = keys.map(facts[name]).replace("", None)
        if name in _OF_SPEAKER and name in frame.columns:
            given = group_values(given).where(given.notna(), frame[name].astype("object"))
            yes = given.map(lambda v: None if pd.isna(v) else str(v).strip().lower() in _YES)
            columns[name] = yes.astype("boolean") if name in ("official", "named") else given
        else:
            columns[name] = group_values(given)
    found = frame.assign(**columns)
    found.attrs["unknown_actors"] = tuple(n for n in actors["speaker"] if fold(n) not in set(keys))
    return found


_YES = frozenset({"true", "yes", "1", "official", "named", "y"})


def _checked(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if "speaker" not in table.columns:
        raise InputError(f"{name} has no column 'speaker'; it has {', '.join(map(str, table.columns)) or 'none'}")
    doubled = table.loc[table["speaker"].map(fold).duplicated(), "speaker"].tolist()
    if doubled:
        raise InputError(f"{name}: more than one row about {', '.join(map(repr, doubled[:3]))}; keep one")
    return table

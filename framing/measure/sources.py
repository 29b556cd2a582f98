"""Who passes on what others said, how the words reached the outlet, and what a user knows of the actors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.errors import ComparisonError, InputError
from framing.occasion import Access
from framing.resolve.names import fold
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, statements_table
from framing.tables import MISSING, By, group_values, grouped, require_columns
from framing.whose import ABOUT_SPEAKER

__all__ = ["access", "read_actors", "relays", "with_actors"]


def relays(subject: Subject) -> Result:
    """Who passes on what others said: one row a relay, most relayed statements first.

    "AFP reported, citing a US official" and "Warren said, as quoted by AFP" both have the relay AFP. Columns:
    ``relay``, relayed ``statements`` and their ``statement_share`` of all, the ``articles`` and ``words`` they are in,
    ``speakers``: how many different ones it relays, ``as_source``: statements that stay its own, with no other
    source named. The relay is taken by its name in the sentence; "the agency" is not resolved.
    """
    statements = statements_table(subject, purpose="relays", words=False)
    require_columns(statements, ["article_id", "speaker", "words", "via"], purpose="relays")
    some = statements[statements["via"].notna() & statements["via"].ne("")]
    long = some.assign(relay=some["via"].astype("str").str.split("; ")).explode("relay")
    table = (
        long.groupby("relay", sort=True)
        .agg(
            statements=("relay", "size"),
            articles=("article_id", "nunique"),
            words=("words", "sum"),
            speakers=("speaker", "nunique"),
        )
        .reset_index()
    )
    own = group_values(statements["speaker"]).value_counts().to_dict()
    table["statement_share"] = table["statements"] / max(1, len(statements))
    table["as_source"] = table["relay"].map(own).fillna(0).astype("int64")
    order = ["relay", "statements", "statement_share", "articles", "words", "speakers", "as_source"]
    table = table[order].sort_values(["statements", "relay"], ascending=[False, True], ignore_index=True)
    return result(table, keys="relay", lines=long, corpus=corpus_of(subject))


def access(subject: Subject, *, by: By = "outlet") -> Result:
    """How the words of statements reached the outlet: one row for each value of ``by`` and kind of access.

    The kinds are those of :class:`framing.occasion.Access`: ``own reporters`` ("told the Courier", in the Courier),
    ``another outlet`` ("told the Herald"; what a relay passes on), ``news agency``, ``public statement`` (a press
    conference, speech, testimony, tweet, release), ``document``, and ``not stated``, where the sentence names no
    occasion: that is most statements, and no sign of the outlet's own work. Statements without a source are left out.
    Columns: ``statements``, ``statement_share`` of the group's, ``stated_share`` of those whose access is stated
    (missing for ``not stated``), ``articles``, ``words``.
    """
    table = statements_table(subject, purpose="access", words=False)
    frame, columns = grouped(table, by, purpose="access", needed=["article_id", "access", "speaker", "words"], least=0)
    if not columns:
        columns, frame = ["group"], frame.assign(group="all")
    if "access" in columns:
        raise ComparisonError("access: every row is of one kind of access already; group by another column.")
    frame = frame[group_values(frame["speaker"]).ne(MISSING)]
    made = (
        frame.groupby([*columns, "access"], sort=True)
        .agg(statements=("access", "size"), articles=("article_id", "nunique"), words=("words", "sum"))
        .reset_index()
    )
    group = made.groupby(columns)["statements"]
    made["statement_share"] = made["statements"] / group.transform("sum")
    stated = made["statements"].where(made["access"].ne(Access.UNSTATED.value))
    made["stated_share"] = stated / stated.groupby([made[c] for c in columns]).transform("sum")
    order = {kind.value: i for i, kind in enumerate(Access)}
    made = made.assign(_order=made["access"].map(order)).sort_values([*columns, "_order"], ignore_index=True)
    shown = [*columns, "access", "statements", "statement_share", "stated_share", "articles", "words"]
    return result(
        made[shown],
        keys=[*columns, "access"],
        lines=frame,
        corpus=corpus_of(subject),
        statements=statements_of(subject),
    )


def read_actors(path: str | Path) -> pd.DataFrame:
    """A table of what you know of actors: a CSV file with a column ``speaker`` and others of your own.

    Raises InputError where there is no such column, or two rows about one name.
    """
    try:
        table = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False, skipinitialspace=True)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({error}); give a CSV file with a column 'speaker'") from error
    return _checked(table, str(path))


def with_actors(table: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """A table of statements or of voices with what you know of the actors: gender, party, whatever you coded yourself.

    ``actors`` has a column ``speaker``, one row a name (as the program writes it; capitals and accents do not matter),
    and columns of your own, joined to the rows of that speaker; ``type``, ``side``, ``affiliation``, ``named``
    and ``official`` in it overrule the program's where they are filled in. Speakers that it lacks are "not given".
    Nothing of the kind is ever guessed: a column such as ``gender`` exists only where you supply it.
    ``attrs["unknown_actors"]`` are the names that no row bears.

    Raises InputError as :func:`read_actors` does.
    """
    actors = _checked(actors, "the table of actors").copy()
    require_columns(table, ["speaker"], purpose="with_actors")
    keys = group_values(table["speaker"]).map(fold)
    facts = actors.set_index(actors["speaker"].map(fold)).drop(columns="speaker")
    columns: dict[str, pd.Series] = {}
    for name in facts.columns:
        given = keys.map(facts[name]).replace("", None)
        if name in ABOUT_SPEAKER and name in table.columns:
            given = group_values(given).where(given.notna(), table[name].astype("object"))
            yes = given.map(lambda v: None if pd.isna(v) else str(v).strip().lower() in _YES)
            columns[name] = yes.astype("boolean") if name in ("official", "named") else given
        else:
            columns[name] = group_values(given)
    found = table.assign(**columns)
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

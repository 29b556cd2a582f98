"""The actors of a corpus: what they are called, what is said of them, and who may be one or two."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import pandas as pd

from framing.join import Doubt, Join, JoinedActor, join_statements
from framing.resolve.names import fold
from framing.results import Result, result
from framing.statements import NOT_GIVEN, Statements
from framing.subject import Tables, known_statements
from framing.values import Statement
from framing.wording import count, join

__all__ = ["ACTOR_COLUMNS", "DOUBT_COLUMNS", "actors", "doubt_note", "doubts", "starter_project"]

ACTOR_COLUMNS = (
    "actor_id", "actor", "type", "statements", "words", "articles", "mentions", "forms", "names", "roles",
    "affiliations", "as_official", "sides", "first_day", "last_day",
)  # fmt: skip
DOUBT_COLUMNS = ("question", "actors", "statements", "articles", "reason", "actor_ids")
_FORMS = 8
"""So many forms are listed."""


def actors(subject: Tables | Statements) -> Result:
    """The actors of a corpus with a name, one a row, most statements first, then most mentions.

    ``subject`` is an analysis, or statements. Columns: ``actor_id``, ``actor``, ``type``; ``statements`` and ``words``
    that are the actor's, ``articles`` that name it and ``mentions`` by name in them; ``forms``, how articles write the
    name, and ``names``, those by which articles by themselves know it, most frequent first; ``roles`` and
    ``affiliations`` that they give it; ``as_official``, the part of its statements made as an official; ``sides``;
    ``first_day`` and ``last_day``. Speakers without a name are kinds of source and no actors
    (:mod:`framing.join.unnamed`). ``actors(…).evidence(row)`` gives the statements of an actor.
    """
    statements = _joined(known_statements(subject, purpose="actors"))
    table = statements.frame().rename(columns={"speaker_id": "actor_id"})
    said = table.groupby("actor_id", sort=False)
    number, words = said.size(), said["words"].sum()
    official = said["official"].mean()
    sides = said["side"].agg(lambda s: "; ".join(sorted(set(s) - {NOT_GIVEN})))
    rows = [
        (
            a.id, a.name, a.type.value, int(number.get(a.id, 0)), int(words.get(a.id, 0)), a.articles, a.mentions,
            _listed(a.forms), _listed(a.names), "; ".join(sorted(a.roles)), "; ".join(sorted(a.affiliations)),
            official.get(a.id), sides.get(a.id, ""), _day(a.first), _day(a.last),
        )
        for a in _join_of(statements).actors.values()
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=list(ACTOR_COLUMNS)).astype({"as_official": "Float64"})
    made = made.sort_values(["statements", "mentions", "actor_id"], ascending=[False, False, True], ignore_index=True)
    lines = pd.DataFrame(table)
    return result(made, keys="actor_id", lines=lines, corpus=statements.corpus, statements=statements)


def doubts(subject: Tables | Statements) -> pd.DataFrame:
    """What the join of a corpus is not sure of, the cases on which most statements hang first.

    ``question`` is "may be one" of actors that stay apart and "may be two" of one that has several names.
    ``statements`` are those that would change hands: of all the actors but the one that says most, or those under the
    name in question; ``articles`` are the articles in which it is asked; ``reason`` says why.
    """
    statements = _joined(known_statements(subject, purpose="doubts"))
    table = _join_of(statements)
    said, under = _counts(statements)
    rows = []
    for doubt in table.doubts:
        names = [table.actors[i].name for i in doubt.ids]
        if doubt.joined:
            hang = under[doubt.ids[0], doubt.form]
        else:
            numbers = sorted(said[i] for i in doubt.ids)
            hang = sum(numbers[:-1])
        rows.append((_question(doubt), "; ".join(names), hang, doubt.articles, doubt.reason, "; ".join(doubt.ids)))
    made = pd.DataFrame(rows, columns=list(DOUBT_COLUMNS)).astype({"statements": "int64", "articles": "int64"})
    return made.sort_values(
        ["statements", "articles", "actors", "reason"], ascending=[False, False, True, True], ignore_index=True
    )


def doubt_note(statements: Statements, shown: Sequence[str]) -> str:
    """A sentence on the doubtful case that matters most for the speakers named ``shown``; "" where none does."""
    if statements.join is None:
        return ""
    said, under = _counts(statements)
    names = {a.id: a.name for a in statements.join.actors.values()}
    asked: list[tuple[int, str, str]] = []
    for doubt in statements.join.doubts:
        hang = under[doubt.ids[0], doubt.form] if doubt.joined else sum(sorted(said[i] for i in doubt.ids)[:-1])
        if hang and any(names[i] in shown for i in doubt.ids):
            listed = [names[i] for i in doubt.ids]
            if doubt.joined:
                asked.append((hang, listed[0], f"“{doubt.form}” was taken for {listed[0]}"))
            else:
                asked.append((hang, listed[0], f"{join(listed)} may be one, or be fewer than they seem"))
    if not asked:
        return ""
    asked.sort(key=lambda x: (-x[0], x[1:]))
    hang, _, sentence = asked[0]
    more = f" So are {count(len(asked) - 1, 'more case')}." if len(asked) > 2 else ""
    return (
        f"Who is one is not always sure: {sentence} ({count(hang, 'statement')}).{more} `framing actors --doubts` "
        "lists such cases, and an [[actor]] in the project file settles them."
    )


def starter_project(subject: Tables | Statements, *, most: int = 50) -> str:
    """A project file to edit: an ``[[actor]]`` for each of the ``most`` actors with most statements, and the doubts.

    Aliases are the names by which articles know the actor, but for those that are another's, too.
    """
    statements = _joined(known_statements(subject, purpose="starter_project"))
    table = _join_of(statements)
    bearers: dict[str, set[str]] = defaultdict(set)
    for actor in table.actors.values():
        for name, _ in actor.names:
            bearers[fold(name)].add(actor.id)
    listed = [i for i in actors(statements)["actor_id"].head(most) if i in table.actors]
    taken: set[str] = set()
    entries = "\n".join(_entry(table.actors[key], bearers, taken) for key in listed)
    asked = doubts(statements).head(most)
    lines = [
        f"# {row.question}: {row.actors} ({row.reason}; statements: {row.statements}, articles: {row.articles})"
        for row in asked.itertuples()
    ]
    notes = ["# What the program is not sure of, the most statements first:", *lines, ""] if lines else []
    return "\n".join([_HEAD, entries, *notes])


_HEAD = """\
# Who is who in these articles, as the program has it; written by `framing actors`. Edit it: what stands here wins.
# name and aliases are one actor in all articles; type, side and official hold for all that it says. What holds for a
# time only stands in a table of its own below it:
#   [[actor.role]]
#   title = "Governor of Ohio"
#   official = true
#   from = 2019-01-14
#   until = 2023-01-09
"""


def _entry(actor: JoinedActor, bearers: dict[str, set[str]], taken: set[str]) -> str:
    names = [n for n, _ in actor.names if fold(n) != fold(actor.name) and bearers[fold(n)] == {actor.id}]
    aliases = list({fold(n): n for n in names if fold(n) not in taken}.values())
    taken.update(map(fold, (actor.name, *aliases)))
    lines = ["[[actor]]", f"name = {_text(actor.name)}"]
    if aliases:
        lines.append(f"aliases = [{', '.join(map(_text, aliases))}]")
    lines += [f"type = {_text(actor.type.value)}", '# side = ""', "# official = true", ""]
    return "\n".join(lines)


def _text(value: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)


def _question(doubt: Doubt) -> str:
    return "may be two" if doubt.joined else "may be one"


def _joined(statements: Statements) -> Statements:
    return statements if statements.join is not None else join_statements(statements)


def _join_of(statements: Statements) -> Join:
    return statements.join or Join()


def _counts(statements: Iterable[Statement]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Statements of each actor, and of each under each name that an article by itself has for it."""
    said: Counter[str] = Counter()
    under: Counter[tuple[str, str]] = Counter()
    for statement in statements:
        for who in statement.speakers:
            said[who.id] += 1
            under[who.id, (who.found or who).name] += 1
    return said, under


def _listed(counted: Sequence[tuple[str, int]]) -> str:
    """The most frequent, with how often where there are several."""
    shown = [f"{name} ({n})" if len(counted) > 1 else name for name, n in counted[:_FORMS]]
    return "; ".join(shown) + (" …" if len(counted) > _FORMS else "")


def _day(ordinal: int) -> str:
    return pd.Timestamp.fromordinal(ordinal).date().isoformat() if ordinal else NOT_GIVEN

"""Who speaks for an actor that makes no statement: its head, spokesperson or member; or a text tells that it spoke."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from framing.resolve.names import country_of, fold
from framing.resolve.posts import readings
from framing.resolve.role_words import role_words
from framing.resolve.vocabulary import PARTIES, UTTERANCES, singular

__all__ = ["spoken_for", "told_to_speak"]


def spoken_for(table: pd.DataFrame, named: pd.DataFrame, statements: pd.DataFrame, actor: str) -> pd.Series:
    """Whether an actor without a statement has somebody speak for it, by what the speakers are called."""
    if "source" not in statements.columns or actor not in ("speaker", "speaker_id"):
        return pd.Series(False, index=table.index)
    silent = set(table.loc[~table["heard"], actor].astype("str"))
    forms = {(fold(name),): name for name in silent}
    forms |= {(short,): name for name in silent if (short := _without_country(fold(name))) is not None}
    if "text" in named.columns:
        pairs = named.loc[named[actor].isin(silent), [actor, "text"]].drop_duplicates()
        forms |= {(fold(text),): name for name, text in pairs.itertuples(index=False) if len(text) > _SHORTEST}
    wanted: dict[tuple[str, ...], set[str]] = {}
    for (form,), name in forms.items():
        wanted.setdefault(tuple(form.split()), set()).add(str(name))
    longest = max(map(len, wanted), default=0)
    columns = [c for c in ("source", "description", "affiliation", "speaker") if c in statements.columns]
    said = {str(text): str(text) for c in columns for text in statements[c].dropna().unique()}
    if "affiliation" in columns and "description" in columns:
        pairs = statements[["source", "description", "affiliation"]].drop_duplicates().astype("str")
        said |= {f"{d} {b}": d for _, d, b in pairs.itertuples(index=False)} | {
            f"{src} {b}": src for src, _, b in pairs.itertuples(index=False)
        }
    spoken: set[str] = _by_common_noun(named, statements, silent, actor)
    for text, mouth in said.items():
        if not _speaks_for(mouth):
            continue
        tokens = fold(_MARKS.sub(" ", _POSSESSIVE.sub("", text))).split()
        tokens += [body for word, body in _MEMBERS_OF.items() for t in tokens if singular(t) == word]
        for at in range(len(tokens)):
            for size in range(1, min(longest, len(tokens) - at) + 1):
                spoken |= wanted.get(tuple(tokens[at : at + size]), set())
    heard = (
        {fold(str(n)) for n in statements["speaker"].dropna().unique()} if "speaker" in statements.columns else set()
    )
    spoken |= {
        n for n in silent if _without_country(fold(n)) in heard
    }  # "the American Congress", where Congress speaks
    members = {w[:_STEM] for n in heard for w in n.split() if singular(w) in PARTIES}
    spoken |= {n for n in silent if fold(n).endswith(" party") and fold(n)[:_STEM] in members}
    return table[actor].astype("str").isin(spoken) & ~table["heard"]


def _by_common_noun(named: pd.DataFrame, statements: pd.DataFrame, silent: set[str], actor: str) -> set[str]:
    """Bodies for which somebody speaks who is told by their common noun: "a foundation spokesman".

    It is the one silent body of that noun that the article names.
    """
    if "text" not in named.columns or "article_id" not in statements.columns:
        return set()
    theirs = named.loc[named[actor].astype("str").isin(silent), ["article_id", actor, "text"]].drop_duplicates()
    bodies: dict[tuple[str, str], set[str]] = {}
    for article, name, text in theirs.itertuples(index=False):
        if " " in text:
            bodies.setdefault((article, singular(fold(text).split()[-1])), set()).add(str(name))
    spoken: set[str] = set()
    for article, source in statements[["article_id", "source"]].drop_duplicates().astype("str").itertuples(index=False):
        found = _OF_BODY.search(fold(source)) if _speaks_for(source) else None
        if found is not None:
            names = bodies.get((article, next(filter(None, found.groups()))), set())
            spoken |= names if len(names) == 1 else set()
    return spoken


def told_to_speak(table: pd.DataFrame, named: pd.DataFrame, voices: pd.DataFrame, actor: str) -> set[str]:
    """Actors without a statement of whom the text tells in passing that they spoke: a verb of uttering follows."""
    places = ["article_id", "field", "start", "end"]
    if "entity" not in table or not {*places} <= set(named.columns) or not {*places[:3], "text"} <= set(voices.columns):
        return set()
    silent = set(table.loc[~table["heard"] & ~table["entity"].isin(["people", "group"]), actor])
    theirs = named.loc[named[actor].isin(silent), [actor, *places]]
    wanted = voices[voices["article_id"].isin(set(theirs["article_id"]))]
    runs = dict(iter(wanted.groupby(["article_id", "field"], sort=False)))
    spoken: set[str] = set()
    for name, article, field, start, end in theirs.itertuples(index=False):
        rows = runs.get((article, field))
        if name in spoken or rows is None:
            continue
        at = int(np.searchsorted(rows["start"].to_numpy(), start, side="right")) - 1
        text = str(rows["text"].iloc[at]) if at >= 0 else ""
        found = _VERB_BEHIND.match(text, end - int(rows["start"].iloc[at])) if at >= 0 else None
        if found is not None and found.group(1) in _uttered():
            spoken.add(name)
    return spoken


@cache
def _uttered() -> frozenset[str]:
    """The finite forms of the verbs of uttering."""
    forms = {base.removesuffix("y") + e for base in UTTERANCES if base.endswith("y") for e in ("ied", "ies")}
    forms |= {base.removesuffix("e") + e for base in UTTERANCES for e in ("ed", "es")} | {f"{b}s" for b in UTTERANCES}
    return frozenset(forms | {"said", "told", "spoke"}) - _DEEDS


_DEEDS = frozenset(
    {
        "cast", "casts", "branded", "labels", "ordered", "orders", "points", "pointed", "states", "reports", "cites",
        "notes",
    }
)  # fmt: skip
"""Forms that are mostly nouns, or tell of deeds."""
_VERB_BEHIND = re.compile(
    r"(?:, [^,.;:]{1,60},)? (?:(?:has|have|had|also|then|later|again|once|recently|\w+ly) ){0,3}([a-z]+)\b(?! by\b)"
)
_OF_BODY = re.compile(
    r"^(?:an?|the|its|one|another) (?:\w+ )?([a-z]+) "
    r"(?:spokes\w+|officials?|president|director|head|chief|lawyer|leaders?)$|(?:for|of) the ([a-z]+)$"
)
_MEMBERS_OF = {"senator": "senate", "congressman": "congress", "congresswoman": "congress", "lawmaker": "congress"}
"""Bodies that speak by the mouths of their members."""


def _without_country(name: str) -> str | None:
    """A body's name without the nationality before it, or None where there is none."""
    first, _, rest = name.partition(" ")
    return rest if rest and country_of(first.title()) is not None else None


_STEM = 6
"""Letters by which "Democratic Party" and "Democrats" are one."""
_SHORTEST = 2
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_MARKS = re.compile(r"[^\w\s'’.-]+")


def _speaks_for(text: str) -> bool:
    """Whether a phrase is of somebody who speaks for the bodies and persons in it."""
    mouths = role_words().mouths
    return any(
        r.status == "held" and any(r.noun == m or r.noun.endswith(f" {m}") for m in mouths) for r in readings(text)
    )

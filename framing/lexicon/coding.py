"""A coding sample's files: the key that stays with the researcher, and the sheets that come back from coders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing.errors import InputError
from framing.lexicon.entries import Lexicon
from framing.lexicon.sheets import read_sheet, write_sheet
from framing.values import Corpus

__all__ = ["Coded", "Origin", "corpus_hash", "join_sheets", "key_path", "lexicon_hash", "read_key", "write_key"]

_SHEET = ("item", "question", "text")
_NUMBERS = {"item": np.int64, "score": np.int64, "weight": np.float64}


@dataclass(frozen=True, slots=True)
class Origin:
    """What a sample was drawn for: the category of a lexicon, and the corpus, by their hashes."""

    lexicon: str
    category: str
    lexicon_sha256: str
    corpus_sha256: str

    @classmethod
    def of(cls, lexicon: Lexicon, category: str, corpus: Corpus) -> Origin:
        """The origin of a sample for ``category`` of ``lexicon`` from ``corpus``."""
        return cls(lexicon.name, category, lexicon_hash(lexicon, category), corpus_hash(corpus))


@dataclass(frozen=True, eq=False)
class Coded:
    """Sheets of several coders as one: ``sheet`` has ``item`` and a column for each of ``coders``."""

    sheet: pd.DataFrame
    coders: tuple[str, ...]


def lexicon_hash(lexicon: Lexicon, category: str) -> str:
    """Hash of all that decides what ``category`` matches; sources, notes and the order of entries do not."""
    chosen = lexicon.only([category])
    rows = sorted(
        json.dumps([e.term, e.weight, e.pos, list(e.forms), e.match, e.case], ensure_ascii=False) for e in chosen
    )
    return hashlib.sha256("\n".join([str(lexicon.names), *rows]).encode("utf-8", "surrogatepass")).hexdigest()


def corpus_hash(corpus: Corpus) -> str:
    """Hash of the counted articles' titles and texts, in whatever order and under whatever names they stand."""
    rows = sorted(json.dumps([a.title or "", a.text]) for a in corpus.counted)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def key_path(sheet: str | Path) -> Path:
    """Where the key to a coding sheet is kept: ``war.xlsx`` has ``war.key.csv`` beside it."""
    return Path(sheet).with_suffix(".key.csv")


def write_key(key: pd.DataFrame, origin: Origin, path: str | Path) -> None:
    """Write a sample's key as CSV, with its origin on every row.

    Raises an :class:`~framing.errors.OutputError`: a place that cannot be written.
    """
    write_sheet(key.assign(**asdict(origin)), path)


def read_key(path: str | Path) -> tuple[pd.DataFrame, Origin]:
    """Read a key back.

    Raises an :class:`~framing.errors.InputError`: missing, damaged, or not a key.
    """
    key = read_sheet(path)
    names = list(Origin.__dataclass_fields__)
    missing = [c for c in (*_NUMBERS, "article_id", *names) if c not in key.columns]
    if missing or key.empty:
        what = f"no column '{missing[0]}'" if missing else "no items"
        raise InputError(f"{path}: not a key to a coding sheet ({what}); `framing sample` writes it beside the sheet.")
    for name, dtype in _NUMBERS.items():
        try:
            key[name] = pd.to_numeric(key[name]).astype(dtype)
        except ValueError:
            raise InputError(f"{path}: column '{name}' holds what is not a number; keys are not edited.") from None
    origins = key[names].drop_duplicates()
    if len(origins) > 1 or origins.isna().any(axis=None):
        raise InputError(f"{path}: the items are not from one sample; keys are not edited.")
    return key.drop(columns=names), Origin(*origins.iloc[0].tolist())


def join_sheets(sheets: Mapping[str, pd.DataFrame]) -> Coded:
    """The codes of several copies of one sheet, by name of the copy, side by side.

    Coders are the columns beside ``item``, ``question`` and ``text`` in which something is filled in. Where
    two copies have filled in a column of one name, each is a coder: "anna: coder_1" and "ben: coder_1".

    Raises an :class:`~framing.errors.InputError`: no column ``item``, an item twice, nothing coded.
    """
    filled: list[tuple[str, str, pd.Series]] = []
    for name, sheet in sheets.items():
        if "item" not in sheet.columns:
            raise InputError(f"{name}: no column 'item'; it has {', '.join(map(str, sheet.columns))}.")
        used = sheet[sheet["item"].notna()].set_index("item")
        if used.index.duplicated().any():
            raise InputError(f"{name}: item '{used.index[used.index.duplicated()][0]}' stands there twice.")
        for column in used.columns:
            text = used[column].astype("str").str.strip()
            codes = text.where(used[column].notna() & text.ne(""))
            if column not in _SHEET and codes.notna().any():
                filled.append((name, str(column), codes))
    if not filled:
        raise InputError(f"{', '.join(sheets)}: nothing is coded yet; the coders' columns are empty.")
    columns = [column for _, column, _ in filled]
    named = {
        column if columns.count(column) == 1 else f"{name}: {column}": codes.rename(None)
        for name, column, codes in filled
    }
    joined = pd.concat(named, axis=1).rename_axis("item").reset_index()
    return Coded(joined, tuple(named))

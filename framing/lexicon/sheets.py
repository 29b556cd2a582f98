"""Sentences for people to code: drawn, written as a sheet with its key, and read back.

The sheet is CSV or XLSX and shows nothing of the scores; the key, beside it, stays with the researcher. The same
sample gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import warnings
import zipfile
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from framing.errors import InputError, LexiconError, OutputError
from framing.lexicon.entries import Lexicon
from framing.lexicon.hits import hits, pos_tags
from framing.lexicon.scoring import SPOKEN, scored_hits
from framing.subject import Subject, voices_and_corpus
from framing.tables import with_groups
from framing.values import Corpus
from framing.writing import csv_text, unguarded, write_file

__all__ = [
    "MARKS",
    "Coded",
    "CodingSample",
    "Origin",
    "draw_sample",
    "join_sheets",
    "key_path",
    "lexicon_hash",
    "read_key",
    "read_sheet",
    "write_key",
    "write_sheet",
]

MARKS = ("»", "«")
"""Set around the highlighted words in a CSV; in an XLSX they are bold."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAVED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_MOST_UNPACKED = 200_000_000


def write_sheet(sheet: pd.DataFrame, path: str | Path) -> None:
    """Write a coding sheet as ``.csv`` or ``.xlsx``.

    No text is a formula: cells of a workbook say that they are text, those of a CSV are guarded
    (:func:`framing.writing.csv_text`).

    Raises an :class:`~framing.errors.OutputError`: another ending, or a place that cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise OutputError(f"{path}: coding sheets are written as .csv or .xlsx.")
    # The mark at the head makes spreadsheet programs read the file as UTF-8.
    text = csv_text(sheet, line_end="\r\n") if kind == ".csv" else ""
    data = text.encode("utf-8-sig", "replace") if kind == ".csv" else _workbook(sheet)
    write_file(path, lambda place: place.write_bytes(data))


def _workbook(sheet: pd.DataFrame) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "coding"
    rows = [list(sheet.columns), *sheet.astype("object").where(sheet.notna(), None).to_numpy().tolist()]
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            if isinstance(value, str):
                page.cell(r, c).value = _bold(_ILLEGAL.sub("", value))
                page.cell(r, c).data_type = "s"  # never a formula
            else:
                page.cell(r, c).value = value
    for c, name in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(c)].width = 80 if name == "text" else 16
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:  # the same sheet gives the same bytes
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            new.writestr(entry, _SAVED.sub(b"", old.read(name)), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _bold(text: str) -> CellRichText | str:
    """A text with what stands between the marks in bold."""
    parts = re.split(f"{MARKS[0]}(.*?){MARKS[1]}", text, flags=re.DOTALL)
    if len(parts) == 1:
        return text
    bold = InlineFont(b=True)
    return CellRichText(*(TextBlock(bold, part) if i % 2 else part for i, part in enumerate(parts) if part))


def read_sheet(path: str | Path) -> pd.DataFrame:
    """Read a coding sheet back, all cells as text, empty ones missing.

    Raises an :class:`~framing.errors.InputError`: missing, another ending, or damaged.
    """
    path = Path(path)
    try:
        if path.suffix.lower() == ".csv":
            head = path.read_text(encoding="utf-8-sig").split("\n", 1)[0]
            sep = ";" if head.count(";") > head.count(",") else ","
            return pd.read_csv(path, dtype="str", encoding="utf-8-sig", sep=sep).map(unguarded, na_action="ignore")
        if path.suffix.lower() == ".xlsx":
            return _read_workbook(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile, InvalidFileException):
        raise InputError(f"{path}: damaged or not a coding sheet; save it again as .csv (UTF-8) or .xlsx.") from None
    raise InputError(f"{path}: coding sheets are read from .csv or .xlsx.")


def _read_workbook(path: Path) -> pd.DataFrame:
    """The first sheet of a workbook; big ones and those whose XML has a DTD, which can be endless, are refused."""
    with zipfile.ZipFile(path) as file:
        if sum(i.file_size for i in file.infolist()) > _MOST_UNPACKED:
            raise InputError(f"{path}: too big for a coding sheet.")
        if any(b"<!DOCTYPE" in raw or b"<!ENTITY" in raw for raw in map(file.read, file.namelist())):
            raise InputError(f"{path}: a workbook with a DTD is not read.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about styles that are not there
        book = load_workbook(path, data_only=True)
    rows = [[_as_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    if not rows or not any(rows[0]):
        raise InputError(f"{path}: the first sheet is empty.")
    named = [i for i, name in enumerate(rows[0]) if name]
    return pd.DataFrame([[row[i] for i in named] for row in rows[1:]], columns=[rows[0][i] for i in named], dtype="str")


def _as_text(value: object) -> str | None:
    """A cell as text: whole numbers without a point, yes and no as 1 and 0."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    return str(value)


_SENTENCE = ["article_id", "field", "sentence"]


@dataclass(frozen=True)
class CodingSample:
    """A coding sheet, and the key to it that coders do not see.

    ``sheet``: ``item``, ``question``, ``text`` (the sentence between » and «, with its neighbours) and an
    empty column for each coder. ``key``: ``item``, place of the sentence, grouping columns, ``score``
    (hits of the category in the sentence), ``stratum`` and ``weight``, how many sentences of the corpus
    the item stands for.
    """

    sheet: pd.DataFrame
    key: pd.DataFrame


def draw_sample(
    subject: Subject,
    lexicon: Lexicon,
    category: str,
    *,
    corpus: Corpus | None = None,
    n: int = 200,
    by: str | Sequence[str] = ("outlet",),
    coders: Sequence[str] = ("coder_1", "coder_2"),
    seed: int = 20160524,
) -> CodingSample:
    """Draw ``n`` sentences, stratified by the columns ``by`` and by score (no hit, one, more).

    Strata get the same number of items as far as they have sentences, so that rare scores are coded
    often enough; ``weight`` undoes that in :func:`framing.lexicon.validation.validate`. Items
    stand in random order, and the sheet does not show scores.

    Raises a :class:`~framing.errors.LexiconError`: no such category, or a corpus without sentences.
    """
    by, chosen = [by] if isinstance(by, str) else list(by), lexicon.only([category])
    voices_table, corpus = voices_and_corpus(subject, corpus, purpose="draw_sample")
    spoken = voices_table[voices_table["voice"].isin([str(v) for v in SPOKEN])].reset_index(drop=True)
    if spoken.empty:
        raise LexiconError("the corpus has no sentences to draw from.")
    found = scored_hits(hits(spoken, chosen, corpus=corpus, pos=pos_tags(subject, [chosen])), chosen)
    grouped = pd.concat(
        [spoken[[*_SENTENCE, "start", "end"]], with_groups(spoken, corpus, by).add_prefix("by_")], axis=1
    )
    sentences = grouped.groupby(_SENTENCE, sort=False, as_index=False).agg(
        {"start": "min", "end": "max", **{f"by_{b}": "first" for b in by}}
    )
    score = found.groupby(_SENTENCE).size().rename("score")
    sentences = sentences.join(score, on=_SENTENCE)
    sentences["score"] = sentences["score"].fillna(0).astype(np.int64)
    level = sentences["score"].clip(upper=2).map({0: "no hit", 1: "one hit", 2: "more hits"})
    parts = [sentences[f"by_{b}"] for b in by] + [level]
    sentences["stratum"] = [" | ".join(p) for p in zip(*parts, strict=True)]
    key = _allocate(sentences, n, np.random.default_rng(seed))
    key.insert(0, "item", np.arange(1, len(key) + 1))
    definition = chosen.categories[0].definition.rstrip(".")
    question = f"Does the sentence show this: {definition or category}? 1 yes, 0 no"
    sheet = pd.DataFrame(
        {
            "item": key["item"],
            "question": question,
            "text": [_in_context(corpus, spoken, row) for row in key.to_dict("records")],
            **{c: pd.Series([None] * len(key), dtype="str") for c in coders},
        }
    )
    return CodingSample(sheet, key.rename(columns={f"by_{b}": b for b in by}))


def _allocate(sentences: pd.DataFrame, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Items of each stratum, as even as the strata's sizes allow, in random order, with their weights."""
    sizes = sentences.groupby("stratum", sort=True).size()
    taken = pd.Series(0, index=sizes.index)
    while taken.sum() < min(n, len(sentences)):
        open_ = taken.index[taken < sizes]
        step = max(1, (min(n, len(sentences)) - int(taken.sum())) // len(open_))
        for name in open_:
            more = min(step, int(sizes[name] - taken[name]), min(n, len(sentences)) - int(taken.sum()))
            taken[name] += more
    picked = []
    for name, group in sentences.groupby("stratum", sort=True):
        rows = np.sort(rng.choice(len(group), size=int(taken[name]), replace=False))
        picked.append(group.iloc[rows].assign(weight=sizes[name] / max(1, int(taken[name]))))
    drawn = pd.concat(picked)
    return drawn.iloc[rng.permutation(len(drawn))].reset_index(drop=True)


def _in_context(corpus: Corpus, spoken: pd.DataFrame, row: Mapping[Hashable, object]) -> str:
    """The sentence, marked, between the one before and the one after in its field."""
    article = corpus[str(row["article_id"])]
    text = article.field_text(str(row["field"]))
    number = int(str(row["sentence"]))
    here = spoken[(spoken["article_id"] == row["article_id"]) & (spoken["field"] == row["field"])]
    near = {i: here[here["sentence"] == i] for i in (number - 1, number, number + 1)}
    parts = [" ".join(text[rows["start"].min() : rows["end"].max()].split()) for rows in near.values() if len(rows)]
    at = 1 if len(near[number - 1]) else 0
    clean = [p.replace(MARKS[0], '"').replace(MARKS[1], '"') for p in parts]
    clean[at] = f"{MARKS[0]}{clean[at]}{MARKS[1]}"
    return " ".join(clean)


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
        return cls(lexicon.name, category, lexicon_hash(lexicon, category), corpus.sha256)


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

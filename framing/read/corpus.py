"""Reading articles into a corpus: the first stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.read.checks import articles
from framing.read.columns import check_mapping
from framing.read.fields import settled
from framing.read.files import Source, find
from framing.read.pages import read_page
from framing.read.parquet_files import read_parquet
from framing.read.record import Item, UnusableError
from framing.read.sound import Sound
from framing.read.tables import read_csv, read_frame, read_jsonl
from framing.read.texts import NOTHING, About, metadata, place, read_text
from framing.values import Article, Corpus, Problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["corpus_frame", "iter_articles", "read"]

Paths = str | Path | Sequence[str | Path]

_SHOWN = 5


def read(paths: Paths | pd.DataFrame, *, columns: Mapping[str, str] | None = None) -> Corpus:
    """Articles in folders, files and globs, in a fixed order, with what was skipped or noticed.

    ``paths`` is one or several, or a DataFrame with a column ``text``. Read are text, pages, tables, JSON, documents,
    web archives, and the exports of press databases (LexisNexis, Factiva, ProQuest …): docs/formats.md has the list.
    ``columns`` maps fields (``id, title, text, outlet, date, url, language``) to the column names of tables; usual
    names need no mapping, and are used with a note.

    A text file's metadata come from a ``metadata.csv`` beside it (column ``file``) or its YAML front matter;
    its id is its name without suffix, with its folder where two files share that name. A table's row without
    id is known by the file's name and the row's number. Byte order marks and front matter are not part of a text.
    Damage that can be mended safely is (:mod:`framing.read.repair`: wrong encodings, HTML in a column, invisible
    characters …), with a problem that says so; ``Article.original`` keeps what was read. All other texts are untouched.

    Raises :class:`InputError` for a path that is not there and where no article at all could be read. All
    other faults become :class:`Problem` values of the corpus.
    """
    kept: list[Article] = []
    problems: list[Problem] = []
    for item in iter_articles(paths, columns=columns):
        if isinstance(item, Article):
            kept.append(item)
        else:
            problems.append(item)
    return Corpus(tuple(kept), tuple(problems))


def iter_articles(
    paths: Paths | pd.DataFrame, *, columns: Mapping[str, str] | None = None, sound: Sound | None = None
) -> Iterator[Article | Problem]:
    """As :func:`read`, one after the other, for a corpus too large to hold. Tables are read row by row.

    ``sound`` are records that an earlier run found nothing to say about; those of this run are added.
    """
    mapping = check_mapping(columns)
    if isinstance(paths, (str, Path, Sequence)):
        sources, problems = find(paths)
        about, noted = metadata(sources, mapping)
        items = _items(sources, [*problems, *noted, *_without_columns(sources, about, mapping)], about, mapping)
    else:
        items = read_frame(paths, mapping)
    seen: list[Problem] = []
    skipped = 0
    any_article = False
    for item in articles(settled(items), sound):
        if isinstance(item, Article):
            any_article = True
        elif item.skipped and not any_article:
            skipped += 1
            if len(seen) < _SHOWN:
                seen.append(item)
        yield item
    if not any_article:
        raise InputError(_nothing_left(seen, skipped))


_COLUMNLESS = ("text", "page", "docx", "rtf", "pdf", "warc")


def _without_columns(
    sources: Sequence[Source], about: Mapping[str, About], mapping: Mapping[str, str]
) -> Iterator[Problem]:
    """That a mapping of columns was given for files which have none."""
    if mapping and not about and sources and all(source.format in _COLUMNLESS for source in sources):
        given = ", ".join(f"{name}={column}" for name, column in mapping.items())
        reason = (
            "names columns, and no file is a table: it is of use only where the front matter of a text has that name"
        )
        yield Problem(f"--column {given}", reason, skipped=False)


def _items(
    sources: Sequence[Source], problems: Sequence[Problem], about: Mapping[str, About], mapping: Mapping[str, str]
) -> Iterator[Item]:
    yield from problems
    for source in sources:
        try:
            yield from _read_one(source, about.get(place(source.path), NOTHING), mapping)
        except UnusableError as e:
            yield Problem(source.name, str(e))
        except Exception as e:  # one file, whatever it holds, must not end a run over thousands
            reason = f"reading it failed ({type(e).__name__}: {str(e)[:200]}); this is a bug, please report it"
            yield Problem(source.name, reason)


def _read_one(source: Source, about: About, mapping: Mapping[str, str]) -> Iterator[Item]:
    match source.format:
        case "text":
            return read_text(source, about, mapping)
        case "page":
            return read_page(source, about)
        case "jsonl":
            return read_jsonl(source, mapping)
        case "json":
            from framing.read.json_files import read_json

            return read_json(source, mapping)
        case "csv":
            return read_csv(source, mapping)
        case "docx" | "rtf" | "pdf":
            from framing.read.documents import read_document

            return read_document(source, about)
        case "sheet":
            from framing.read.sheets import read_sheets

            return read_sheets(source, mapping)
        case "warc":
            from framing.read.archives import read_warc

            return read_warc(source)
        case _:
            return read_parquet(source, mapping)


def _nothing_left(seen: Sequence[Problem], skipped: int) -> str:
    if not seen:
        return "no article found: the tables have no rows"
    lines = [f"{p.item}: {p.reason}" for p in seen]
    if len(lines) == 1:
        return lines[0]
    more = [f"and {skipped - len(seen)} more"] if skipped > len(seen) else []
    return "\n  ".join(["no article could be read:", *lines, *more])


def corpus_frame(corpus: Corpus) -> pd.DataFrame:
    """One row an article: ``article_id, title, outlet, date, url, duplicate_of, characters`` and extra columns.

    ``characters`` is the length of the text. ``date`` is an ISO string. An extra column that has the name of
    one of these is called ``extra_…``. Missing values are NA.
    """
    import pandas as pd  # reading alone does without

    own = ("article_id", "title", "outlet", "date", "url", "duplicate_of")
    rows: list[dict[str, object]] = []
    for a in corpus:
        date = a.date.isoformat() if a.date else None
        row: dict[str, object] = dict(zip(own, (a.id, a.title, a.outlet, date, a.url, a.duplicate_of), strict=True))
        row["characters"] = len(a.text)
        reserved = {*own, "characters"}
        row |= {(f"extra_{name}" if name in reserved else name): value for name, value in a.extra.items()}
        rows.append(row)
    df = pd.DataFrame(rows, columns=list(dict.fromkeys([*own, "characters", *(name for row in rows for name in row)])))
    return df.astype({name: "str" for name in df.columns if name != "characters"}).astype({"characters": "int64"})

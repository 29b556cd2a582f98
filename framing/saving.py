"""An analysis in one file: articles, statements, kept entities and tags, project, and what they were made with.

The file is a zip archive of JSON and NumPy arrays (no pickle, nothing that could run), the same bytes for the same
analysis. ``manifest.json`` states the format and a hash of every member.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing import __version__
from framing.attribute.annotation import Tagging
from framing.corrections import Corrected
from framing.errors import InputError, OutputError
from framing.join import Doubt, Join, JoinedActor, Surfaces
from framing.resolve.explain import Reason
from framing.resolve.project import NamedActor, Project, Role
from framing.statement_json import from_json
from framing.statements import Provenance, Statements
from framing.values import Act, Article, Corpus, Problem, SpeakerType
from framing.writing import write_file

__all__ = [
    "FORMAT",
    "join_as_json",
    "join_from_json",
    "join_to_json",
    "load_statements",
    "project_from_json",
    "project_to_json",
    "save_statements",
]

FORMAT = 1
"""Of the file; a program reads its own and earlier ones."""

_GENERATOR = "framing analysis"
_MANIFEST = "manifest.json"
_ARRAYS = ("entity_starts", "entity_lengths", "entity_labels", "pos_starts", "pos_lengths", "pos_labels")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def save_statements(statements: Statements, path: str | Path) -> None:
    """Write statements with their articles and all that was kept into one file, whole or not at all.

    Raises an :class:`~framing.errors.OutputError`: the place cannot be written, or holds another kind of file.
    """
    out = Path(path)
    if out.exists() and out.is_file() and not _is_ours(out):
        raise OutputError(f"{out} holds something that is not an analysis, and stays as it is; name another file")
    if out.is_dir():
        raise OutputError(f"{out} is a folder; name a file for the analysis, such as {out / 'raqqa.framing'}")
    members = _members(statements)
    made = statements.provenance
    members[_MANIFEST] = _json(
        {
            "generator": _GENERATOR,
            "format": FORMAT,
            "version": __version__,
            "made_with": made and {"model": made.model, "sha256": made.sha256, "version": made.version},
            "members": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
        }
    )

    def write(place: Path) -> None:
        with zipfile.ZipFile(place, "w") as archive:
            for name in sorted(members, key=lambda n: (n != _MANIFEST, n)):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), members[name], zipfile.ZIP_DEFLATED)

    write_file(out, write)


def load_statements(path: str | Path) -> Statements:
    """What :func:`save_statements` wrote.

    Raises an :class:`~framing.errors.InputError`: the file cannot be read, is something else, is damaged, or was
    written by a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive, path)
            members = {name: archive.read(name) for name in manifest["members"]}
        for name, data in members.items():
            if hashlib.sha256(data).hexdigest() != manifest["members"][name]:
                raise ValueError(f"{name} has changed")
        return _statements(members, manifest["made_with"])
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}); name a file that was saved") from error
    except zipfile.BadZipFile as error:
        raise InputError(f"{path} is no analysis, or is damaged ({error}); name a file that was saved") from error
    except Exception as error:  # whatever a damaged archive may hold
        raise InputError(f"{path} is damaged ({error}); copy it again, or make and save the analysis anew") from error


def _read_manifest(archive: zipfile.ZipFile, path: str | Path) -> dict[str, Any]:
    names = archive.namelist()
    found = json.loads(archive.read(_MANIFEST)) if _MANIFEST in names else {}
    if not isinstance(found, dict) or found.get("generator") != _GENERATOR:
        raise InputError(f"{path} is no analysis; name a file that Analysis.save wrote")
    if found["format"] > FORMAT:
        raise InputError(
            f"{path} was written by framing {found.get('version')} in format {found['format']}, and this is framing "
            f"{__version__}, which reads formats up to {FORMAT}; install the newer version"
        )
    return found


def _is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            _read_manifest(archive, path)
    except (OSError, zipfile.BadZipFile, InputError, ValueError, KeyError):
        return False
    return True


def _members(statements: Statements) -> dict[str, bytes]:
    corpus = statements.corpus
    project = statements.provenance.project if statements.provenance else None
    places = list(statements.tagging)
    return {
        "articles.jsonl": _lines(_article(a) for a in corpus),
        "statements.jsonl": "".join(f"{line}\n" for line in statements.json_lines()).encode("utf-8", "surrogatepass"),
        "problems.json": _json({"corpus": _problems(corpus.problems), "statements": _problems(statements.problems)}),
        "counted.json": _json(_counted(statements)),
        "project.json": _json(project and project_to_json(project)),
        "reasons.json": _json([[*place, told] for place, told in statements.reasons.items() if told]),
        **({"join.json": _json(join_to_json(statements.join))} if statements.join is not None else {}),
        "tagging/places.json": _json(places),
        **_arrays([statements.tagging[p] for p in places]),
    }


def _statements(members: Mapping[str, bytes], made_with: Mapping[str, Any] | None) -> Statements:
    problems = json.loads(members["problems.json"])
    articles = tuple(map(_read_article, _read_lines(members["articles.jsonl"])))
    project = json.loads(members["project.json"])
    counted = json.loads(members.get("counted.json", b"{}"))
    corrected = counted.get("corrected")
    return Statements(
        items=tuple(map(from_json, _read_lines(members["statements.jsonl"]))),
        corpus=Corpus(articles, tuple(Problem(*p) for p in problems["corpus"])),
        problems=tuple(Problem(*p) for p in problems["statements"]),
        tagging=dict(zip(map(_place, json.loads(members["tagging/places.json"])), _taggings(members), strict=True)),
        provenance=None if project is None else Provenance(project_from_json(project), **(made_with or {})),
        acts=tuple(map(Act, counted.get("acts", (Act.SPEECH,)))),
        least=float(counted.get("least", 0)),
        join=join_from_json(json.loads(members["join.json"])) if "join.json" in members else None,
        corrected=corrected and Corrected(**{**corrected, "checked": frozenset(corrected["checked"])}),
        reasons={
            (article, statement): tuple(Reason(*r) for r in told)
            for article, statement, told in json.loads(members.get("reasons.json", b"[]"))
        },
    )


def _arrays(taggings: list[Tagging]) -> dict[str, bytes]:
    """The arrays of all texts end to end, and how many values each text has in them."""
    columns = [[*t.entities, *t.pos] for t in taggings]
    arrays: dict[str, NDArray[Any]] = {
        name: np.concatenate([c[i].astype(np.uint32) for c in columns] or [np.zeros(0, dtype=np.uint32)])
        for i, name in enumerate(_ARRAYS)
    }
    arrays = {k: v.astype(np.min_scalar_type(int(v.max(initial=0)))) for k, v in arrays.items()}
    arrays["sizes"] = np.array([(len(c[0]), len(c[3])) for c in columns], dtype=np.uint32).reshape(-1, 2)
    found = {}
    for name, array in arrays.items():
        stream = io.BytesIO()
        np.save(stream, array, allow_pickle=False)
        found[f"tagging/{name}.npy"] = stream.getvalue()
    return found


def _taggings(members: Mapping[str, bytes]) -> list[Tagging]:
    arrays = {n: np.load(io.BytesIO(members[f"tagging/{n}.npy"]), allow_pickle=False) for n in (*_ARRAYS, "sizes")}
    at = np.cumsum(np.vstack([np.zeros((1, 2), dtype=np.int64), arrays["sizes"]]), axis=0)
    found = []
    for (e, p), (e_end, p_end) in zip(at[:-1].tolist(), at[1:].tolist(), strict=True):
        entities = tuple(arrays[n][e:e_end] for n in _ARRAYS[:3])
        found.append(Tagging(entities, tuple(arrays[n][p:p_end] for n in _ARRAYS[3:])))
    return found


def _place(value: list[str]) -> tuple[str, str]:
    return value[0], value[1]


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "extra": dict(article.extra),
        "duplicate_of": article.duplicate_of,
        **({"original": dict(article.original)} if article.original else {}),
    }


def _read_article(row: dict[str, Any]) -> Article:
    return Article(**{**row, "date": dt.date.fromisoformat(row["date"]) if row["date"] else None})


def _problems(problems: Iterable[Problem]) -> list[tuple[str, str, bool, bool]]:
    return [(p.item, p.reason, p.skipped, p.weighty) for p in problems]


def _counted(statements: Statements) -> dict[str, Any]:
    """Which statements count, and what people have put right in them."""
    made = statements.corrected
    return {
        "acts": statements.acts,
        "least": statements.least,
        "corrected": made and {**asdict(made), "checked": sorted(made.checked)},
    }


def project_to_json(project: Project) -> dict[str, Any]:
    """A project as JSON values."""
    return {
        "actors": {k: _named_actor(a) for k, a in project.actors.items()},
        "sides": dict(project.sides),
        "apart": sorted(project.apart),
        "labels": {kind: dict(table) for kind, table in project.labels.items()},
    }


def _named_actor(actor: NamedActor) -> list[Any]:
    roles = [
        [r.title, r.official, r.side, r.start and r.start.isoformat(), r.end and r.end.isoformat()] for r in actor.roles
    ]
    return [actor.name, actor.type.value if actor.type else None, actor.side, actor.official, roles]


def _read_named_actor(
    name: str, kind: str | None, side: str | None, official: bool | None = None, roles: Iterable[list[Any]] = ()
) -> NamedActor:
    read = [
        Role(title, yes, held, start and dt.date.fromisoformat(start), end and dt.date.fromisoformat(end))
        for title, yes, held, start, end in roles
    ]
    return NamedActor(name, SpeakerType(kind) if kind else None, side, official, tuple(read))


def join_to_json(join: Join) -> dict[str, Any]:
    """A join as JSON values."""
    return {name: list(rows) for name, rows in _join_rows(join).items()}


def join_as_json(join: Join) -> Iterator[bytes]:
    """:func:`join_to_json` as text, piece by piece: of a large corpus it is a hundred megabytes."""
    for mark, (name, rows) in zip(chain("{", repeat(", ")), _join_rows(join).items(), strict=False):
        yield f"{mark}{json.dumps(name)}: [".encode("ascii")
        between = ""
        while some := list(islice(rows, _AT_A_TIME)):
            yield (between + json.dumps(some)[1:-1]).encode("ascii")
            between = ", "
        yield b"]"
    yield b"}"


_AT_A_TIME = 10_000
"""Rows that are held as values at a time."""


def _join_rows(join: Join) -> dict[str, Iterator[Sequence[Any]]]:
    actors = (
        [
            a.id, a.name, a.type.value, a.person, a.names, a.forms, a.gender, sorted(a.roles), sorted(a.affiliations),
            a.first, a.last,
        ]
        for a in join.actors.values()
    )  # fmt: skip
    doubts = ([d.ids, d.reason, d.articles, d.joined, d.form] for d in join.doubts)
    return {"actors": actors, "surfaces": join.surfaces.rows(), "doubts": doubts}


def join_from_json(row: Mapping[str, Any]) -> Join:
    """The join that :func:`join_to_json` gave."""
    actors = [
        JoinedActor(
            i, name, SpeakerType(kind), person, _counts(names), _counts(forms), gender, frozenset(roles),
            frozenset(affiliations), first, last,
        )
        for i, name, kind, person, names, forms, gender, roles, affiliations, first, last in row["actors"]
    ]  # fmt: skip
    doubts = tuple(Doubt(tuple(ids), *about) for ids, *about in row["doubts"])
    return Join({a.id: a for a in actors}, Surfaces((a, own, i) for a, own, i in row["surfaces"]), doubts)


def _counts(pairs: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((name, int(n)) for name, n in pairs)


def project_from_json(row: Mapping[str, Any]) -> Project:
    """The project that :func:`project_to_json` gave."""
    actors = {k: _read_named_actor(*values) for k, values in row["actors"].items()}
    return Project(actors, row["sides"], frozenset((a, b) for a, b in row["apart"]), row.get("labels", {}))


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode("ascii")


def _lines(values: Iterable[object]) -> bytes:
    return "".join(f"{json.dumps(v)}\n" for v in values).encode("ascii")


def _read_lines(data: bytes) -> Iterable[Any]:
    return (json.loads(line) for line in data.decode("utf-8", "surrogatepass").split("\n") if line)

"""Who speaks in the statements of a partition, taken out of their records by columns: no statement is made for it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
from numpy.typing import NDArray

from framing.values import Role, Speaker, SpeakerType

__all__ = ["Slots", "slots_of"]

_SPEAKER = pa.struct(
    [
        ("id", pa.string()), ("name", pa.string()), ("type", pa.string()), ("side", pa.string()), ("named", pa.bool_()),
        ("affiliation", pa.string()), ("official", pa.bool_()), ("role", pa.string()), ("description", pa.string()),
    ]
)  # fmt: skip
_RECORD = pa.schema([("speaker", _SPEAKER), ("origin_speaker", _SPEAKER), ("co_speakers", pa.list_(_SPEAKER))])


@dataclass(frozen=True)
class Slots:
    """``speakers`` are the different ones of each article of a partition, in the order of the statements.

    ``article`` gives the id of its article for each of them. ``statement`` and ``speaker`` are parallel: that in this
    statement of the partition this of ``speakers`` has a part.
    """

    statement: NDArray[np.int32]
    speaker: NDArray[np.int32]
    article: list[str]
    speakers: list[Speaker]

    def each(self) -> Iterator[tuple[str, Speaker]]:
        """Each speaker with the id of its article."""
        return zip(self.article, self.speakers, strict=True)


def slots_of(articles: pa.ChunkedArray, records: pa.ChunkedArray, same: dict[Speaker, Speaker]) -> Slots:
    """The speakers of statements, whose articles and records are given; ``same`` holds equal ones once."""
    if not len(records):
        return Slots(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), [], [])
    data = "\n".join(records.to_pylist()).encode("utf-8")
    parsed = pj.read_json(
        io.BytesIO(data),
        read_options=pj.ReadOptions(block_size=len(data) + 1, use_threads=False),
        parse_options=pj.ParseOptions(explicit_schema=_RECORD, unexpected_field_behavior="ignore"),
    ).combine_chunks()
    n = parsed.num_rows
    one, origin = (_plain(parsed[name]) for name in ("speaker", "origin_speaker"))
    several = _plain(parsed["co_speakers"])
    rows = np.concatenate([np.arange(n), np.arange(n), pc.list_parent_indices(several).to_numpy()])
    every = pa.concat_arrays([one, origin, pc.list_flatten(several)])
    order = np.argsort(rows, kind="stable")  # of one statement the speaker comes first, then the origin, then others
    order = order[pc.is_valid(every).to_numpy(zero_copy_only=False)[order]]
    statement = rows[order]
    every = every.take(pa.array(order))
    fields = [pc.struct_field(every, [i]).cast(pa.string()) for i in range(_SPEAKER.num_fields)]
    article = articles.combine_chunks().take(pa.array(statement))
    key = pc.binary_join_element_wise(
        article, *fields, "\x1f", null_handling="replace", null_replacement="\x1e"
    ).dictionary_encode()
    speaker = key.indices.to_numpy()
    _, first = np.unique(speaker, return_index=True)  # numbers are given in order of appearance
    return Slots(
        statement.astype(np.int32),
        speaker.astype(np.int32),
        list(map(intern, article.take(pa.array(first)).to_pylist())),
        list(_speakers(every.take(pa.array(first)).to_pylist(), same)),
    )


def _plain(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def _speakers(found: Iterable[dict[str, Any]], same: dict[Speaker, Speaker]) -> Iterator[Speaker]:
    for about in found:
        about["type"], about["role"] = SpeakerType(about["type"]), Role(about["role"] or Role.OTHER)
        who = Speaker(**about)
        yield same.setdefault(who, who)

"""Word pieces of a text from a table of the chunks seen before.

A news text repeats its words, so each chunk (what stands between blanks and common punctuation) goes
through the tokenizer once, and a text is put together from the table by array operations. BERT's
tokenizer looks at nothing beyond a blank or a mark of punctuation, so the pieces are those of the whole
text; ``tests/attribute/test_pieces.py`` compares them on text of every kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["LINE", "PieceTable", "Pieces", "case_of", "table_of"]

Ints = NDArray[np.int64]
Row = tuple[int, int, int, int, int]
LINE = re.compile(r"[^\r\n\u2028\u2029]+")

_MARKS = r"!-/:-@\[-`{-~‘’“”–—…"
"""Marks that BERT's tokenizer always makes words of their own: those of ASCII, and the commonest others."""
_BLANKS = r" \t\n\r\u2028\u2029"
_CHUNK = re.compile(rf"(?:[^{_BLANKS}{_MARKS}]+|[{_MARKS}]) ?|[{_BLANKS}]+")
"""Matches one after the other cover every text. A blank behind a chunk counts to it: fewer matches."""
_ROOM = 1 << 21
"""Characters of chunks in a table, after which a new one is begun: about 100 MB."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one text, arrays of length N.

    ``ids`` vocabulary indices; ``starts``, ``ends`` character offsets; ``first`` true for the first piece of a
    word; ``case`` the case of the piece's word, as in :func:`case_of`.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    first: NDArray[np.bool_]
    case: Ints


def case_of(word: str) -> int:
    """0 other, 1 Capitalised, 2 UPPER, 3 digits first."""
    if word[:1].isdigit():
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if word[:1].isupper() else 0


class _Rows:
    """What is known of chunks: arrays that grow, a column (id, start, end, first, case) for every piece."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows: Ints = np.zeros((5, 1 << 14), dtype=np.int64)
        self.bounds: Ints = np.zeros(1 << 13, dtype=np.int64)
        self.characters = 0

    def add(self, chunks: Sequence[str], pieces: Sequence[list[Row]]) -> None:
        """Append the pieces of chunks, then make them known: whoever finds a chunk's number finds its rows."""
        number = len(self.numbers)
        last = number + len(chunks)
        start = int(self.bounds[number])
        ends = start + np.cumsum(list(map(len, pieces)))
        end = int(ends[-1])
        if end > self.rows.shape[1]:
            self.rows = np.concatenate([self.rows, np.zeros((5, max(end, self.rows.shape[1])), dtype=np.int64)], axis=1)
        if last + 1 > len(self.bounds):
            self.bounds = np.concatenate([self.bounds, np.zeros(max(last + 1, len(self.bounds)), dtype=np.int64)])
        self.rows[:, start:end] = np.array(list(chain.from_iterable(pieces)), dtype=np.int64).reshape(-1, 5).T
        self.bounds[number + 1 : last + 1] = ends
        self.characters += sum(map(len, chunks))
        self.numbers.update(zip(chunks, range(number, last), strict=True))


class PieceTable:
    """Gives a tokenizer's word pieces of texts, without its special ones. Safe to use from several threads."""

    def __init__(self, tokenizer: Tokenizer, *, room: int = _ROOM) -> None:
        from tokenizers import models, normalizers, pre_tokenizers

        self._tokenizer = tokenizer
        model, normalizer = tokenizer.model, tokenizer.normalizer
        self._is_bert = (
            isinstance(model, models.WordPiece)
            and isinstance(normalizer, normalizers.BertNormalizer)
            and isinstance(tokenizer.pre_tokenizer, pre_tokenizers.BertPreTokenizer)
        )
        if self._is_bert:
            self._prefix, self._longest = model.continuing_subword_prefix, model.max_input_chars_per_word
            self._unknown = int(tokenizer.token_to_id(model.unk_token) or 0)
            self._lowercase = normalizer.lowercase
        self._special = [t.content for t in tokenizer.get_added_tokens_decoder().values()]
        self._room = room
        self._known = _Rows()
        self._lock = Lock()

    def __call__(self, text: str) -> Pieces:
        """The word pieces of ``text``, each of its lines on its own."""
        # "[SEP]" in a text is one piece, though it would be three chunks
        if not self._is_bert or any(s in text for s in self._special):
            return self._whole(text)
        chunks = _CHUNK.findall(text)
        if not chunks:
            return _of_rows(np.zeros((5, 0), dtype=np.int64), 0)
        known = self._table()
        numbers = list(map(known.numbers.get, chunks))
        if None in numbers:
            with self._lock:
                new = [chunk for chunk in dict.fromkeys(chunks) if chunk not in known.numbers]
                if new:
                    known.add(new, list(map(self._chunk, new)))
            numbers = list(map(known.numbers.get, chunks))
        which = np.array(numbers, dtype=np.int64)
        begin = known.bounds[which]
        counts = known.bounds[which + 1] - begin
        total = np.cumsum(counts)
        at = np.arange(total[-1]) + np.repeat(begin - total + counts, counts)
        lengths = np.fromiter(map(len, chunks), dtype=np.int64, count=len(chunks))
        return _of_rows(known.rows[:, at], np.repeat(np.cumsum(lengths) - lengths, counts))

    def _table(self) -> _Rows:
        """The rows to use for one text: new ones where the old have grown too large."""
        known = self._known
        if known.characters > self._room:
            with self._lock:
                if self._known is known:
                    self._known = _Rows()
                known = self._known
        return known

    def _chunk(self, chunk: str) -> list[Row]:
        word = chunk.rstrip(" ")
        if word.isascii() and word.isalnum():
            case = case_of(word)
            return [(i, a, b, int(a == 0), case) for i, a, b in self._word(word)]
        encoding = self._tokenizer.encode(chunk, add_special_tokens=False)
        return _rows(chunk, encoding.ids, encoding.offsets, encoding.word_ids)

    def _word(self, word: str) -> list[tuple[int, int, int]]:
        """Greedy longest match from the left, for a word of ASCII letters and digits."""
        text = word.lower() if self._lowercase else word
        if len(text) > self._longest:
            return [(self._unknown, 0, len(text))]
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(text):
            prefix = self._prefix if start else ""
            for end in range(len(text), start, -1):
                number = self._tokenizer.token_to_id(prefix + text[start:end])
                if number is not None:
                    break
            else:
                return [(self._unknown, 0, len(text))]
            found.append((number, start, end))
            start = end
        return found

    def _whole(self, text: str) -> Pieces:
        """The tokenizer's own answer, line by line."""
        rows: list[Row] = []
        offsets: list[int] = []
        for match in LINE.finditer(text):
            encoding = self._tokenizer.encode(match.group(), add_special_tokens=False)
            rows += _rows(match.group(), encoding.ids, encoding.offsets, encoding.word_ids)
            offsets += [match.start()] * len(encoding.ids)
        return _of_rows(np.array(rows, dtype=np.int64).reshape(-1, 5).T, np.array(offsets, dtype=np.int64))


def _rows(text: str, ids: list[int], offsets: list[tuple[int, int]], words: list[int | None]) -> list[Row]:
    """One row for every piece; a new number in ``words`` begins a word."""
    first = [n for n, word in enumerate(words) if n == 0 or word != words[n - 1]]
    rows: list[Row] = []
    for a, b in pairwise([*first, len(ids)]):
        case = case_of(text[offsets[a][0] : offsets[b - 1][1]])
        rows += [(ids[n], *offsets[n], int(n == a), case) for n in range(a, b)]
    return rows


def _of_rows(rows: Ints, offset: Ints | int) -> Pieces:
    return Pieces(rows[0], rows[1] + offset, rows[2] + offset, rows[3].astype(bool), rows[4])


@lru_cache(maxsize=8)
def table_of(tokenizer: Tokenizer) -> PieceTable:
    """The table of a tokenizer."""
    return PieceTable(tokenizer)

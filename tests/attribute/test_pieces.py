"""Word pieces from the table of chunks are those that the tokenizer gives for the whole text."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from framing.attribute.model import FOLDER
from framing.attribute.pieces import LINE, PieceTable, case_of

TOKENIZER = Tokenizer.from_file(str(FOLDER / "full" / "tokenizer.json"))
TABLE = PieceTable(TOKENIZER)
SMALL = PieceTable(TOKENIZER, room=50)  # begins a new table every few texts

NASTY = [
    "“We’ll wait—really…” she said (twice), e.g. at 5.30p.m.",
    "naïve cafe\u0301 \u0301stray .\u0301 ≠ İstanbul ﬁne Ǆ ß ΣΑΣ ǅ Å",
    "中文 字abc中 日本語テスト 한국어 ไทย हिन्दी \U00020000",
    "a\x00b \x1f\x85 \u200b\u200dzero\ufeff \ufffd soft\u00adhyphen \u00a0nbsp\u3000wide",
    "👩‍👩‍👧 🇫🇷 ☺️ #tag @name http://x.y/z?q=1&r=2 $5 £6 €7 ©",
    "[SEP] and [CLS]x [unk] [MASK]",
    "[ SEP ] [SEPARATE] [sep]",
    "one\r\ntwo\u2028three\u2029\n\n \t \n\x1c\n four",
    "x" * 101 + " " + "y" * 100 + " " + "é" * 101 + " " + "a1" * 60,
    "",
    " \n ",
    "UPPER Title lower 3rd A é É ÉÉ",
]
WORDS = st.sampled_from(
    [*" \n\t\r\u2028", *"“”‘’–—…'\".,;:!?()[]-/$%&@#^`~|", "The", "minister", "said", "U.S.", "[SEP]"]
)
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(codec="latin-1")),
    st.lists(st.one_of(WORDS, st.text(max_size=6), st.sampled_from(NASTY))).map("".join),
)


def expected(text: str) -> list[tuple[int, ...]]:
    """Rows from the tokenizer, line by line: id, start, end, first of a word, case."""
    rows: list[tuple[int, ...]] = []
    for line in LINE.finditer(text):
        found = TOKENIZER.encode(line.group(), add_special_tokens=False)
        ids, offsets = found.ids, found.offsets
        words: dict[int | None, list[int]] = {}
        for n, word in enumerate(found.word_ids):
            words.setdefault(word, []).append(n)
        for pieces in words.values():
            case = case_of(line.group()[offsets[pieces[0]][0] : offsets[pieces[-1]][1]])
            for n in pieces:
                a, b = offsets[n]
                rows.append((ids[n], line.start() + a, line.start() + b, n == pieces[0], case))
    return rows


def rows_of(table: PieceTable, text: str) -> list[tuple[int, ...]]:
    pieces = table(text)
    columns = (pieces.ids, pieces.starts, pieces.ends, pieces.first, pieces.case)
    return list(zip(*(c.tolist() for c in columns), strict=True))


@pytest.mark.parametrize("table", [TABLE, SMALL], ids=["large", "small"])
@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts(text: str, table: PieceTable) -> None:
    assert rows_of(table, text) == expected(text)
    assert rows_of(table, text) == expected(text)  # now from the table


@given(TEXTS)
@example("a[SE")
def test_any_text(text: str) -> None:
    assert rows_of(TABLE, text) == expected(text)
    assert rows_of(SMALL, text) == expected(text)


@given(
    st.characters(exclude_categories=["Cs"]),
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(["", "a", " ", "’", "."]),
)
def test_any_two_characters(one: str, two: str, between: str) -> None:
    text = one + between + two
    assert rows_of(TABLE, text) == expected(text)


def test_every_character_of_the_alphabets_and_their_marks() -> None:
    for low in (*range(0, 0x3400, 0x400), 0xF800, 0xFC00):
        text = "x".join(f"{chr(c)} .{chr(c)}" for c in range(low, low + 0x400))
        assert rows_of(TABLE, text) == expected(text)


def test_threads_agree() -> None:
    texts = [" ".join(f"word{n % 97} naïve{n % 89}’s {n}" for n in range(k, k + 60)) for k in range(80)]
    for room in (1 << 20, 2000):
        table = PieceTable(TOKENIZER, room=room)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(table, texts * 2))
        for wanted, pieces in zip([expected(t) for t in texts] * 2, found, strict=True):
            assert pieces.ids.tolist() == [r[0] for r in wanted]
            assert np.all(pieces.starts < pieces.ends)


def test_another_kind_of_tokenizer_is_asked_for_the_whole_text() -> None:
    other = Tokenizer(models.WordLevel({"?": 0, "a-b": 1, "c": 2}, "?"))
    other.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    assert PieceTable(other)("a-b c\nc-d").ids.tolist() == [1, 2, 0]

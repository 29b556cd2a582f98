"""Damage of texts: mended where that is safe, said always, and the original is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given
from hypothesis import strategies as st

from framing.read import read
from framing.read.repair import aligned, mend, mend_value, without_surrogates
from tests.read.samples import ENGLISH, json_lines, reasons, write

CASES: dict[str, list[tuple[str, str]]] = {
    "mojibake": [
        (
            "The cityâ€™s plan was â€œbad for allâ€\x9d and would fail.",
            "The city’s plan was “bad for all” and would fail.",
        ),
        ("â€œWe will not sign,â€ he said. â€œNo.â€", "“We will not sign,” he said. “No.”"),
        ("bad for allâ€\ufffd and so on, â€œoneâ€\ufffd too", "bad for all” and so on, “one” too"),
        ("The cafÃ© in ZÃ¼rich cost Â£5 â€“ no more.", "The café in Zürich cost £5 – no more."),
        ("Itâ€™s 50Â°C in the cityâ€¦", "It’s 50°C in the city…"),
        (
            "\x93We will pay,\x94 she said. \x91No\x92 \x96 that\x92s all\x85",
            "“We will pay,” she said. ‘No’ – that’s all…",
        ),
        ("Ã¢â‚¬Å“We will payÃ¢â‚¬Â\x9d, she said.", "“We will pay”, she said."),
        ("FranA\u0303\u0083A\u0302§ois said so.", "François said so."),
        ("A storm ðŸŒ€ hit the town.", "A storm 🌀 hit the town."),
        ("One line of “good” marks.\nIt is the cityâ€™s line.", "One line of “good” marks.\nIt is the city’s line."),
        ("“Good” marks and the cityâ€™s on one line.", "“Good” marks and the city’s on one line."),
    ],
    "tags": [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One\nline.</p>\n\n<p>Two.</p>", "One line.\n\nTwo."),
        ("One.<br>Two.<br/><BR />Three.", "One.\nTwo.\n\nThree."),
        ('He <a href="http://a.b?c=1&d=2">said</a> <strong>so</strong>.', "He said so."),
        ("<div><h2>Road</h2><ul><li>one</li><li>two</li></ul></div>", "Road\n\none\n\ntwo"),
        ("<p>a</p><script>if (a<b) { x(); }</script><style>p { }</style><!-- no --><p>b</p>", "a\n\nb"),
        ("<p><q>We will pay,</q> she said.</p>", "“We will pay,” she said."),
        ("<p>5 < 6 and 7 > 6</p><p>b</p>", "5 < 6 and 7 > 6\n\nb"),
        ('<!--[if gte mso 9]><xml></xml><![endif]--><p class="MsoNormal"><o:p>a</o:p></p>', "a"),
        ("a<b>b</b>c\n\nd", "abc\n\nd"),
    ],
    "entities": [
        ("&quot;It is not safe,&quot; she said.", '"It is not safe," she said.'),
        ("&#8220;It will open,&#8221; &#x201C;hex&#X201d;", "“It will open,” “hex”"),
        ("Smith &amp; Sons, AT&amp;T", "Smith & Sons, AT&T"),
        ("&amp;quot;twice&amp;quot; &amp;amp;", '"twice" &'),
        ("a&nbsp;b", "a b"),
        ("&#147;windows&#148;", "“windows”"),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("&euro;5 &mdash; caf&eacute;", "€5 — café"),
    ],
    "doubled marks": [
        ('""It must,"" Tom Reyes said.', '"It must," Tom Reyes said.'),
        ('He said ""no"". ""Never.""', 'He said "no". "Never."'),
        ('(""so"") and ""so,"" he said', '("so") and "so," he said'),
        (r"\"We pay,\" he said. \"No.\"", '"We pay," he said. "No."'),
        ('Line one.\n""It must,"" he said.', 'Line one.\n"It must," he said.'),
        (r"\"It\'s ours,\" she said.", '"It\'s ours," she said.'),
    ],
    "lost marks": [
        ("It\ufffds theirs, and they won\ufffdt pay.", "It’s theirs, and they won’t pay."),
        ("\ufffdWe will pay,\ufffd she said.", "“We will pay,” she said."),
        ("She said: \ufffdNo.\ufffd \ufffdNever!\ufffd", "She said: “No.” “Never!”"),
        ("I\ufffdd go; we\ufffdll see; I\ufffdve been; I\ufffdm here", "I’d go; we’ll see; I’ve been; I’m here"),
        ("the mayor\ufffds \ufffdplan.\ufffd", "the mayor’s “plan.”"),
    ],
    "control characters": [
        ("the str\0ike", "the strike"),
        ("\x01a\x02b\x1bc\x7f", "abc"),
        ("a\x1eb and c\x1fd", "a-b and cd"),
        ("a\x1cb", "a b"),
        ("\0" * 3 + "a", "a"),
    ],
    "invisible": [
        ("Ann Ker\u00adr", "Ann Kerr"),
        ("Ann\u200b Kerr", "Ann Kerr"),
        ("\ufeffOne.\ufeff Two.", "One. Two."),
        ("a\u2060b\u200ec\u202ad\u202c", "abcd"),
        ("co\u200dop\u200cerate", "cooperate"),
    ],
    "written line breaks": [
        (r"One.\nTwo.\n\nThree.", "One.\nTwo.\n\nThree."),
        (r"One.\r\nTwo.", "One.\nTwo."),
        (r"“One.”\n“Two.”", "“One.”\n“Two.”"),
        (r"Is it? \nYes! \nNo.", "Is it? \nYes! \nNo."),
        (r"'One.'\n'Two.'", "'One.'\n'Two.'"),
    ],
    "surrogates": [
        ("half \ud83c a pair", "half \ufffd a pair"),
        ("whole \ud83c\udf89", "whole 🎉"),
        ("\udf89\ud83c", "\ufffd\ufffd"),
        ("\ud800\ud83c\udf89", "\ufffd🎉"),
        ("é\udfff", "é\ufffd"),
    ],
}


@pytest.mark.parametrize(("kind", "damaged", "sound"), [(k, a, b) for k, pairs in CASES.items() for a, b in pairs])
def test_mended(kind: str, damaged: str, sound: str) -> None:
    found = mend(damaged)
    assert found.text == sound
    assert kind in found.fixes or (kind, found.fixes) == ("entities", ("tags", "entities"))
    at = aligned(damaged, sound)
    assert (at[0], at[-1]) == (0, len(sound))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "if a < b and c > d, a<b",
            "The <p> element is a paragraph.",
            "He typed <enter>.",
            "x <3 y",
            "R&D; A&B;",
            "&c; &;",
        ),
        *(
            "a & b &amp",
            "#amp;",
            'He called it "great""',
            '"" is nothing',
            'value=""',
            'the "so-called ""x""',
            "C:\\new\\temp",
        ),
        *(
            "SÃO PAULO",
            "Zażółć gęślą jaźń",
            "Ça va: “été”",
            "”é",
            "Москва",
            "安全",
            "naïve Café",
            "d’Ivoire",
            "Ångström",
        ),
        *(
            "👩\u200d👩\u200d👧",
            "می\u200cخواهم",
            "क्\u200dष",
            "caf\ufffd au lait",
            "tab\tand\u00a0space",
            "a\x0bb\x0cc\u2028d",
        ),
        *("line\\n", "one\\ntwo\nthree.\\n", "“q” ‘r’ — … £ € ° ™ ½ ×", "https://a.b/?c=1&d=2", 'Path \\"one'),
    ],
)
def test_left_alone(text: str) -> None:
    assert mend(text).text == text


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("caf\ufffd au lait", "lost characters"),
        ("The city?s plan isn?t good.", "question marks stand where apostrophes were"),
        ("Is it? What?s that", ""),
        ("plain", ""),
    ],
)
def test_doubts(text: str, doubt: str) -> None:
    assert doubt in " ".join(mend(text).doubts)
    assert bool(doubt) == bool(mend(text).doubts)


def test_values_keep_their_marks() -> None:
    assert mend_value("<b>Post</b> & Co").text == "<b>Post</b> & Co"
    assert mend_value("SÃ¼ddeutsche &amp; Co\u200b").text == "Süddeutsche & Co"
    assert without_surrogates("plain") == "plain"


def test_the_original_is_kept_and_what_was_done_is_said_once(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": f"<p>{ENGLISH}</p>", "title": "Tom &amp; Ann", "outlet": "CafÃ© Post"},
        {"id": "2", "text": f"<p>It rained.</p><p>{ENGLISH}</p>", "title": "Plain"},
        {"id": "3", "text": ENGLISH + " Again.", "title": "Plain"},
    ]
    corpus = read(write(tmp_path, {"t.jsonl": json_lines(rows)}))
    first, second, third = corpus
    assert (first.text, first.title, first.outlet) == (ENGLISH, "Tom & Ann", "Café Post")
    assert first.original == {"text": rows[0]["text"], "title": "Tom &amp; Ann"}
    assert second.original == {"text": rows[1]["text"]}
    assert (third.text, third.original) == (rows[2]["text"], {})
    noted = reasons(corpus)
    assert "t.jsonl line 1: mended: HTML tags taken out (so in 2 articles; this is the first)" in noted
    assert len(corpus.problems) == 3
    assert not any(p.skipped for p in corpus.problems)


def test_copies_are_seen_through_the_damage(tmp_path: Path) -> None:
    damaged = ENGLISH.replace("bridge", "bri\u00addge")
    rows = [{"id": "1", "text": ENGLISH}, {"id": "2", "text": f"<p>{damaged}</p>"}]
    corpus = read(write(tmp_path, {"t.jsonl": json_lines(rows)}))
    assert corpus["2"].duplicate_of == "1"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("two tables, each with a mark", b"\xef\xbb\xbfid,text\n1,It rained.\n\xef\xbb\xbfid,text\n2,It snowed.\n"),
        ("two marks", b"\xef\xbb\xbf\xef\xbb\xbfid,text\n1,It rained.\n2,It snowed.\n"),
        ("a mark read as windows-1252", "ï»¿id,text\n1,It rained.\n2,It snowed.\n".encode()),
        ("a mark before a quoted row", 'id,text\n\ufeff"1","It rained."\n2,It snowed.\n'.encode()),
        ("a mark in UTF-16", "\ufeff\ufeffid,text\n1,It rained.\n2,It snowed.\n".encode("utf-16-le")),
        ("a mark in an id", 'id,text\n"\ufeff1",It rained.\n2,\ufeffIt snowed.\n'.encode()),
    ],
)
def test_byte_order_marks_anywhere(tmp_path: Path, kind: str, data: bytes) -> None:
    corpus = read(write(tmp_path, {"t.csv": data}))
    assert [(a.id, a.text) for a in corpus] == [("1", "It rained."), ("2", "It snowed.")]


def test_byte_order_marks_in_json_lines(tmp_path: Path) -> None:
    data = '\ufeff{"text": "It rained."}\n\ufeff{"text": "It snowed."}\n'
    assert [a.text for a in read(write(tmp_path, {"t.jsonl": data}))] == ["It rained.", "It snowed."]


@given(st.text(alphabet=[*map(chr, range(0x80)), *"“”‘’–—…"]))
def test_marks_of_well_set_type_are_no_mojibake(text: str) -> None:
    assert not is_bad(text)


def test_what_mojibake_is_told_by_is_looked_at() -> None:
    well_set = "".join([*map(chr, range(0x80)), *"“”‘’–—…"])
    beside = ("common", "start_punctuation", "end_punctuation")
    telling = [members for kind, members in MOJIBAKE_CATEGORIES.items() if kind not in beside]
    assert len(telling) > 5
    assert not any(re.search(f"[{members}]", well_set) for members in telling)

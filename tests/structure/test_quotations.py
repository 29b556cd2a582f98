"""Quotation marks as newspapers set them: a table of hazards."""

from __future__ import annotations

import pytest

from framing.structure import find_quotations

Found = list[tuple[str, str]]
"""Kind of mark and words of each quotation: d or s for double or single marks, the depth, and o if left open."""


def found(text: str) -> Found:
    return [
        (
            f"{'d' if q.double else 's'}{q.depth}{'' if q.closed else 'o'}",
            " / ".join(text[a:b] for a, b in q.inner),
        )
        for q in find_quotations(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('He said "no" and left.', [("d1", "no")], id="straight"),
        pytest.param("He said “no” and left.", [("d1", "no")], id="curly"),
        pytest.param("“One,” he said. “Two.”", [("d1", "One,"), ("d1", "Two.")], id="two"),
        pytest.param("“He said ‘no’ to me,” she said.", [("d1", "He said ‘no’ to me,"), ("s2", "no")], id="nested"),
        pytest.param(
            "\"He said 'no' to me,\" she said.", [("d1", "He said 'no' to me,"), ("s2", "no")], id="straight nest"
        ),
        pytest.param(
            "« One «two» three », he said.", [("d1", " One «two» three "), ("d2", "two")], id="guillemets nest"
        ),
        pytest.param("« One », he said, « two ».", [("d1", " One "), ("d1", " two ")], id="guillemets, two"),
        pytest.param(
            "＂One.＂ ‟Two.” ❝Three.❞ ″Four.″", [("d1", w) for w in ("One.", "Two.", "Three.", "Four.")], id="rare"
        ),
        pytest.param("“One,’’ he said. He left.", [("d1", "One,")], id="closed by two single marks"),
        pytest.param("‘‘One,’’ he said.", [("d1", "One,")], id="two single marks"),
        pytest.param("He said 'no' to Shi'ite and boys' clubs.", [("s1", "no")], id="single and apostrophes"),
        pytest.param("the ‘Lion cubs' squad’, he said", [("s1", "Lion cubs' squad")], id="mismatched single"),
        pytest.param("‘friendly’ Arab forces", [("s1", "friendly")], id="single at the head"),
        pytest.param("In the '90s they don't say 'em.", [], id="elisions"),
        pytest.param("“One.\n“Two,” he said.", [("d1", "One. / Two,")], id="runs on, reopened"),
        pytest.param("“One.\nTwo,” he said.", [("d1", "One. / Two,")], id="runs on, not reopened"),
        pytest.param('"One.\n"Two," he said.', [("d1", "One. / Two,")], id="straight, reopened"),
        pytest.param("“One.\r\n\r\n“Two,” he said.", [("d1", "One. / Two,")], id="Windows line ends"),
        pytest.param("“One.\nHe left.\nAnd stayed.", [("d1o", "One.")], id="never closed"),
        pytest.param("“One.\nHe left.\n“Two.”", [("d1o", "One."), ("d1", "Two.")], id="reopened too late"),
        pytest.param('He had a 12" gun and 3 more.', [], id="inches"),
        pytest.param("He is 6'2\" and she is 5' 4\" tall.", [], id="feet and inches"),
        pytest.param('A 12" gun, "big" they said.', [("d1", "big")], id="inches and a quotation"),
        pytest.param("„Nein“ he said.", [("d1", "Nein")], id="German"),
        pytest.param("“ten percent.“ He left.", [("d1", "ten percent.")], id="opening mark that closes"),
        pytest.param("He said ``no, never'' and left.", [("d1", "no, never")], id="TeX"),
        pytest.param("He said ''no, never'' and left.", [("d1", "no, never")], id="doubled single"),
        pytest.param("«Non», he said.", [("d1", "Non")], id="guillemets"),
        pytest.param("“One “two” he said.", [("d1o", "One "), ("d1", "two")], id="opened twice"),
        pytest.param("“”", [], id="nothing inside"),
        pytest.param("no marks", [], id="none"),
    ],
)
def test_hazards(text: str, expected: Found) -> None:
    assert found(text) == expected


def test_many_marks_in_one_paragraph() -> None:
    text = "“It is ‘one’ of us,” he said. " * 500
    quotations = find_quotations(text)
    assert len(quotations) == 1000
    assert {text[q.start : q.end] for q in quotations} == {"“It is ‘one’ of us,”", "‘one’"}

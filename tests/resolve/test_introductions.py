"""What an article calls its actors, who could speak, and the role that follows; with the shipped model."""

from __future__ import annotations

import pytest

import framing
from framing.values import Article, Corpus, Role, Speaker


def speakers(text: str) -> dict[str, Speaker]:
    found = framing.extract(Corpus((Article("a", text),)))
    return {s.attributed_to.name: s.attributed_to for s in found if s.attributed_to is not None}


CASES = [
    ("Mills said the bill was late. On Monday, Rep. Dana Mills of Ohio had apologized.", "Dana Mills", "Rep.", True),
    ("He left in protest at President Viktor Orlen's plan. Mr. Orlen said it was over.", "Viktor Orlen", "President",
     True),
    ("Representative Dana Mills, Democrat of Ohio, said it was late.", "Dana Mills", "Democrat of Ohio", True),
    ("Jack Ziel, Alabama's state auditor, said the books were closed.", "Jack Ziel", "Alabama's state auditor", True),
    ("Rita Voss, who was deputy assistant secretary under the last administration, said it was wrong.", "Rita Voss",
     "who was deputy assistant secretary under the last administration", False),
    ("Tom Hale, founder of a company that trains military officials, said it was easy.", "Tom Hale",
     "founder of a company", False),
    ("Eva Lind, a candidate for the Senate, said it was easy.", "Eva Lind", "a candidate for the Senate", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "description", "official"), CASES, ids=[c[1] + c[2][:9] for c in CASES])
def test_the_description_and_what_follows(text: str, name: str, description: str, official: bool) -> None:
    who = speakers(text)[name]
    assert (who.description, who.official) == (description, official)


def test_who_became_something_else_is_it_no_more() -> None:
    assert (
        speakers("Paul Kline, the minister who became Ohio governor, said he was tired.")["Paul Kline"].role
        is Role.OTHER
    )


def test_a_spokesman_speaks_as_whom_he_serves() -> None:
    text = "Senator Ann Cole left early. Karl Ott, a spokesman for Ms. Cole, said she was tired."
    assert speakers(text)["Karl Ott"].role is Role.LEGISLATOR


def test_who_could_speak() -> None:
    text = (
        "WASHINGTON — Senate Minority Leader Ann Cole met reporters in the Hart Building. Hurricane Sandy had cut the "
        "power. Flights to Iran were full. Iran rejected the offer. Sen. Rita Holm of Georgia voted no."
    )
    text += " The mayor spoke at the funeral of Karl Buhl. Rosa Lind was killed in March."
    found = framing.mentions(framing.extract(Corpus((Article("a", text),))))
    able = found.loc[found["agent"], "text"].tolist()
    assert {"Ann Cole", "Iran", "Rita Holm"} <= set(able)
    assert able.count("Iran") == 1
    assert not {"WASHINGTON", "Senate Minority", "Hart", "Building", "Hurricane Sandy", "Sandy", "Georgia"} & set(able)
    assert not {"Karl Buhl", "Rosa Lind"} & set(able)

"""Kinds of blocks, as tables of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.structure import BlockKind, parse

SEEDS = Path(__file__).parents[2] / "seeds"
LETTERS = {
    "T": "title",
    "D": "dateline",
    "P": "paragraph",
    "H": "heading",
    "C": "caption",
    "©": "credit",
    "R": "promotion",
    "L": "list",
}
PROSE = "The council met on Monday and voted on the budget for the coming year."


def kinds(text: str) -> str:
    letters = {name: letter for letter, name in LETTERS.items()}
    return "".join(letters[b.kind] for b in parse(text).blocks)


def between(line: str) -> str:
    """The kind of a line that stands between two paragraphs."""
    return kinds(f"{PROSE}\n{line}\n{PROSE}")[1]


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000_097724a25e48f4d7.txt", "PPPPPPPPPPPPPRPPPP"),
        ("002_915f7844f59490cb.txt", "C©PPPPPPC©HPPPHPPPPPPHPPHPP"),
    ],
)
def test_seeds(seed: str, expected: str) -> None:
    text = (SEEDS / seed).read_bytes().decode("utf-8")
    assert kinds(text) == expected
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert [text[b.start : b.end] for b in parse(text).blocks] == lines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Operation Euphrates Rage", "H"),
        ("Stepped up offensive", "H"),
        ("US military presence 'does not serve fight against terrorism' - Syria", "H"),
        ("THE LONG ROAD", "H"),
        ("2", "H"),
        ('"No," he said.', "P"),
        ('"No," he said', "P"),
        ("Nobody came.", "P"),
        ("Who paid for it?", "P"),
        ("The letter reads:", "P"),
        ("He did not return calls", "P"),
        ("Smith: we never met", "P"),
        ("Q: What did you see there", "P"),
        ("She called the plan “a gift”", "P"),
        ("and nobody came", "P"),
        ("Great crowd tonight #votes", "P"),
        ("The committee that wrote the rules in spring could not say when they would apply", "P"),
        ("READ MORE: Aleppo attack force grows", "R"),
        ("Read more: Aleppo attack force grows", "R"),
        ("RELATED: Who pays for the wall?", "R"),
        ("Related stories", "R"),
        ("Follow us on Twitter", "R"),
        ("Follow Jo Doe on Twitter @jodoe.", "R"),
        ("Click here to subscribe to the newsletter.", "R"),
        ("Sign up for our morning briefing", "R"),
        ("Read the rest here.", "R"),
        ("Advertisement", "R"),
        ("https://example.org/more", "R"),
        ("Like many on Twitter, he was surprised.", "P"),
        ("Follow the money, she told the court.", "P"),
        ("More on that is expected next week.", "P"),
        ("Get them out of here.", "P"),
        ("© Fjord Pictures", "©"),
        ("Harbour at dawn / Google Earth", "©"),
        ("Image of the pier via OpenStreetMap", "©"),
        ("Anna Berg | Bing Maps", "©"),
        ("Here maps of the harbour are sold", "H"),
        ("Photo: Jo Doe", "©"),
        ("Photo by Jo Doe", "©"),
        ("(AP Photo/Jo Doe)", "©"),
        ("Getty Images", "©"),
        ("Jo Doe/AFP/Getty Images", "©"),
        ("REUTERS/Jo Doe", "©"),
        ("J. Scott Doe via AP", "©"),
        ("By Jo Doe and Ann Roe", "©"),
        ("March 3, 2016 5:00 pm", "©"),
        ("© 2016 The Daily. All rights reserved.", "©"),
        ("(Reporting by Jo Doe; Editing by Ann Roe)", "©"),
        ("Jo Doe contributed to this report.", "©"),
        ("Reporting by the paper showed that the money was gone.", "P"),
        ("Updated figures showed 30 dead.", "P"),
        ("Reuters reported the talks on Monday.", "P"),
        ("By Monday the city had fallen.", "P"),
        ("Map of Syria", "C"),
        ("FILE - In this photo the mayor speaks.", "C"),
        ("The mayor speaks in Ohio on Monday. (AP Photo/Jo Doe)", "C"),
        ("Photo shows nothing of the kind, he said.", "P"),
        ("- higher taxes", "L"),
        ("• higher taxes", "L"),
        ("1. Higher taxes", "L"),
        ("2) Higher taxes.", "L"),
        ("2016 was a bad year.", "P"),
        ("-5 degrees were measured.", "P"),
    ],
)
def test_line_between_paragraphs(line: str, kind: str) -> None:
    assert LETTERS[between(line)] == LETTERS[kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Mayor Wins Again\n\n{PROSE}", "TP", id="title"),
        pytest.param(f"Mayor wins again\nBy Jo Doe\n{PROSE}", "T©P", id="title and byline"),
        pytest.param(f"Mayor wins again\nA long night in Ohio\n{PROSE}", "THP", id="title and deck"),
        pytest.param(f"Who Lost The City?\n{PROSE}", "TP", id="title that asks"),
        pytest.param(f"Mayor seeks a second term;\n{PROSE}", "TP", id="title with a semicolon"),
        pytest.param(f"Mayor: ‘I will win’\n{PROSE}", "TP", id="title that quotes"),
        pytest.param(f"The mayor has won.\n{PROSE}", "PP", id="short lead"),
        pytest.param(f"Who lost the city?\n{PROSE}", "PP", id="lead that asks"),
        pytest.param(f'"I will win," he said\n{PROSE}', "PP", id="lead that speaks"),
        pytest.param("Mayor wins again", "P", id="nothing below"),
        pytest.param("word", "P", id="one word"),
        pytest.param(f"The mayor\n© Jo Doe / Reuters\n{PROSE}", "C©P", id="caption first"),
        pytest.param(f"{PROSE}\n\nThe mayor speaks.\n© Jo Doe\n\n{PROSE}", "PC©P", id="caption set apart"),
        pytest.param(f"{PROSE}\nNobody came.\n© 2016 The Daily", "PP©", id="copyright is no photo's"),
        pytest.param(f"WASHINGTON (AP) — {PROSE}", "DP", id="dateline"),
        pytest.param(f"{PROSE}\nHOUSTON — {PROSE}", "PDP", id="later dateline"),
        pytest.param(f"ST. LOUIS, Mo., April 5 (Reuters) - {PROSE}", "DP", id="long dateline"),
        pytest.param(f"Washington (CNN) -- {PROSE}", "DP", id="dateline in mixed case"),
        pytest.param(f"(CNN){PROSE}", "DP", id="only the agency"),
        pytest.param("WASHINGTON (AP) —\nThe council met.", "DP", id="dateline on its own line"),
        pytest.param("NATO — an alliance — said nothing.", "P", id="dash in prose"),
        pytest.param("BREAKING — The mayor has won.", "P", id="label with a dash"),
        pytest.param("OHIO — THE MAYOR HAS WON. NOBODY KNOWS WHY.", "P", id="dash in shouted prose"),
        pytest.param(
            "SMITH — We won.\nJONES — You lost.\nSMITH — No.\nJONES — Yes.", "PPPP", id="speakers with dashes"
        ),
        pytest.param("Q: Why now?\nA: Because\nQ: Who else\nA: Nobody", "PPPP", id="interview"),
        pytest.param("SMITH: We won\nJONES: You lost\nSMITH: Never\nJONES: Always.", "PPPP", id="transcript"),
        pytest.param("SMITH\nWe won.\nJONES\nYou lost.\nSMITH\nNo.\nJONES\nYes.", "PPPPPPPP", id="speakers on lines"),
        pytest.param("Great crowd\nThank you Ohio\nWe win\nSad", "PPPP", id="tweets"),
        pytest.param("no end\nno end here\nnone at all\nstill none", "PPPP", id="no punctuation"),
        pytest.param("THE MAYOR WON.\nNOBODY KNOWS WHY.\nHE SAID SO.", "PPP", id="capitals"),
        pytest.param(f"{PROSE}\nOne line\nAnother line\nA third line\n{PROSE}", "PPPPP", id="verse"),
        pytest.param(f"{PROSE}\nThe end", "PP", id="nothing below a heading"),
        pytest.param(
            "The council of the city met on Monday to talk about the money\nMayor Smith had asked for. "
            "It was late, and hardly anyone in\nOhio cared about what they would say to the people who\n"
            "Smith had brought along. Nobody spoke.",
            "PPPP",
            id="wrapped at a column",
        ),
        pytest.param("She said: “We stay.\nAll Of Us\nWe never leave,” and left.", "PPP", id="inside a quotation"),
        pytest.param("", "", id="empty"),
        pytest.param(" \r\n\u200b\n\ufeff", "", id="blank"),
        pytest.param("* * *", "L", id="no words"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\r\n\r\n"])
def test_line_ends(ending: str) -> None:
    text = f"\ufeff{PROSE} {ending}\t\u200bStepped up\u200b{ending}{PROSE}"
    document = parse(text)
    assert [text[b.start : b.end] for b in document.blocks] == [PROSE, "Stepped up", PROSE]
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize("text", ["Mayor wins", "HOUSTON — The mayor wins.", "Photo: Jo", " a\nb ", "– one"])
def test_title_field_is_one_title(text: str) -> None:
    (block,) = parse(text, title=True).blocks
    assert (block.kind, text[block.start : block.end]) == (BlockKind.TITLE, text.strip())


def test_blank_title_field() -> None:
    assert parse(" \u200b", title=True).blocks == ()


def test_block_at() -> None:
    text = "HOUSTON — It rains.\n\nNobody came."
    document = parse(text)
    found = [document.block_at(i) for i in (0, 8, 9, 10, 19, 21, len(text))]
    first, second, third = document.blocks
    assert found == [first, first, None, second, None, third, None]


def test_documents_of_one_text_are_equal() -> None:
    assert parse(PROSE) == parse(PROSE)
    assert len({parse(PROSE), parse(PROSE)}) == 1

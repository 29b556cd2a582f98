"""The project file: what it says is applied, what is wrong in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import ProjectError
from framing.resolve import Project, read_project
from framing.values import SpeakerType
from tests.resolve.resolve_marked import by_number, resolve

TEXT = (
    "{s1|{G|Zelgian} envoy {P|Orvo Lask}} {q1|said} {c1|one}. "
    "{s2|The {O|Baltic Relief Fund} ({O|BRF})} {q2|said} {c2|two}. "
    "{s3|{L|Oslo}} {q3|said} {c3|three}. {s4|{G|Norwegian} minister {P|Siri Dahl}} {q4|said} {c4|four}."
)


def write(folder: Path, text: str) -> Path:
    path = folder / "framing.toml"
    path.write_text(text, "utf-8")
    return path


def speakers(project: Project) -> list[tuple[str, str, str | None]]:
    found = by_number(TEXT, resolve(TEXT, project=project))
    return [(s.speaker.name, str(s.speaker.type), s.speaker.side) for _, s in sorted(found.items()) if s.speaker]


def test_nothing_said() -> None:
    assert speakers(Project()) == [
        ("Orvo Lask", "person", None),
        ("Baltic Relief Fund", "organisation", None),
        ("Oslo", "government", None),
        ("Siri Dahl", "person", None),
    ]


def test_actors_aliases_types_and_sides(tmp_path: Path) -> None:
    project = read_project(
        write(
            tmp_path,
            """
            [[actor]]
            name = "Relief Fund"
            aliases = ["baltic relief fund", "BRF"]
            type = "government"
            side = "North"
            [sides]
            "East" = ["Orvo Lask"]
            "West" = ["Norway"]
            """,
        )
    )
    assert speakers(project) == [
        ("Orvo Lask", "person", "East"),
        ("Relief Fund", "government", "North"),
        ("Oslo", "government", "West"),
        ("Siri Dahl", "person", "West"),
    ]


def test_renamed_actor_has_the_id_of_its_name(tmp_path: Path) -> None:
    project = read_project(write(tmp_path, '[[actor]]\nname = "Orvo L."\naliases = ["Orvo Lask"]\n'))
    first = resolve(TEXT, project=project)[0].speaker
    assert first is not None
    assert (first.id, first.name, first.type) == ("orvo-l", "Orvo L.", SpeakerType.PERSON)


@pytest.mark.parametrize("key", ["US", "U.S.", "United States"])
def test_sides_and_aliases_may_be_abbreviations(tmp_path: Path, key: str) -> None:
    marked = "{s1|The {L|U.S.}} {q1|said} {c1|no}. {s2|{G|American} envoy {P|Orvo Lask}} {q2|said} {c2|yes}."
    sided = resolve(marked, project=read_project(write(tmp_path, f'[sides]\n"West" = ["{key}"]\n')))
    assert [s.speaker.side for s in sided if s.speaker] == ["West", "West"]
    renamed = resolve(
        marked, project=read_project(write(tmp_path, f'[[actor]]\nname = "America"\naliases = ["{key}"]\n'))
    )
    assert [s.speaker.name for s in renamed if s.speaker] == ["America", "Orvo Lask"]


def test_keep_apart_undoes_a_merge(tmp_path: Path) -> None:
    marked = "{s1|{P|Anna Berg}} {q1|said} {c1|one}. {s2|{P|Berg}} {q2|said} {c2|two}."
    project = read_project(write(tmp_path, '[[keep_apart]]\nname = "Anna Berg"\nform = "Berg"\n'))
    found = [s.speaker.name for s in resolve(marked, project=project) if s.speaker]
    assert found == ["Anna Berg", "Berg"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[side]\n"A" = ["B"]\n', "unknown key 'side'. Did you mean 'sides'?"),
        (
            '[[actor]]\nname = "A"\nalias = ["B"]\n',
            "unknown key 'alias' in [[actor]] number 1. Did you mean 'aliases'?",
        ),
        ('[[actor]]\nname = "A"\ntype = "goverment"\n', "'goverment' is no actor type. Did you mean 'government'?"),
        ('[[actor]]\nname = ""\n', "'name' in [[actor]] number 1 is empty; write a name"),
        (
            '[[actor]]\nname = "A"\n[[actor]]\ntype = "person"\n',
            "'name' in [[actor]] number 2 is missing; write name =",
        ),
        ("[[actor]]\nname = 5\n", "'name' in [[actor]] number 1 is 5, which is no text; write it in quotation marks"),
        (
            '[[actor]]\nname = "A"\naliases = "B"\n',
            "'aliases' in [[actor]] number 1 is no list; write the names in brackets",
        ),
        ('[actor]\nname = "A"\n', "'actor' is no list; write each entry under a line of its own, [[actor]]"),
        ('[sides]\n"A" = "B"\n', "'A' in [sides] is no list; write the names in brackets, [\"B\"]"),
        ('[sides]\n"A" = ["B", 3]\n', "'A', name 2, in [sides] is 3, which is no text"),
        ('sides = ["A"]\n', "'sides' is ['A'], where a table is needed"),
        ('[[keep_apart]]\nname = "A"\nfrom = "B"\n', "Did you mean 'form'?"),
        ('[[actor]]\nname = "A"\naliases = ["C"]\n[[actor]]\nname = "B"\naliases = ["c"]\n', "both 'A' and 'B'"),
        ('[sides]\n"A" = ["X"]\n"B" = ["x"]\n', "on two sides, 'A' and 'B'"),
        ("name =\n", "not valid TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ProjectError) as error:
        read_project(write(tmp_path, text))
    assert message in str(error.value)
    assert "framing.toml" in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"cannot be read .*framing\.toml"):
        read_project(tmp_path / "nothing.toml")


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "framing.toml"
    path.write_bytes(b'[sides]\n"A" = ["\xff\xfe"]\n')
    with pytest.raises(ProjectError, match="UTF-8"):
        read_project(path)


@pytest.mark.parametrize(
    ("seat", "country"),
    [
        ("The {O|Kremlin}", "Russia"),
        ("The {O|White House}", "United States"),
        ("The {O|Pentagon}", "United States"),
        ("{L|Downing Street}", "United Kingdom"),
        ("{L|Brussels}", "European Union"),
        ("{L|Oslo}", "Norway"),
    ],
)
def test_a_seat_of_power_has_a_country_to_take_sides_by(tmp_path: Path, seat: str, country: str) -> None:
    project = read_project(write(tmp_path, f'[sides]\n"X" = ["{country}"]\n'))
    (statement,) = resolve(f"{{s1|{seat}}} {{q1|said}} {{c1|no}}.", project=project)
    assert statement.speaker is not None
    assert (statement.speaker.affiliation, statement.speaker.side) == (country, "X")

"""What is damaged is named, the rest is read, and nothing that can be made anew is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.errors import InputError
from framing.store.check import check, repair
from framing.store.executors import here
from framing.store.journal import HeadError
from framing.store.place import is_store
from framing.store.reader import open_store
from framing.store.schema import FORMAT, TABLES
from framing.store.settings import Limits, Settings, settings_of
from framing.store.subject import analysis
from framing.store.write import fill, remove
from tests.store.stored import MADE, articles, filled, rows

Damage = Callable[[Path], object]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 8
    path.write_bytes(data)


def first(place: Path, table: str) -> Path:
    return min((place / table).iterdir())


@pytest.mark.parametrize("damage", [cut, flip, Path.unlink])
@pytest.mark.parametrize("table", TABLES)
def test_a_damaged_partition_is_named_and_made_anew(tmp_path: Path, table: str, damage: Damage) -> None:
    whole = filled(tmp_path / "s", articles(*range(4)))
    file = first(tmp_path / "s", table)
    damage(file)
    store = open_store(tmp_path / "s")
    store.verify()
    assert len(store) == 2
    assert file.name in store.problems[0].reason
    assert [f.file for f in check(tmp_path / "s")] == [f"{table}/{file.name}"]
    repair(tmp_path / "s")
    assert check(tmp_path / "s") == []
    if table == "articles":  # the text is lost: reading it again makes it anew
        assert len(open_store(tmp_path / "s")) == 2
        filled(tmp_path / "s", articles(*range(4)))
    assert rows(open_store(tmp_path / "s")) == whole


@pytest.mark.parametrize("table", ["statements", "articles", "voices", "mentions"])
def test_questions_are_answered_from_the_rest(tmp_path: Path, table: str) -> None:
    """A flipped bit leaves the size as it is: no partition may answer half."""
    filled(tmp_path / "rest", articles(2, 3))
    filled(tmp_path / "s", articles(*range(4)))
    flip(first(tmp_path / "s", table))
    found, rest = analysis(open_store(tmp_path / "s")), analysis(open_store(tmp_path / "rest"))
    assert [a.id for a in found.corpus] == ["a2", "a3"]
    assert found.table.equals(rest.table)
    assert found.voices.equals(rest.voices)
    assert any("is not there or not whole" in p.reason for p in found.statements.problems)
    again = analysis(open_store(tmp_path / "s"))  # what was worked out for the rest is kept
    assert again.table.equals(rest.table)


def test_a_run_tells_of_damage_that_it_does_not_need_to_mend(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(*range(4)))
    file = first(tmp_path / "s", "voices")
    cut(file)
    done = fill(tmp_path / "s", articles(*range(5)), MADE, executor=here)
    assert (done.analysed, done.unchanged) == (1, 4)
    assert [(p.item, p.skipped) for p in done.problems] == [(f"voices/{file.name}", False)]
    assert "--repair" in done.problems[0].reason


def test_all_that_one_partition_has_may_be_gone(tmp_path: Path) -> None:
    whole = filled(tmp_path / "s", articles(*range(4)))
    for table in TABLES:
        first(tmp_path / "s", table).unlink()
    assert len(open_store(tmp_path / "s")) == 2
    assert len(check(tmp_path / "s")) == len(TABLES)
    repair(tmp_path / "s")
    assert filled(tmp_path / "s", articles(*range(4))) == whole


RECORDS: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "no record": lambda data: b'{"format": 1}',
    "a list": lambda data: b"[]",
    "a number that is none": lambda data: data.replace(b'"rows": 2', b'"rows": "2"'),
    "files that are none": lambda data: json.dumps(json.loads(data) | {"files": {"articles": {"rows": 2}}}).encode(),
    "nested too deep": lambda data: b"[" * 100_000,
    "other letters": lambda data: b"\xff\xfe" + data,
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_damaged_record_is_made_anew_from_its_files(tmp_path: Path, name: str) -> None:
    place = tmp_path / "s"
    whole = filled(place, articles(1, 2, 3, 4))
    file = first(place, "parts")
    file.write_bytes(RECORDS[name](file.read_bytes()))
    store = open_store(place)
    assert len(store) == 2
    assert store.problems[0].item == f"parts/{file.name}"
    assert [fault.file for fault in check(place)] == [f"parts/{file.name}"]
    with pytest.raises(InputError, match=r"is damaged .*--repair"):
        filled(place, articles(1, 2, 3, 4))
    assert [(fault.file, fault.remedy) for fault in repair(place)] == [(f"parts/{file.name}", "made anew")]
    assert not check(place)
    assert rows(open_store(place)) == whole
    assert fill(place, articles(1, 2, 3, 4), MADE, executor=here).analysed == 0


def test_a_record_made_anew_puts_out_what_it_had_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The article is in an earlier partition, too: it may not be there twice."""
    place = tmp_path / "s"
    filled(place, articles(1, 2, 3, 4))
    monkeypatch.setattr("framing.store.write.compact", lambda *_, **__: None)  # as when a run is stopped before that
    whole = filled(place, articles(1, 2, 3, 4, changed=[3]))
    max((place / "parts").iterdir()).write_bytes(b"{")
    assert "so again." not in str(rows(open_store(place))["articles"])  # the article as it was before
    repair(place)
    assert rows(open_store(place)) == whole
    assert len(open_store(place)) == 4


def test_a_record_whose_articles_are_lost_is_set_aside(tmp_path: Path) -> None:
    place = tmp_path / "s"
    whole = filled(place, articles(1, 2, 3, 4))
    first(place, "parts").write_bytes(b"")
    cut(first(place, "articles"))
    assert "set aside" in repair(place)[0].remedy
    assert filled(place, articles(1, 2, 3, 4)) == whole


def test_a_damaged_record_of_a_removal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "s"
    filled(place, articles(1, 2, 3, 4))
    monkeypatch.setattr("framing.store.write.compact", lambda *_, **__: None)
    assert remove(place, ["a3"]) == 1
    max((place / "parts").iterdir()).write_bytes(b"{")
    assert "framing store remove" in repair(place)[0].remedy
    assert len(open_store(place)) == 4


HEADS: dict[str, Damage] = {
    "gone": Path.unlink,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "no format": lambda path: path.write_text('{"generator": "framing store"}'),
    "no settings": lambda path: path.write_text('{"generator": "framing store", "format": 1, "settings": {}}'),
    "a list": lambda path: path.write_text("[]"),
}


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("mend", [repair, lambda place: fill(place, articles(1, 2), MADE, executor=here)])
def test_a_damaged_head_is_written_anew(tmp_path: Path, name: str, mend: Callable[[Path], object]) -> None:
    place = tmp_path / "s"
    whole = filled(place, articles(1, 2))
    head = (place / "store.json").read_bytes()
    HEADS[name](place / "store.json")
    assert is_store(place)
    with pytest.raises(HeadError, match=r"store.json is .*check .* --repair"):
        open_store(place)
    assert [fault.file for fault in check(place)] == ["store.json"]
    mend(place)
    assert (place / "store.json").read_bytes() == head
    assert rows(open_store(place)) == whole


def test_a_head_that_cannot_be_guessed_is_left_to_analyze(tmp_path: Path) -> None:
    """With a project or other limits than the usual ones nobody but the user knows what is to stand there."""
    place, other = tmp_path / "s", Settings.of(model="fast", limits=Limits(characters=50))
    fill(place, articles(1, 2), other, executor=here)
    (place / "store.json").unlink()
    assert "again with its --model" in repair(place)[0].remedy
    assert fill(place, articles(1, 2), other, executor=here).unchanged == 2
    assert not check(place)


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0))
    head = tmp_path / "s" / "store.json"
    head.write_text(head.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    asked = (open_store, check, repair, lambda place: filled(place, articles(1)), lambda place: remove(place, ["a0"]))
    for ask in asked:
        with pytest.raises(InputError, match="newer version"):
            ask(tmp_path / "s")
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0))
    record = first(tmp_path / "s", "parts")
    record.write_text(record.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    for ask in (open_store, check, repair, lambda place: filled(place, articles(1))):
        with pytest.raises(InputError, match=f"{record.name} was written by a newer version"):
            ask(tmp_path / "s")


def test_the_command_line_says_which_file_and_what_to_do(tmp_path: Path) -> None:
    place = tmp_path / "s"
    filled(place, articles(1, 2))
    first(place, "parts").write_bytes(b"{")
    asked = CliRunner().invoke(main, ["store", "check", str(place)])
    assert asked.exit_code == 1
    assert f"parts/{first(place, 'parts').name}" in asked.output
    assert "--repair makes it anew" in asked.output
    assert CliRunner().invoke(main, ["store", "check", str(place), "--repair"]).exit_code == 0
    assert "all files are whole" in CliRunner().invoke(main, ["store", "check", str(place)]).output


def test_portrayals_are_made_anew_with_the_rest(tmp_path: Path) -> None:
    made = Settings.of(model="fast", portrayal=True)
    assert settings_of(made.to_json()).hash == made.hash
    fill(tmp_path / "s", articles(0, 1), made, executor=here)
    flip(first(tmp_path / "s", "portrayal"))
    assert [fault.remedy for fault in repair(tmp_path / "s")] == ["made anew"]
    assert open_store(tmp_path / "s").head["settings"]["portrayal_sha256"] == made.portrayal

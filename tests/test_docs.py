"""What README and docs show is true: code blocks run, commands run, the page of commands is current.

A block that cannot run says why, in a comment before it: ``<!-- not run: needs articles of your own -->``. Blocks of
one page share a folder and their names. In the folder are the seeds, ``articles/`` and what else the pages name.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from framing.cli import main

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+) -->\n+)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_NOT_COMMANDS = ("make report", "make test", "pip install .")
"""Lines of shell that set up a machine; all others are commands of the program."""

_ARTICLES = {
    "a": ("Outlet A", "2016-05-20", "Sergey Lavrov said the city had to be freed. Steve Warren said it was not ready."),
    "b": (
        "Outlet A",
        "2016-06-02",
        'Steve Warren said: "We support the forces near the city." Few believe in the plan.',
    ),
    "c": ("Outlet B", "2016-05-21", 'Sergey Lavrov said: "The air force is ready." The city has been quiet for days.'),
    "d": ("Outlet B", "2016-06-03", "Steve Warren said the forces had no plans. Sergey Lavrov said that they had."),
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and the line that it begins on."""

    language: str
    text: str
    line: int
    reason: str | None


def blocks(page: str) -> Iterator[Block]:
    text = (ROOT / page).read_text("utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, found.start("text")) + 1
        yield Block(found["language"], found["text"], line, found["reason"])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the seeds and what else the pages name."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for folder in ("articles", "gold"):
        (tmp_path / folder).mkdir()
    rows = ["id,outlet,date,text\n"]
    for name, (outlet, date, text) in _ARTICLES.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text)
        rows.append(f'{name},{outlet},{date},"{text.replace(chr(34), chr(34) * 2)}"\n')
        (tmp_path / "gold" / f"{name}.txt").write_text(text)
        cue = text.index("said")
        (tmp_path / "gold" / f"{name}.ann").write_text(
            f"T1\tCue {cue} {cue + 4}\tsaid\n"
            f"T2\tContent {cue + 5} {text.index('.')}\t{text[cue + 5 : text.index('.')]}\n"
            "R1\tA Arg1:T1 Arg2:T2\n"
        )
    (tmp_path / "articles.csv").write_text("".join(rows))
    listed = "".join(f"{n}.txt,{outlet},{date}\n" for n, (outlet, date, _) in _ARTICLES.items())
    (tmp_path / "articles" / "metadata.csv").write_text("file,outlet,date\n" + listed)
    said = _ARTICLES["a"][2]
    start, end = said.index("said") + 5, said.index(".")
    told = {"kind": "statement", "article": "a", "start": start, "end": end, "text": said[start:end]}
    lines = [{"framing-corrections": 1}, {**told, "verdict": "right"}]
    (tmp_path / "corrections.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "people.csv").write_text("speaker,gender\nSergey Lavrov,man\nSteve Warren,man\n")
    (tmp_path / "my.dic").write_text("%\n1\tfight\n%\nwar\t1\nforce*\t1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands_of(block: Block) -> list[str]:
    lines = block.text.replace("\\\n", " ").splitlines()
    return [line.partition("  #")[0].strip() for line in lines if line.strip()]


def _run(command: str, where: str) -> None:
    result = CliRunner().invoke(main, shlex.split(command, comments=True)[1:], catch_exceptions=False)
    assert result.exit_code == 0, f"{where}: {command}\n{result.stderr}"


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/commands.md"])
@pytest.mark.usefixtures("place")
def test_blocks_run(page: str) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    for block in blocks(page):
        where = f"{page}, line {block.line}"
        if block.reason:
            continue
        if block.language == "python":
            # Line numbers of a traceback are those of the page.
            exec(compile("\n" * (block.line - 1) + block.text, page, "exec"), names)  # noqa: S102
        elif block.language == "sh":
            for command in commands_of(block):
                if command not in _NOT_COMMANDS:
                    assert command.startswith("framing "), f"{where}: {command}: run by hand? say so in a comment"
                    _run(command, where)
        else:
            assert block.language, f"{where}: say what it is: python, sh, text …"


def _make_commands() -> Any:
    spec = importlib.util.spec_from_file_location("make_commands", ROOT / "docs" / "make_commands.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_what_they_say() -> None:
    made = _make_commands().page()
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == made, "run python docs/make_commands.py"


def _examples() -> list[tuple[str, click.Command, str]]:
    known = {name: command for name, command, _ in _make_commands().commands()}
    found = []
    for name, command in known.items():
        for example in re.findall(r"^ *(framing .+)$", (command.help or "").partition("Example")[2], re.MULTILINE):
            named = max((n for n in known if f"{example} ".startswith(f"{n} ")), key=len)
            found.append((named, known[named], example))
        assert any(example for _, _, example in found), name
    return found


@pytest.mark.parametrize(("name", "command", "example"), _examples(), ids=lambda value: str(value)[:60])
def test_examples_in_help_are_understood(name: str, command: click.Command, example: str) -> None:
    arguments = shlex.split(example)[len(name.split(" ")) :]
    command.make_context(name, arguments)

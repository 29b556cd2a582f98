"""Pushing to Elasticsearch, against a small server that speaks the requests used: no real one can be installed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.errors import OutputError
from framing.store import push as pushing
from framing.store.executors import here
from framing.store.push import push
from framing.store.reader import open_store
from framing.store.settings import Settings
from framing.store.write import fill
from framing.values import Article

ARTICLES = [
    Article(
        f"a{n}", f"The mayor, Ada Stone, said bridge {n} was safe. “It is not,” Ben Fisk told reporters.", outlet="P"
    )
    for n in range(5)
]


class Server(ThreadingHTTPServer):
    """Indices by name: documents by id; ``busy`` answers 429 to so many requests or documents first.

    ``refused`` names documents that it does not take; ``answer_all`` is what it says to whatever is asked.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.indices: dict[str, dict[str, Any]] = {}
        self.mappings: dict[str, Any] = {}
        self.busy = 0
        self.busy_items = 0
        self.refused: set[str] = set()
        self.answer_all: bytes | None = None
        self.requests: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, code: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        there = self.server
        there.requests.append((self.command, self.path))
        if there.answer_all is not None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(there.answer_all)))
            self.end_headers()
            self.wfile.write(there.answer_all)
            return
        if there.busy:
            there.busy -= 1
            self.answer(429, {"error": "es_rejected_execution_exception"})
            return
        index, _, what = self.path.strip("/").partition("/")
        if self.command == "PUT" and not what:
            there.mappings[index] = json.loads(body)["mappings"]
            there.indices[index] = {}
            self.answer(200, {"acknowledged": True})
        elif index not in there.indices:
            self.answer(404, {"error": {"type": "index_not_found_exception"}})
        elif what == "_bulk":
            assert self.headers["Content-Type"] == "application/x-ndjson"
            self.answer(200, {"items": list(self.bulk(there.indices[index], body))})
        elif what == "_search":
            self.answer(200, {"hits": {"hits": self.search(there.indices[index], json.loads(body))}})
        else:
            self.answer(200, {index: {"mappings": there.mappings[index]}})

    def bulk(self, index: dict[str, Any], body: bytes) -> Iterator[dict[str, Any]]:
        assert body.endswith(b"\n")
        lines = iter(body.splitlines())
        for line in lines:
            ((action, about),) = json.loads(line).items()
            document = json.loads(next(lines)) if action == "index" else None
            status = 200
            if self.server.busy_items:
                self.server.busy_items -= 1
                status = 429
            elif about["_id"] in self.server.refused:
                cause = {"type": "illegal_argument_exception", "reason": "too long"}
                error = {"type": "document_parsing_exception", "reason": "failed to parse", "caused_by": cause}
                yield {action: {"_id": about["_id"], "status": 400, "error": error}}
                continue
            elif action == "index":
                index[about["_id"]] = document
            else:
                status = 200 if index.pop(about["_id"], None) else 404
            yield {action: {"_id": about["_id"], "status": status}}

    @staticmethod
    def search(index: dict[str, Any], wanted: dict[str, Any]) -> list[dict[str, Any]]:
        after = (wanted.get("search_after") or [""])[0]
        names = [n for n in sorted(index) if n > after][: wanted["size"]]
        return [{"_id": n, "_source": {"hash": index[n]["hash"]}, "sort": [n]} for n in names]

    do_GET = do_PUT = do_POST = handle_one  # noqa: N815  # the names that http.server asks for


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, str]]:
    monkeypatch.setattr(pushing, "_WAIT", 0.0)
    made = Server()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made, f"http://127.0.0.1:{made.server_address[1]}"
    made.shutdown()
    made.server_close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    fill(tmp_path / "s", ARTICLES, Settings.of(model="fast"), executor=here, partition=2)
    return tmp_path / "s"


def test_statements_are_nested_documents(server: tuple[Server, str], place: Path) -> None:
    there, url = server
    assert push(open_store(place), url, index="news").sent == 5
    assert there.mappings["news"]["properties"]["statements"]["type"] == "nested"
    document = there.indices["news"]["a3"]
    speakers = {s["speaker"] for s in document["statements"]}
    assert {"Ada Stone", "Ben Fisk"} <= speakers
    said = next(s for s in document["statements"] if s["speaker"] == "Ben Fisk")
    content = said["content"]
    assert document["text"][content["start"] : content["end"]] == content["text"]
    assert (said["act"], said["stance"], len(document["model"])) == ("speech", "neutral", 64)


def test_a_second_push_sends_what_has_changed(
    server: tuple[Server, str], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "_PAGE", 2)
    there, url = server
    push(open_store(place), url)
    again = push(open_store(place), url)
    assert (again.sent, again.unchanged, again.deleted) == (0, 5, 0)
    changed = [Article("a0", "Carl Roe said it rained."), *ARTICLES[1:4]]
    fill(place, changed, Settings.of(model="fast"), executor=here, remove_missing=True)
    last = push(open_store(place), url)
    assert (last.sent, last.unchanged, last.deleted) == (1, 3, 1)
    assert sorted(there.indices["framing"]) == ["a0", "a1", "a2", "a3"]


def test_a_busy_server_is_asked_again(server: tuple[Server, str], place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "_BULK", 3000)
    there, url = server
    there.busy, there.busy_items = 2, 3
    assert push(open_store(place), url).sent == 5
    assert len(there.indices["framing"]) == 5


def test_a_server_that_is_not_there_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "_WAIT", 0.0)
    with pytest.raises(OutputError, match="cannot be reached") as told:
        push(open_store(place), "http://ann:secret@127.0.0.1:9")
    assert "secret" not in str(told.value)


def test_a_document_that_is_refused_is_named_and_the_rest_sent(server: tuple[Server, str], place: Path) -> None:
    there, url = server
    there.refused = {"a2"}
    asked = CliRunner().invoke(main, ["push", str(place), "--elasticsearch", url])
    assert asked.exit_code == 1
    assert "refused  a2: document_parsing_exception: failed to parse; caused by illegal_argument" in asked.output
    assert "sent: 4" in asked.output
    assert sorted(there.indices["framing"]) == ["a0", "a1", "a3", "a4"]
    there.refused = set()
    assert push(open_store(place), url).sent == 1


@pytest.mark.parametrize("answer", [b"<html>It works!</html>", b"[]", b'"x"', b'{"cluster": "x"}'])
def test_what_is_no_elasticsearch_is_told(server: tuple[Server, str], place: Path, answer: bytes) -> None:
    there, url = server
    there.answer_all = answer
    with pytest.raises(OutputError, match="does not answer as Elasticsearch"):
        push(open_store(place), url)

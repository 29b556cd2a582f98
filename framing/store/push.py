"""Statements of a store as documents in Elasticsearch, where AmCAT and others search: one document an article.

A document holds the article and its statements as nested objects, so that a search can ask for one statement that is by
a speaker *and* holds a word. Its id is the article's, its version the content's hash and the settings': a second push
sends what has changed, deletes what is gone, and doubles nothing. Only the bulk, search, mapping and delete requests
are used, which Elasticsearch 7, 8 and 9 and OpenSearch share; no client library is needed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.errors import InputError, OutputError
from framing.statements import Statements
from framing.store.reader import Store
from framing.store.subject import of_statements, stored_statements
from framing.values import Article, Passage, Speaker, Statement

__all__ = ["MAPPING", "Pushed", "documents", "push"]

_BULK = 4_000_000
"""Bytes of a bulk request at most; servers take 100 MB, and small ones lose less when they are repeated."""
_TRIES = 5
_WAIT = 1.0
"""Seconds before a request is repeated, twice as long each time."""
_PAGE = 5_000
_NO_SERVER = "does not answer as Elasticsearch does; see to the address"

_KEYWORD: dict[str, Any] = {"type": "keyword", "ignore_above": 1000}
_PASSAGE: dict[str, Any] = {
    "properties": {"text": {"type": "text"}, "start": {"type": "integer"}, "end": {"type": "integer"}}
}
MAPPING: dict[str, Any] = {
    "dynamic": False,
    "properties": {
        "article_id": _KEYWORD,
        "outlet": _KEYWORD,
        "date": {"type": "date", "format": "strict_date"},
        "url": _KEYWORD,
        "title": {"type": "text"},
        "text": {"type": "text"},
        "hash": _KEYWORD,
        "model": _KEYWORD,
        "statements": {
            "type": "nested",
            "properties": {
                "statement_id": _KEYWORD,
                "speaker_id": _KEYWORD,
                "speaker": {"type": "text", "fields": {"keyword": _KEYWORD}},
                "co_speakers": _KEYWORD,
                **dict.fromkeys(("type", "side", "affiliation", "role", "stance", "act", "kind", "field"), _KEYWORD),
                "official": {"type": "boolean"},
                "named": {"type": "boolean"},
                "confidence": {"type": "float"},
                **dict.fromkeys(("source", "cue", "content"), _PASSAGE),
            },
        },
    },
}
"""How Elasticsearch is to read the documents."""


@dataclass
class Pushed:
    """What a push did: documents ``sent``, ``unchanged`` and left, ``deleted``, and those ``refused``, with reasons."""

    sent: int = 0
    unchanged: int = 0
    deleted: int = 0
    refused: list[str] = field(default_factory=list)


def push(store: Store, server: str, *, index: str = "framing") -> Pushed:
    """Bring an index to where it holds the statements of the store.

    ``server`` is a URL, with name and password where they are needed. The index is made where there is none. A request
    that the server is too busy for is repeated. Raises an OutputError: the server cannot be reached, or refuses.
    """
    there = _Server(server, index)
    there.prepare()
    known = dict(there.hashes())
    done = Pushed()
    lines: list[bytes] = []
    size = 0
    for document in documents(store):
        name = document["article_id"]
        if known.pop(name, None) == document["hash"]:
            done.unchanged += 1
            continue
        pair = _line({"index": {"_id": name}}) + _line(document)
        if size and size + len(pair) > _BULK:
            _send(there, lines, done)
            lines, size = [], 0
        lines.append(pair)
        size += len(pair)
    for name in sorted(known):
        lines.append(_line({"delete": {"_id": name}}))
    _send(there, lines, done)
    return done


def documents(store: Store) -> Iterator[dict[str, Any]]:
    """One document an article that counts, in order of their ids."""
    said = stored_statements(store)
    versions = {
        name: f"{content}-{settings}"
        for name, content, settings in store.query(
            "SELECT article_id, content_hash, settings_hash FROM articles"
        ).itertuples(index=False)
    }
    stances = of_statements(store, "stance")
    waiting = iter(said)
    one = next(waiting, None)
    for article in said.corpus:
        mine = []
        while one is not None and one.article_id == article.id:
            mine.append(_statement(one, next(stances)))
            one = next(waiting, None)
        if article.duplicate_of is None:
            yield _document(article, mine, _version(versions[article.id], mine), said)


def _version(content: str, statements: list[dict[str, Any]]) -> str:
    """Changes with the article, with the settings, and with what the corpus knows of its speakers."""
    told = json.dumps(statements, sort_keys=True).encode("ascii")
    return f"{content}-{hashlib.blake2b(told, digest_size=8).hexdigest()}"


def _document(article: Article, statements: list[dict[str, Any]], version: str, said: Statements) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "hash": version,
        "model": said.provenance.sha256 if said.provenance else None,
        "statements": statements,
    }


def _statement(s: Statement, stance: str) -> dict[str, Any]:
    return {
        "statement_id": s.id,
        "field": s.field,
        "kind": s.kind.value,
        "act": s.act.value,
        "stance": stance,
        "confidence": s.confidence,
        **_speaker(s.attributed_to),
        "co_speakers": [who.name for who in s.co_speakers],
        "source": _passage(s.named_by),
        "cue": _passage(s.cue),
        "content": _passage(s.content),
    }


def _speaker(who: Speaker | None) -> dict[str, Any]:
    if who is None:
        return {}
    return {
        "speaker_id": who.id, "speaker": who.name, "type": who.type.value, "side": who.side, "named": who.named,
        "affiliation": who.affiliation, "official": who.official, "role": who.role.value,
    }  # fmt: skip


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    return None if passage is None else {"text": passage.text, "start": passage.start, "end": passage.end}


def _line(value: object) -> bytes:
    return json.dumps(value).encode("ascii") + b"\n"


def _send(there: _Server, lines: list[bytes], done: Pushed) -> None:
    """Send one bulk request, and again those of it that the server was too busy for."""
    for attempt in range(_TRIES):
        if not lines:
            return
        answer = there.ask("POST", "_bulk", b"".join(lines), "application/x-ndjson")
        items = answer.get("items") if isinstance(answer, dict) else None
        if not isinstance(items, list) or len(items) != len(lines):
            raise OutputError(f"{there.shown} {_NO_SERVER}")
        again = []
        for line, item in zip(lines, items, strict=True):
            ((action, told),) = item.items()
            if told["status"] == 429:
                again.append(line)
            elif told["status"] < 300 or (action == "delete" and told["status"] == 404):
                done.deleted += action == "delete"
                done.sent += action == "index"
            else:
                done.refused.append(f"{told['_id']}: {_reason(told.get('error'), told['status'])}")
        lines = again
        if lines:
            time.sleep(_WAIT * 2**attempt)
    if lines:
        raise OutputError(f"{there.shown} is too busy; what was sent stays: give the same command again to go on")


def _reason(error: object, status: int) -> str:
    """What the server says of a document, its causes after it."""
    said = []
    while isinstance(error, dict):
        said.append(": ".join(str(error[k]) for k in ("type", "reason") if error.get(k)))
        error = error.get("caused_by")
    return "; caused by ".join(filter(None, said)) or str(error or f"status {status}")


class _Server:
    """An index of a server."""

    def __init__(self, url: str, index: str) -> None:
        parts = urllib.parse.urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https"):
            raise InputError(f"{parts.scheme}:// is no address of Elasticsearch; give one as http://host:9200")
        host = parts.netloc.rpartition("@")[2]
        self.shown = f"{parts.scheme}://{host}{parts.path}".rstrip("/")
        self._base = f"{self.shown}/{urllib.parse.quote(index, safe='')}"
        self._headers = {}
        if parts.username is not None:
            pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"

    def prepare(self) -> None:
        """Make the index where there is none."""
        if self.ask("GET", "_mapping", missing={}) == {}:
            self.ask("PUT", "", _line({"mappings": MAPPING}))

    def hashes(self) -> Iterator[tuple[str, str]]:
        """The hash of every document, page by page in order of their ids."""
        self.ask("POST", "_refresh")
        after: list[str] = []
        while True:
            wanted: dict[str, Any] = {"size": _PAGE, "_source": ["hash"], "sort": [{"article_id": "asc"}]}
            page = self.ask("POST", "_search", _line(wanted | ({"search_after": after} if after else {})))
            try:
                found = page["hits"]["hits"]
            except (KeyError, TypeError) as error:
                raise OutputError(f"{self.shown} {_NO_SERVER}") from error
            yield from ((hit["_id"], hit["_source"].get("hash", "")) for hit in found)
            if len(found) < _PAGE:
                return
            after = found[-1]["sort"]

    def ask(
        self, method: str, path: str, data: bytes | None = None, kind: str = "application/json",
        *, missing: Mapping[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        """The answer to a request. A server that is busy or not there is asked again, a few times."""
        url = f"{self._base}/{path}" if path else self._base
        for attempt in range(_TRIES):
            request = urllib.request.Request(  # noqa: S310  # the user named the server
                url, data, {"Content-Type": kind, **self._headers}, method=method
            )
            try:
                with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
                    told = answer.read() or b"{}"
                    return json.loads(told)
            except urllib.error.HTTPError as error:
                with error:
                    refusal = error.read(2000).decode("utf-8", "replace")
                if error.code == 404 and missing is not None:
                    return missing
                if error.code not in (429, 502, 503, 504):
                    raise OutputError(f"{self.shown} refuses ({error.code}: {refusal[:300]})") from error
                why = f"{error.code}"
            except ValueError as error:
                raise OutputError(f"{self.shown} {_NO_SERVER} ({told[:100]!r})") from error
            except (urllib.error.URLError, OSError) as error:
                why = str(getattr(error, "reason", error))
            if attempt + 1 < _TRIES:
                time.sleep(_WAIT * 2**attempt)
        raise OutputError(
            f"{self.shown} cannot be reached ({why}); what was sent stays: give the same command again to go on"
        )

"""Pages in web archives (WARC, WET)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from framing.read.decode import decoded, file_errors, open_bytes
from framing.read.files import Source
from framing.read.pages import markup_items
from framing.read.record import Item, Record, UnusableError
from framing.read.texts import About
from framing.values import Problem

__all__ = ["read_warc"]

_LARGEST = 1 << 25
"""Bytes of a page that is read."""
_HEADER = re.compile(rb"(?P<name>[!-9;-~]+):[ \t]*(?P<value>.*)")


def read_warc(source: Source) -> Iterator[Item]:
    """The articles of the pages in a web archive, and texts of a WET file. Pictures and the like are passed over.

    The address is the record's; the day of the crawl, which is not the article's, stays in ``extra["crawled"]``.
    """
    number = 0
    with file_errors(), open_bytes(source) as stream:
        for headers, body in _records(stream):
            kind = headers.get("warc-type", "")
            url = headers.get("warc-target-uri", "").strip("<>")
            extra = {"crawled": headers.get("warc-date", "")[:10]}
            page = _page(kind, headers, body)
            if page is None:
                continue
            number += 1
            item, key = f"{source.name} {url}", f"{source.key}-{number}"
            if isinstance(page, str):
                yield Problem(item, page)
                continue
            try:
                if kind == "conversion":
                    yield Record(item, decoded(page)[0], key, {"url": url}, extra)
                else:
                    yield from markup_items(page, item, key, About({"url": url}, extra))
            except UnusableError as e:
                yield Problem(item, str(e))
    if number == 0:
        raise UnusableError("no page in this web archive")


def _records(stream: BinaryIO) -> Iterator[tuple[dict[str, str], bytes]]:
    """Header fields and content of the records; a content too large is empty."""
    first = True
    while True:
        line = stream.readline(1 << 12)
        if not line:
            return
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            if first:
                raise UnusableError("not a web archive: it does not begin with WARC/1.0")
            raise UnusableError("damaged web archive: a record does not begin where the one before ends; copy it again")
        first = False
        headers = _fields(stream)
        try:
            length = int(headers.get("content-length", ""))
        except ValueError as e:
            raise UnusableError("damaged web archive: a record without a length") from e
        wanted = min(length, _LARGEST)
        body = stream.read(wanted)
        left = length - wanted
        while left > 0 and (skipped := stream.read(min(left, _LARGEST))):
            left -= len(skipped)
        yield headers, body if length <= _LARGEST else b""


def _fields(stream: BinaryIO) -> dict[str, str]:
    fields: dict[str, str] = {}
    while line := stream.readline(1 << 16).rstrip(b"\r\n"):
        match = _HEADER.match(line)
        if match:
            fields[match["name"].decode("ascii", "replace").casefold()] = (
                match["value"].decode("utf-8", "replace").strip()
            )
    return fields


def _page(kind: str, headers: Mapping[str, str], body: bytes) -> bytes | str | None:
    """A page's markup, or its text in a WET file; why it cannot be had; None where the record is none."""
    if kind == "conversion":
        return body
    if kind == "resource":
        return body if "html" in headers.get("content-type", "") else None
    if kind != "response" or "http" not in headers.get("content-type", "http"):
        return None
    head, _, content = body.partition(b"\r\n\r\n")
    status, _, lines = head.partition(b"\r\n")
    http = {
        m["name"].decode("ascii", "replace").casefold(): m["value"].decode("latin-1").strip()
        for m in (_HEADER.match(line) for line in lines.split(b"\r\n"))
        if m
    }
    if "html" not in http.get("content-type", "").casefold():
        return None
    if not re.match(rb"HTTP/[\d.]+ 200", status):
        return f"the server did not give the page ({status.decode('latin-1')[:40]})"
    if "chunked" in http.get("transfer-encoding", "").casefold():
        content = _unchunked(content)
    encoding = http.get("content-encoding", "").casefold()
    try:
        if encoding in ("gzip", "x-gzip"):
            content = _limited(zlib.decompressobj(31), content)
        elif encoding == "deflate":
            content = _limited(zlib.decompressobj(), content)
        elif encoding not in ("", "identity") and b"<" not in content[:200]:
            return f"packed as {encoding!r}, which is not read; write the archive without compression of pages"
    except zlib.error as e:
        return f"its content cannot be unpacked ({e})"
    return content


def _limited(unpacker: zlib._Decompress, content: bytes) -> bytes:
    return unpacker.decompress(content, _LARGEST)


def _unchunked(content: bytes) -> bytes:
    """Content that was sent in chunks, as one; as it is where it is not so written."""
    parts: list[bytes] = []
    rest = content
    while rest:
        size, found, rest = rest.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            return content if not parts else b"".join(parts)
        if not found or length == 0:
            break
        parts.append(rest[:length])
        rest = rest[length:].removeprefix(b"\r\n")
    return b"".join(parts)

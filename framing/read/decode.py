"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO, cast

from framing.read.files import FREE, RATIO, Source
from framing.read.record import UnusableError
from framing.values import Problem
from framing.wording import number

__all__ = [
    "Encoding", "Unpacked", "decoded", "encoding_of", "file_errors", "open_bytes", "open_text", "read_bytes",
    "text_codec",
]  # fmt: skip

LARGEST = 1 << 29
"""Bytes of the largest file that is one article: a thousand novels. A larger one is something else."""
_MIXED = "framing-mixed"
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x1f\x8b": "gzip data; give it the ending .gz",
    b"PAR1": "a Parquet file; give it the ending .parquet",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "an RTF document; save it as .txt",
}
# Ordered by how likely they are for English prose: a tie goes to the first.
_CANDIDATES = (
    *("cp1252", "mac_roman", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("shift_jis", "gb18030", "big5", "euc_jp", "euc_kr"),
)
_PRINTING = bytes(b for b in range(256) if b >= 32 or b in b"\t\n\r\v\f\x1a\x1b")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding for :func:`open`; ``note`` says so where it had to be guessed."""

    name: str
    errors: str = "strict"
    note: str | None = None

    def problem(self, item: str) -> list[Problem]:
        """The note as a problem of ``item``, if there is one."""
        return [Problem(item, self.note, skipped=False)] if self.note else []


_DAMAGED = Encoding("utf-8-sig", _MIXED, "UTF-8 with damaged characters, which are shown as \ufffd")
_TWO = Encoding(
    "utf-8-sig",
    _MIXED,
    "two encodings in one file: read as UTF-8, and where it is none as windows-1252; save it as UTF-8 if letters look "
    "wrong",
)


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Error handler for UTF-8: a byte that is none, and is a likely character of windows-1252, is that one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, at, end = error.object, error.start, error.end
    before, after = data[at - 1 : at], data[at + 1 : at + 2]
    alone = end == at + 1 and before < b"\x80" and after < b"\x80"
    if alone and _likely(data[at], before, after):
        return data[at:end].decode("cp1252"), end
    return "\ufffd", end


_MARKS = frozenset(b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xa7\xa9\xab\xae\xb0\xb4\xb7\xbb\xbc\xbd\xbe")
"""Quotation marks, dashes, pounds, degrees … of windows-1252."""


def _likely(byte: int, before: bytes, after: bytes) -> bool:
    if byte < 0xC0:
        return byte in _MARKS
    if byte < 0xDF:  # a capital
        return after.isalpha() and not before.islower()
    return before.isalpha() or after.isalpha()


codecs.register_error(_MIXED, _windows_1252)


def encoding_of(chunks: Iterable[bytes]) -> Encoding:
    r"""Encoding of a text: UTF-8, what a byte order mark says, or the likeliest single-byte or East Asian one.

    Raises :class:`UnusableError` where it is not text.

    >>> encoding_of(["Caf\u00e9".encode()])
    Encoding(name='utf-8-sig', errors='strict', note=None)
    >>> encoding_of(["The minister\u2019s reply".encode("cp1252")]).name
    'cp1252'
    """
    chunks = iter(chunks)
    head = next(chunks, b"")
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise UnusableError(f"binary, not text: {what}")
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    if marked in ("utf-16", "utf-32"):
        return Encoding(marked, "replace")
    bare = _bare_utf16(head[:_SAMPLE])
    if bare:
        return Encoding(bare, "replace", f"no byte order mark: read as {bare.upper()}")

    if len(head) > 1000 and len(head.translate(None, _PRINTING)) > len(head) / 2:
        raise UnusableError("binary, not text; save it as a text file in UTF-8")
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    sample = bytearray()
    size = control = 0
    while head:
        size += len(head)
        control += len(head.translate(None, _PRINTING))
        if len(sample) < _SAMPLE and not head.isascii():
            sample += _beyond_ascii(head)[:_SAMPLE]
        following = next(chunks, b"")
        if decoder is not None:
            try:
                decoder.decode(head, final=not following)
            except UnicodeDecodeError:
                decoder = None
        head = following
    if control > max(size / 100, min(8, size / 5)):
        raise UnusableError("binary, not text; save it as a text file in UTF-8")
    if decoder is not None:
        return Encoding("utf-8-sig")
    return _DAMAGED if marked == "utf-8-sig" else _guess(bytes(sample))


def _beyond_ascii(data: bytes) -> bytes:
    """The lines, or stretches of long ones, that say something about the encoding."""
    found = ((line, match.start()) for line in data.split(b"\n") if (match := _HIGH.search(line)))
    return b"\n".join(line[max(0, i - 100) : i + 4000] for line, i in found) + b"\n"


def _bare_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: in English every second byte is nought, and the others are printing ones."""
    if len(head) < 8 or len(head.translate(None, _PRINTING)) > 0.6 * len(head):
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if min(even, odd) > 0.02 or max(even, odd) < 0.7:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(sample: bytes) -> Encoding:
    as_utf8 = sample.decode("utf-8", "replace")
    damaged = as_utf8.count("\ufffd")
    sound = sum(c > "\x7f" for c in as_utf8) - damaged
    left = sample.decode("utf-8", _MIXED).count("\ufffd")
    if sound and left < damaged / 10:
        return _TWO
    if sound >= damaged:
        return _DAMAGED

    from charset_normalizer import from_bytes  # only for the few files that need it

    matches = from_bytes(sample, cp_isolation=list(_CANDIDATES))
    ranked = sorted(
        (match.chaos, _CANDIDATES.index(name))
        for match in matches
        for name in {match.encoding, *match.could_be_from_charset} & set(_CANDIDATES)
    )
    if not ranked:
        raise UnusableError("binary or in an unknown encoding; save it as a text file in UTF-8")
    name = _CANDIDATES[ranked[0][1]]
    shown = name.replace("cp125", "windows-125").replace("_", "-")
    return Encoding(name, "replace", f"not UTF-8: read as {shown}; save it as UTF-8 if letters look wrong")


def decoded(data: bytes) -> tuple[str, Encoding]:
    """Text of a whole file, line ends untouched, without its byte order mark."""
    encoding = encoding_of([data[i : i + _CHUNK] for i in range(0, len(data), _CHUNK)])
    return data.decode(encoding.name, encoding.errors).lstrip("\ufeff"), encoding


_NO_TEXT = {"unicode-escape", "raw-unicode-escape", "utf-7", "punycode", "idna"}
"""Encodings of Python in which nobody writes a text."""


def text_codec(label: str) -> str | None:
    r"""Python's name of the encoding that a page or a header declares, or None where it is none of text.

    >>> text_codec("latin1"), text_codec("undefined"), text_codec("hex"), text_codec("no\0such")
    ('iso8859-1', None, None, None)
    """
    try:
        name = codecs.lookup(label.strip()).name
        if name.replace("_", "-") in _NO_TEXT:
            return None
        # hex, rot13, zip, idna, undefined … are codecs, too.
        sound = "Ab 1".encode(name).decode(name) == "Ab 1" and isinstance(b"\xff\xfe\x80".decode(name, "replace"), str)
    except (LookupError, ValueError, TypeError, AssertionError, OSError, zlib.error):
        return None
    return name if sound else None


@contextmanager
def file_errors() -> Iterator[None]:
    """Turns a file system's and a decompressor's errors into :class:`UnusableError`."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as e:
        raise UnusableError(f"damaged gzip file ({e}); copy or compress it again") from e
    except OSError as e:
        raise UnusableError(f"cannot be read: {e.strerror or e}") from e


class Unpacked(io.RawIOBase):
    """What a packed stream unpacks to, as long as that is not absurdly more than the ``packed`` bytes.

    Reading on raises :class:`UnusableError` where it is: a few kilobytes can be made to fill any memory.
    """

    def __init__(self, stream: BinaryIO, packed: int) -> None:
        self._stream = stream
        self._most = max(FREE, RATIO * packed)
        self._seen = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as there is something left."""
        data = self._stream.read(len(buffer))
        self._seen += len(data)
        if self._seen > self._most:
            raise UnusableError(
                f"unpacks to more than {number(self._most)} bytes, {RATIO} times its size or more, and is not read; if "
                "it is what it should be, unpack it and name the unpacked file"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the packed stream, too."""
        self._stream.close()
        super().close()


def open_bytes(source: Source) -> BinaryIO:
    """A file's bytes as a stream, unpacked."""
    if source.member:
        return _open_member(source)
    if not source.gzipped:
        return source.path.open("rb")
    packed = cast("BinaryIO", gzip.open(source.path, "rb"))  # noqa: SIM115 - closed with what it is wrapped in
    return _guarded(packed, source.path.stat().st_size)


def _guarded(packed: BinaryIO, size: int) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(Unpacked(packed, size), _CHUNK))


def _open_member(source: Source) -> BinaryIO:
    try:
        with zipfile.ZipFile(source.path) as archive:
            entry = archive.getinfo(source.member)
            stream = _guarded(cast("BinaryIO", archive.open(entry)), entry.compress_size)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as e:
        raise UnusableError(f"cannot be unpacked ({e}); pack the archive again") from e
    return _guarded(cast("BinaryIO", gzip.open(stream, "rb")), entry.compress_size) if source.gzipped else stream


def read_bytes(source: Source) -> bytes:
    """Contents of a file that is one article, unpacked."""
    with file_errors(), open_bytes(source) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnusableError(f"more than {number(LARGEST)} bytes are no article; name a table .csv, .tsv or .jsonl")
    return data


def open_text(source: Source) -> tuple[TextIO, Encoding]:
    """Text stream over a file of any size, line ends untouched. The file is gone through once for its encoding."""
    with file_errors():
        with open_bytes(source) as stream:
            encoding = encoding_of(iter(lambda: stream.read(_CHUNK), b""))
        return io.TextIOWrapper(open_bytes(source), encoding.name, encoding.errors, newline=""), encoding

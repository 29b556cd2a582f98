"""Coding sheets as CSV and as XLSX, written and read back.

The XLSX is written by hand: a handful of small XML files in a zip, with the time stamps fixed, so
that the same sample gives the same bytes. What comes back from a spreadsheet program is read, too.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pandas as pd

from framing.errors import InputError, OutputError

__all__ = ["MARKS", "read_sheet", "write_sheet"]

MARKS = ("»", "«")
"""Set around the highlighted words in a CSV; in an XLSX they are bold."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="coding" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_UNPACKED = 200_000_000


def write_sheet(sheet: pd.DataFrame, path: str | Path) -> None:
    """Write a coding sheet as ``.csv`` or ``.xlsx``.

    Raises an :class:`~framing.errors.OutputError`: another ending, or a place that cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise OutputError(f"{path}: coding sheets are written as .csv or .xlsx.")
    try:
        if kind == ".csv":
            # The mark at the head makes spreadsheet programs read the file as UTF-8.
            path.write_text(sheet.to_csv(index=False, lineterminator="\r\n"), encoding="utf-8-sig", newline="")
        else:
            path.write_bytes(_workbook(sheet))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}).") from None


def _workbook(sheet: pd.DataFrame) -> bytes:
    rows = [list(sheet.columns), *sheet.astype("object").where(sheet.notna(), None).to_numpy().tolist()]
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{80 if name == "text" else 16}" customWidth="1"/>'
        for i, name in enumerate(sheet.columns, start=1)
    )
    body = "".join(
        f'<row r="{r}">{"".join(_cell(v, f"{_letters(c)}{r}") for c, v in enumerate(row, start=1))}</row>'
        for r, row in enumerate(rows, start=1)
    )
    xml = f'<worksheet xmlns="{_MAIN}"><cols>{widths}</cols><sheetData>{body}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": xml}.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _XML + content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _letters(column: int) -> str:
    """Name of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cell(value: object, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    parts = re.split(f"{MARKS[0]}(.*?){MARKS[1]}", _ILLEGAL.sub("", str(value)), flags=re.DOTALL)
    runs = "".join(
        f'<r>{"<rPr><b/></rPr>" if i % 2 else ""}<t xml:space="preserve">{escape(part)}</t></r>'
        for i, part in enumerate(parts)
        if part
    )
    return f'<c r="{place}" t="inlineStr"><is>{runs}</is></c>' if runs else ""


def read_sheet(path: str | Path) -> pd.DataFrame:
    """Read a coding sheet back, all cells as text, empty ones missing.

    Raises an :class:`~framing.errors.InputError`: missing, another ending, or damaged.
    """
    path = Path(path)
    try:
        if path.suffix.lower() == ".csv":
            head = path.read_text(encoding="utf-8-sig").split("\n", 1)[0]
            return pd.read_csv(
                path, dtype="str", encoding="utf-8-sig", sep=";" if head.count(";") > head.count(",") else ","
            )
        if path.suffix.lower() == ".xlsx":
            return _read_workbook(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except (
        UnicodeDecodeError,
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
        zipfile.BadZipFile,
        KeyError,
        ET.ParseError,
    ):
        raise InputError(f"{path}: damaged or not a coding sheet; save it again as .csv (UTF-8) or .xlsx.") from None
    raise InputError(f"{path}: coding sheets are read from .csv or .xlsx.")


def _read_workbook(path: Path) -> pd.DataFrame:
    with zipfile.ZipFile(path) as file:
        if sum(i.file_size for i in file.infolist()) > _MOST_UNPACKED:
            raise InputError(f"{path}: too big for a coding sheet.")
        shared: list[str] = []
        if "xl/sharedStrings.xml" in file.namelist():
            strings = _parse(file.read("xl/sharedStrings.xml"), path)
            shared = ["".join(t.text or "" for t in s.iter(f"{{{_MAIN}}}t")) for s in strings]
        names = sorted(n for n in file.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))
        root = _parse(file.read(names[0] if names else "xl/worksheets/sheet1.xml"), path)
    rows = []
    for row in root.iter(f"{{{_MAIN}}}row"):
        cells: dict[int, str] = {}
        for i, cell in enumerate(row):
            letters = re.match("[A-Z]+", cell.get("r", ""))
            cells[_number(letters[0]) if letters else i + 1] = _value(cell, shared)
        rows.append(cells)
    if not rows:
        raise InputError(f"{path}: the first sheet is empty.")
    header = rows[0]
    data = [{header[c]: row.get(c) or None for c in header} for row in rows[1:]]
    return pd.DataFrame(data, columns=list(header.values()), dtype="str")


def _parse(raw: bytes, path: Path) -> ET.Element:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise InputError(f"{path}: a workbook with a DTD is not read.")
    return ET.fromstring(raw)  # noqa: S314 - no DTD, so no entities


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _value(cell: ET.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{{{_MAIN}}}t"))
    found = cell.find(f"{{{_MAIN}}}v")
    text = (found.text or "") if found is not None else ""
    return shared[int(text)] if cell.get("t") == "s" and text else text

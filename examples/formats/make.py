"""Write the samples of this folder: ``python examples/formats/make.py``.

Two invented articles in every form that is read (docs/formats.md). The texts of exports are laid out as the databases write
them; no word of them is from one. Written the same every time.
"""

from __future__ import annotations

import gzip
import io
import json
import textwrap
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Told:
    """An article: what every form of it says."""

    number: int
    title: str
    outlet: str
    byline: str
    year: int
    month: int
    day: int
    weekday: str
    text: tuple[str, ...]

    @property
    def iso(self) -> str:
        """Day as 2010-03-05."""
        return f"{self.year}-{self.month:02}-{self.day:02}"

    @property
    def us(self) -> str:
        """Day as March 5, 2010."""
        return f"{MONTHS[self.month - 1]} {self.day}, {self.year}"

    @property
    def uk(self) -> str:
        """Day as 5 March 2010."""
        return f"{self.day} {MONTHS[self.month - 1]} {self.year}"

    @property
    def url(self) -> str:
        """An address that leads nowhere."""
        return f"https://www.{self.outlet.lower().replace('the ', '').replace(' ', '-')}.example/news/{self.number}"

    @property
    def factiva(self) -> str:
        """A number such as Factiva's."""
        return f"NORH0000{self.year}{self.month:02}{self.day:02}e6350000{'abc'[self.number]}"


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ARTICLES = (
    Told(
        1,
        "Bridge falls in flood and cuts off town",
        "The Norden Herald",
        "Jo Hale",
        2010,
        3,
        5,
        "Friday",
        (
            "The river town of Norden woke on Friday to find its only bridge gone. The flood had taken it during the night, "
            "and with it the road to the hospital.",
            "“Nobody was hurt, and that is what counts,” Mayor Sofia Lund said at the water’s edge. “We closed it an hour "
            "before it fell.”",
            "Engineer Paul Osei, who looked at the piers in January, said he had warned the council twice. “They told me "
            "there was no money for it,” Osei said.",
            "The council denied that. Its spokeswoman, Clara Nkem, said every report had been read and that work was planned "
            "for the summer.",
        ),
    ),
    Told(
        2,
        "Ferry pilots call off their strike",
        "Halden Post",
        "Mia Vance",
        2010,
        3,
        16,
        "Tuesday",
        (
            "The pilots of the Halden ferries will sail again on Wednesday, their union said, after two days in which nobody "
            "crossed the sound.",
            "“We have what we asked for,” said Tom Reyes, who leads the union. He said the company would pay for every hour "
            "that a ferry waits in port.",
            "The company said it had given way on nothing that costs money. Its director, Lena Brandt, called the talks "
            "“long and honest” and thanked the mediators.",
            "Travellers on the quay were less kind. “Two days without work, and nobody asked us,” said Ivo Petrov, a "
            "fishmonger.",
        ),
    ),
)


def lexis() -> str:
    """LexisNexis, text as it was delivered until 2019."""
    parts = [_request()]
    for a in ARTICLES:
        parts.append(
            f"{f'{a.number} of {len(ARTICLES)} DOCUMENTS':^77}".rstrip()
            + "\n\n\n"
            + f"{a.outlet:^77}".rstrip()
            + "\n\n"
            + f"{f'{a.us} {a.weekday}':^77}".rstrip()
            + "\n"
            + f"{'Late Edition - Final':^77}".rstrip()
            + f"\n\n{a.title}\n\nBYLINE: {a.byline}\n\nSECTION: NEWS; Pg. 1\n\nLENGTH: 97 words\n\n\n"
            + "\n\n".join(textwrap.fill(p, 78) for p in a.text)
            + f"\n\nLOAD-DATE: March 17, 2010\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: The river at {a.outlet.split()[-2]}.\n\n"
            + "PUBLICATION-TYPE: Newspaper\n\n\n"
            + f"{f'Copyright 2010 {a.outlet} Media Ltd':^77}".rstrip()
            + "\n"
            + f"{'All Rights Reserved':^77}".rstrip()
            + "\n\n\n"
        )
    return "\n".join(parts)


def _request() -> str:
    return (
        "\n\nDownload Request: Selected Items: 1-2\nTime Of Request: Friday, March 19, 2010  16:51:31\n\nSend To:\n\nTERMS: "
        "(bridge) or (ferry)\n\nSource: All English Language News\nProject ID: None\n\n\n"
    )


def lexis_other() -> str:
    """LexisNexis with "Document 1 of 2", notices of rights above the date, as from Nexis UK."""
    return "\n".join(
        f"Document {a.number} of {len(ARTICLES)}\n\n\n{a.outlet}\n\nCopyright 2010 {a.outlet} Media Limited\n"
        f"All Rights Reserved\n\n{a.uk} {a.weekday} 11:18 AM GMT\n\n{a.title}\n\nBYLINE: {a.byline}\n\nLENGTH: 97 words\n\n"
        "DATELINE: NORDEN\n\n" + "\n\n".join(a.text) + "\n\nLOAD-DATE: 17 March 2010\n\nLANGUAGE: English\n\n\n"
        for a in ARTICLES
    )


def uni_lines(cover: bool = True) -> list[str]:
    """Nexis Uni, line by line, as in its DOCX and RTF files."""
    lines = []
    if cover:
        lines = ["User Name: A Reader", "Date and Time: Friday, March 19, 2010 4:51:00 PM GMT", "Job Number: 101"]
        lines += [f"Documents ({len(ARTICLES)})", *(f"{a.number}. {a.title}" for a in ARTICLES)]
        lines += ["Client/Matter: -None-", "Search Terms: bridge or ferry", "Search Type: Terms and Connectors"]
    for a in ARTICLES:
        lines += ["", "Page 1 of 2", a.title, "", a.title, a.outlet, f"{a.us} {a.weekday}", ""]
        lines += [
            f"Copyright 2010 {a.outlet} Media Ltd All Rights Reserved",
            "",
            "Section: NEWS; Pg. 1",
            "Length: 97 words",
        ]
        lines += [f"Byline: {a.byline}", "Body", ""]
        for i, paragraph in enumerate(a.text):
            lines += [paragraph, "", *(["Page 2 of 2", a.title, ""] if i == 1 else [])]
        lines += ["Graphic", " ", "The river in flood.", "Classification", "", "Language: ENGLISH"]
        lines += ["Publication-Type: Newspaper", "Subject: FLOODS (90%)", "Load-Date: March 17, 2010", "", ""]
        lines += ["End of Document", ""]
    return lines


def factiva() -> str:
    """Factiva, text as displayed."""
    parts = []
    for a in ARTICLES:
        head = f"News\n{a.title}\n\nBy {a.byline}\n97 words\n{a.uk}\n06:22\n{a.outlet}\nNORH\n1\nEnglish\n"
        head = head.removeprefix("News\n") + f"Copyright 2010 {a.outlet} Media Ltd. All rights reserved.\n\n"
        parts.append(head + "\n\n".join(a.text) + f"\n\nDocument {a.factiva}\n\n\n")
    return (
        "".join(parts)
        + "Search Summary\nText\tbridge or ferry\nDate\tAll Dates\n\n© 2010 Factiva, Inc. All rights reserved.\n"
    )


def factiva_coded_lines() -> list[str]:
    """Factiva with codes, "Full Article plus Indexing", as in its RTF files."""
    lines = []
    for a in ARTICLES:
        lines += [f"HD\t{a.title}", f"BY\tBy {a.byline}", "WC\t97 words", f"PD\t{a.uk}", "ET\t06:22", f"SN\t{a.outlet}"]
        lines += [
            "SC\tNORH",
            "PG\t1",
            "LA\tEnglish",
            f"CY\tCopyright 2010 {a.outlet} Media Ltd. All rights reserved.",
            "",
        ]
        lines += [f"LP\t{a.text[0]}", "", a.text[1], "", f"TD\t{a.text[2]}", "", a.text[3], ""]
        lines += ["NS\tgflood : Floods | gcat : Political/General News", "RE\teurz : Europe", "PUB\tNorden Media Ltd"]
        lines += [f"AN\tDocument {a.factiva}", ""]
    return lines


def factiva_page() -> str:
    """Factiva, page saved from the browser."""
    articles = []
    for a in ARTICLES:
        paragraphs = "".join(f'<p class="articleParagraph enarticleParagraph">{escape(p)}</p>' for p in a.text)
        articles.append(
            f'<div class="article enArticle"><div id="hd"><span class="enHeadline"> {escape(a.title)} </span></div>'
            f'<div class="author">By {a.byline}</div><div>97 words</div><div>{a.uk}</div><div>06:22</div><div>{a.outlet}</div>'
            f"<div>NORH</div><div>English</div><div>Copyright 2010 {a.outlet} Media Ltd. All rights reserved.&nbsp;</div>"
            f"{paragraphs}<p>Document {a.factiva}</p></div><br/>"
        )
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>Factiva</title></head><body>'
        + "".join(articles)
        + "</body></html>"
    )


def europresse() -> str:
    """Europresse, page in French dress."""
    articles = []
    for a in ARTICLES:
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in a.text)
        articles.append(
            f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{a.outlet}, no. 2012'
            f'</span></div><div><span class="DocHeader">Nouvelles, {FRENCH[a.weekday]} {a.day} mars {a.year} - p. 3</span>'
            f'</div><div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{a.title}</p>'
            f'</div><div class="docAuthors">{a.byline}</div></header><section><div class="DocText clearfix">'
            f'<div class="docOcurrContainer">{paragraphs}</div></div></section><footer><div class="publiC-lblNodoc">'
            f"news·{a.iso.replace('-', '')}·NH·{a.number:04}</div><p>Tous droits réservés</p></footer></article>"
        )
    return f"<html><head><meta charset='utf-8'><title>Europresse</title></head><body>{''.join(articles)}</body></html>"


FRENCH = {"Friday": "vendredi", "Tuesday": "mardi"}


def proquest() -> str:
    """ProQuest, text."""
    rule = "_" * 60
    parts = []
    for a in ARTICLES:
        last = " ".join(reversed(a.byline.split(" "))).replace(" ", ", ")
        parts.append(
            f"\n{a.title}\n\nAuthor: {a.byline}\n\nPublication info: {a.outlet} ; Norden [Norden]{a.day:02} Mar {a.year}: A.1.\n\n"
            f"https://www.proquest.example/docview/20{a.number}\n\nAbstract: A flood and a ferry.\n\nLinks: \n\n"
            "Full text: "
            + "\n\n".join(a.text)
            + f"\n\nCredit: By {a.byline}\n\nSubject: Floods; Ferries\n\nLocation: Norden\n\n"
            f"Title: {a.title}\n\nPublication title: {a.outlet}; Norden\n\nPages: A.1\n\nPublication year: {a.year}\n\n"
            f"Publication date: Mar {a.day}, {a.year}\n\nSection: News\n\nPublisher: Norden Media Ltd\n\n"
            "Source type: Newspapers\n\nLanguage of publication: English\n\nDocument type: News\n\n"
            f"ProQuest document ID: 20{a.number}\n\nDocument URL: {a.url}\n\nCopyright: Copyright Norden Media Ltd {last}\n\n"
            "Last updated: 2010-03-17\n\nDatabase: Global Newsstream\n"
        )
    contact = "\nContact us at: http://www.proquest.example/go/contact\n\nDatabase copyright © 2010 ProQuest LLC. All rights reserved.\n"
    return rule + "\n" + f"\n{rule}\n".join(parts) + f"\n{rule}\n{contact}"


def ris(provider: str) -> str:
    """RIS with full texts."""
    parts = []
    for a in ARTICLES:
        tags = [("TY", "NEWS"), ("TI" if provider == "ProQuest" else "T1", a.title), ("AU", a.byline)]
        if provider == "ProQuest":
            tags += [
                ("T2", a.outlet),
                ("Y1", f"{a.year}/{a.month:02}/{a.day:02}/"),
                ("PY", str(a.year)),
                ("LA", "English"),
            ]
            tags += [("N2", "\n\n".join(a.text)), ("AB", "In short."), ("AN", f"20{a.number}")]
        else:
            tags += [("JF", a.outlet), ("PY", str(a.year)), ("DA", f"{a.year}/{a.month:02}/{a.day:02}")]
            tags += [("N2", "\n\n".join(a.text)), ("AB", "In short."), ("ID", f"4812{a.number}")]
        tags += [("UR", a.url), ("DB", "Global Newsstream" if provider == "ProQuest" else "Newspaper Source")]
        parts.append("\r\n".join(f"{tag}  - {value}" for tag, value in tags) + "\r\nER  - \r\n\r\n")
    return "".join(parts)


def ebsco() -> str:
    """EBSCO, text."""
    return "\n\n".join(
        f"Record: {a.number}\n Title:\t{a.title}.\n Authors:\t{a.byline}\n Source:\t{a.outlet} (Norden), "
        f"{a.month:02}/{a.day:02}/{a.year}, p1\n Document Type:\tArticle\n Subject Terms:\tFLOODS\n Full Text Word Count:\t97\n"
        f" Accession Number:\t4812{a.number}\n Database:\tNewspaper Source Plus\n\nSection: News\n\n{a.title}\n\n"
        + "\n\n".join(a.text)
        + f"\n\n~~~~~~~~\nBy {a.byline}\n\nCopyright of {a.outlet} is the property of Norden Media Ltd and its content may not be "
        "copied.\n"
        for a in ARTICLES
    )


def newsbank() -> str:
    """NewsBank (Access World News), text."""
    parts = []
    for a in ARTICLES:
        outlet = f"{a.outlet.removeprefix('The ')}, The" if a.outlet.startswith("The ") else a.outlet
        parts.append(
            f"{a.title}\n\n{outlet} (Norden, CT) - {a.us}\n\nAuthor/Byline: {a.byline} \nEdition: Final \nSection: News \n"
            f"Page: A1 \nRecord Number: 0012{a.number}\nOpenURL Link: {a.url}\n\n"
            + "\n\n".join(a.text)
            + f"\n\nCopyright (c) 2010 {a.outlet} Media Ltd\n"
        )
    return "\n\n".join(parts)


def rows() -> list[dict[str, str]]:
    """The articles as rows of this project's own columns."""
    return [
        {"id": f"n{a.number}", "title": a.title, "outlet": a.outlet, "date": a.iso, "byline": a.byline, "url": a.url}
        | {"text": "\n\n".join(a.text)}
        for a in ARTICLES
    ]


def renamed(**names: str) -> list[dict[str, str]]:
    """The rows under other names (``new="old"``), in this order."""
    return [{new: row[old] for new, old in names.items()} for row in rows()]


def table(found: Sequence[dict[str, str]], delimiter: str = ",") -> str:
    """Rows as CSV."""
    lines = [list(found[0]), *(list(row.values()) for row in found)]
    return "".join(delimiter.join('"' + c.replace('"', '""') + '"' for c in line) + "\r\n" for line in lines)


def lines_of(found: Sequence[dict[str, object]]) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def dump(value: object) -> str:
    """JSON as programs write it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def page(a: Told) -> str:
    """A page as an outlet puts it on the web."""
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in a.text)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{a.title}</title>"
        f"<meta property='og:site_name' content='{a.outlet}'><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='{a.iso}T06:22:00Z'><meta name='author' content='{a.byline}'><link rel='canonical' href='{a.url}'></head>"
        "<body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article>"
        f"<h1>{a.title}</h1>{paragraphs}</article><footer>© 2010 {a.outlet}</footer></body></html>"
    )


def text_file(a: Told) -> str:
    """Text with front matter."""
    return (
        f"---\ntitle: {a.title}\noutlet: {a.outlet}\ndate: {a.iso}\nbyline: {a.byline}\n---\n"
        + "\n\n".join(a.text)
        + "\n"
    )


def docx(lines: Sequence[str]) -> bytes:
    """A Word document of these paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>'
    )
    return packed({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document})


def packed(files: dict[str, str | bytes]) -> bytes:
    """A ZIP archive, the same every time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2010, 3, 17, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def rtf(lines: Sequence[str]) -> bytes:
    """An RTF document of these paragraphs."""
    body = "".join(r"\pard\plain\f0\fs20 " + _escaped(line) + "\\par\n" for line in lines)
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0\green0\blue0;}" + "\n"
    head += r"{\*\generator A database;}{\info{\title Download}}" + "\n"
    return (head + body + "}").encode("ascii")


def _escaped(line: str) -> str:
    out = []
    for c in line:
        if c in "\\{}":
            out.append("\\" + c)
        elif c == "\t":
            out.append("\\tab ")
        elif c in "“”":
            out.append("\\'93" if c == "“" else "\\'94")
        else:
            out.append(c if c < "\x7f" else f"\\u{ord(c)}?")
    return "".join(out)


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with a text layer, from the paragraphs of its pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for i, page_lines in enumerate(pages):
        lines = [line for p in page_lines for line in textwrap.wrap(p, 78) or [""]]
        shown = b"".join(b"(" + _pdf(line) + b") Tj T*\n" for line in lines)
        stream = b"BT /F1 11 Tf 14 TL 60 760 Td\n" + shown + b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _pdf(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _split(lines: Sequence[str]) -> list[list[str]]:
    """Lines of a document as those of its pages."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("Page ") and pages[-1]:
            pages.append([])
        pages[-1].append(line)
    return pages


def xlsx(found: Sequence[dict[str, str]]) -> bytes:
    """An Excel workbook of one sheet."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = [list(found[0]), *(list(row.values()) for row in found)]
    cells = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(c)}</t></is></c>' for c in line)
        + "</row>"
        for line in lines
    )
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="'
            f'{kinds}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
            "</Types>",
            "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{space}" xmlns:r="{office}"><sheets><sheet name='
            '"Articles" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
            f'package/2006/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData>'
            "</worksheet>",
        }
    )


def warc() -> bytes:
    """A web archive, each record packed by itself, as crawlers write it."""
    records = [("warcinfo", "", "application/warc-fields", b"software: invented\r\n")]
    for a in ARTICLES:
        markup = page(a).encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup
        records.append(("request", a.url, "application/http;msgtype=request", b"GET / HTTP/1.1\r\n\r\n"))
        records.append(("response", a.url, "application/http;msgtype=response", http))
    out = b""
    for kind, url, media, body in records:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2010-03-17T00:00:00Z\r\n"
        head += f"WARC-Target-URI: {url}\r\n" if url else ""
        head += f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
        out += gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0)
    return out


def samples() -> dict[str, str | bytes]:
    """All files of this folder, by their names."""
    one, two = ARTICLES
    own = {"title": "title", "date": "date", "url": "url", "byline": "byline"}
    lists = [{**row, "authors": [row["byline"]]} for row in rows()]
    news_please = [
        {"authors": [r["byline"]], "date_download": "2010-03-17 00:00:00", "date_modify": None}
        | {"date_publish": f"{r['date']} 06:22:00", "description": "In short.", "filename": "n.json", "image_url": None}
        | {
            "language": "en",
            "localpath": None,
            "maintext": r["text"],
            "source_domain": r["outlet"],
            "title": r["title"],
        }
        | {"title_page": None, "title_rss": None, "url": r["url"]}
        for r in rows()
    ]
    trafilatura = [
        {
            "title": r["title"],
            "author": r["byline"],
            "hostname": "norden.example",
            "date": r["date"],
            "fingerprint": "6f0",
        }
        | {"id": None, "license": None, "comments": "", "raw_text": r["text"].replace("\n", " "), "text": r["text"]}
        | {"language": "en", "image": None, "pagetype": "article", "source": r["url"], "source-hostname": r["outlet"]}
        | {"excerpt": "In short.", "categories": "", "tags": ""}
        for r in rows()
    ]
    newspaper = [
        {"title": r["title"], "text": r["text"], "authors": r["authors"], "publish_date": f"{r['date']}T06:22:00"}
        | {
            "source_url": r["outlet"],
            "url": r["url"],
            "top_image": "",
            "keywords": [],
            "summary": "",
            "meta_lang": "en",
        }
        for r in lists
    ]
    gdelt = [
        {"url": r["url"], "url_mobile": "", "title": r["title"], "seendate": f"{r['date'].replace('-', '')}T062200Z"}
        | {
            "socialimage": "",
            "domain": r["outlet"],
            "language": "English",
            "sourcecountry": "Norway",
            "text": r["text"],
        }
        | {"byline": r["byline"]}
        for r in rows()
    ]
    newsapi = [
        {
            "source": {"id": None, "name": r["outlet"]},
            "author": r["byline"],
            "title": r["title"],
            "description": "In short.",
        }
        | {"url": r["url"], "publishedAt": f"{r['date']}T06:22:00Z", "content": r["text"]}
        for r in rows()
    ]
    guardian = [
        {"id": f"n/{i}", "webTitle": r["title"], "webPublicationDate": f"{r['date']}T06:22:00Z", "webUrl": r["url"]}
        | {"fields": {"bodyText": r["text"], "byline": r["byline"], "publication": r["outlet"]}}
        for i, r in enumerate(rows())
    ]
    media_cloud = [
        {**r, "media_name": r["outlet"], "publish_date": f"{r['date']} 06:22:00", "language": "en"} for r in rows()
    ]
    media_cloud = [{k: v for k, v in r.items() if k not in ("outlet", "date")} for r in media_cloud]
    elastic = [{"_id": r["id"], "_source": {k: v for k, v in r.items() if k != "id"}} for r in rows()]
    return {
        "lexisnexis.txt": lexis(),
        "lexisnexis_document_of.txt": lexis_other(),
        "nexis_uni.txt": "\n".join(uni_lines()),
        "nexis_uni.docx": docx(uni_lines()),
        "nexis_uni.rtf": rtf(uni_lines(cover=False)),
        "factiva.txt": factiva(),
        "factiva_codes.txt": "\n".join(factiva_coded_lines()),
        "factiva_codes.rtf": rtf(factiva_coded_lines()),
        "factiva.html": factiva_page(),
        "proquest.txt": proquest(),
        "proquest.ris": ris("ProQuest"),
        "ebsco.txt": ebsco(),
        "ebsco.ris": ris("EBSCO"),
        "newsbank.txt": newsbank(),
        "europresse.html": europresse(),
        "media_cloud.csv": table(media_cloud),
        "amcat.csv": table(
            renamed(ID="id", Headline="title", Medium="outlet", Date="date", URL="url", Text="text", Byline="byline")
        ),
        "amcat4.json": dump(
            {
                "meta": {"total": 2},
                "results": [
                    {**r, "_id": r["id"], "publisher": r["outlet"]}
                    for r in renamed(id="id", outlet="outlet", text="text", **own)
                ],
            }
        ),
        "gdelt.json": dump({"articles": gdelt}),
        "newspaper3k.json": dump(newspaper),
        "newspaper4k.jsonl": lines_of(newspaper),
        "news_please.json": dump(news_please),
        "trafilatura.jsonl": lines_of(trafilatura),
        "all_the_news.csv": table(
            renamed(
                id="id", title="title", publication="outlet", author="byline", date="date", url="url", content="text"
            )
        ),
        "news_api.json": dump({"status": "ok", "totalResults": 2, "articles": newsapi}),
        "guardian_api.json": dump({"response": {"status": "ok", "total": 2, "results": guardian}}),
        "elasticsearch.json": dump({"took": 3, "hits": {"total": {"value": 2}, "hits": elastic}}),
        "array.json": dump(rows()),
        "by_id.json": dump({r["id"]: {k: v for k, v in r.items() if k != "id"} for r in rows()}),
        "lines.json": lines_of(rows()),
        "own.jsonl": lines_of(rows()),
        "own.csv": table(rows()),
        "own.tsv": table(rows(), "\t"),
        "semicolons.csv": "sep=;\r\n" + table(rows(), ";"),
        "pages.zip": packed({"one.html": page(one), "two.html": page(two)}),
        "documents.zip": packed({"nexis.DOCX": docx(uni_lines())}),
        "texts.zip": packed({"one.txt": text_file(one), "two.md": text_file(two)}),
        "crawl.warc.gz": warc(),
        "page.html": page(one),
        "article.txt": text_file(one),
        "article.docx": docx(one.text),
        "article.rtf": rtf(one.text),
        "article.pdf": pdf([[line for p in one.text for line in (p, "")]]),
        "nexis_uni.pdf": pdf(_split(uni_lines(cover=False))),
        "own.xlsx": xlsx(rows()),
    }


if __name__ == "__main__":
    for name, content in samples().items():
        (HERE / name).write_bytes(content.encode() if isinstance(content, str) else content)

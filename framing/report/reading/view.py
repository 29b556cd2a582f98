"""The view as a value: shown in a notebook, or written as one page or a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from framing.errors import OutputError
from framing.report.reading.folder import INDEX, folder
from framing.report.reading.gather import gather
from framing.report.reading.page import fragment, page
from framing.report.reading.values import ONE_PAGE, Reading
from framing.statements import Statements
from framing.subject import Tables
from framing.values import Corpus
from framing.wording import amount
from framing.writing import write_file, write_folder

__all__ = ["View", "view"]

_MARK = "view.json"
_GENERATOR = "framing view"
_INLINE = 8
"""So many articles are shown in a notebook's cell."""
_PAGES = (".html", ".htm")


@dataclass(frozen=True, repr=False)
class View:
    """Every article whole, its voices marked. In a notebook it shows itself; ``write`` keeps it."""

    reading: Reading
    title: str

    def __repr__(self) -> str:
        return f"<View {self.title!r}: {self.size()}>"

    def size(self) -> str:
        """How much it shows: "2 articles, 49 statements"."""
        statements = sum(len(a.notes) for a in self.reading.articles)
        return f"{amount(len(self.reading.articles), 'article')}, {amount(statements, 'statement')}"

    def html(self) -> str:
        """One page with all articles, which needs nothing else."""
        return page(self.title, fragment(self.reading), lead=self.size())

    def files(self) -> dict[str, bytes]:
        """The pages of a folder, by name."""
        made = folder(self.reading, title=self.title, lead=self.size())
        return {**made, _MARK: json.dumps({"generator": _GENERATOR, "files": sorted(made)}, indent=1).encode()}

    def write(self, out: str | Path) -> Path:
        """Write one page where ``out`` ends in .html, else a folder, and return what to open.

        Raises an :class:`~framing.errors.OutputError`: the place cannot be written or holds something else, or there
        are more articles than one page has room for.
        """
        place = Path(out)
        if place.suffix.lower() in _PAGES:
            if len(self.reading.articles) > ONE_PAGE:
                many = amount(len(self.reading.articles), "article")
                raise OutputError(
                    f"{many} are more than one page has room for ({ONE_PAGE}); name a folder, such as "
                    f"{place.with_suffix('')}"
                )
            write_file(place, lambda path: path.write_text(self.html(), "utf-8", "replace"))
            return place
        write_folder(place, self.files(), is_ours=_is_ours, what="a reading view")
        return place / INDEX

    def _repr_html_(self) -> str:
        """The first articles in a frame that may run its own script and nothing else."""
        few = replace(self, reading=self.reading.first(_INLINE))
        rest = len(self.reading.articles) - len(few.reading.articles)
        more = f"<p>… and {amount(rest, 'more article', 'more articles')}: write(folder) keeps all</p>" if rest else ""
        return (
            f'<iframe title="{escape(self.title)}" sandbox="allow-scripts allow-downloads allow-modals" width="100%" '
            f'height="640" frameborder="0" srcdoc="{escape(few.html())}"></iframe>{more}'
        )


def view(subject: Statements | Tables, *, title: str | None = None) -> View:
    """The reading view of an analysis or of statements: ``framing.analyze(…).view()`` shows it in a notebook."""
    reading = gather(subject)
    return View(reading, title or _title(subject.corpus))


def _title(corpus: Corpus) -> str:
    outlets = sorted({a.outlet for a in corpus.counted if a.outlet})
    named = f" of {', '.join(outlets)}" if 0 < len(outlets) <= 3 else ""
    return f"{amount(len(corpus.counted), 'article')}{named}"


def _is_ours(folder_path: Path) -> frozenset[str] | None:
    """The files of a former view in a folder; None where there is none."""
    try:
        found = json.loads((folder_path / _MARK).read_text("utf-8"))
        if found["generator"] != _GENERATOR:
            return None
        return frozenset((*found["files"], _MARK))
    except (OSError, ValueError, KeyError, TypeError):
        return None

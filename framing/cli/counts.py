"""``framing counts``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, talk, write_file
from framing.cli.contrast import term_options
from framing.cli.options import run_options, statements_option
from framing.writing import csv_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["counts"]


@click.command()
@run_options
@statements_option
@click.option(
    "--by", default="outlet", show_default=True, help="What the groups are values of, as in framing contrast."
)
@click.option("--voices", multiple=True, help="Voices that count; repeatable. Default: quoted and paraphrase.")
@term_options
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File, .csv or .parquet, to write."
)
def counts(
    by: str,
    voices: tuple[str, ...],
    longest: int,
    forms: str,
    function_words: str,
    without_names: bool,
    classes: tuple[str, ...],
    out: Path,
    **options: Any,
) -> None:
    """How often each term is used in each article and group of INPUT: what a contrast needs, without the texts.

    For texts that may not leave their archive, and for stores of any size, which are gone through part by part.

    \b
    Examples:
      framing counts seeds/ --by speaker --out counts.csv
      framing contrast --counts counts.csv --between "Sergey Lavrov" "Steve Warren"
    """
    from framing.contrasts.counts import term_counts
    from framing.contrasts.forms import analyser_of, speaker_words
    from framing.whose import ATTRIBUTED

    if out.suffix not in (".csv", ".parquet"):
        raise click.UsageError(f"--out {out}: counts are written as .csv or .parquet")
    run = Run.of(options)
    found = run.extract()
    if forms == "lemmas" and found.stored is not None:
        raise click.UsageError("--form lemmas looks at all words at once, which a store does not hold: take stems")
    texts = found.frame()["content"] if forms == "lemmas" else ()
    analyser = analyser_of(
        texts, longest=longest, form=forms, classes=classes,
        left_out=speaker_words(found) if without_names else (), function_words=function_words != "left-out",
    )  # fmt: skip
    chosen = voices or ATTRIBUTED

    def parts() -> Iterator[pd.DataFrame]:
        if found.stored is None:
            yield term_counts(found, by=by, voices=chosen, analyser=analyser)
        else:
            for part in found.stored.parts(found):
                yield term_counts(part, by=by, voices=chosen, analyser=analyser)

    write_file(out, _writer(parts, parquet=out.suffix == ".parquet"))
    talk(f"counts: {out}")
    run.finish((*found.corpus.problems, *found.problems))


def _writer(parts: Callable[[], Iterator[pd.DataFrame]], *, parquet: bool) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not parquet:
            for number, part in enumerate(parts()):
                with path.open("a" if number else "w", encoding="utf-8", newline="") as stream:
                    stream.write(csv_text(part, header=not number))
            return
        writer: pq.ParquetWriter | None = None
        for part in parts():
            table = pa.Table.from_pandas(part, preserve_index=False)
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is not None:
            writer.close()

    return write

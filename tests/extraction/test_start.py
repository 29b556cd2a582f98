"""What `framing extract` needs before its first article: the time to start counts on small corpora."""

import subprocess
import sys

from framing.resolve import load_tables
from framing.resolve.names import _tables
from framing.resolve.vocabulary import words


def test_no_table_library_is_imported_to_write_lines_of_json() -> None:
    program = "import sys, framing.extraction, framing.cli.extract; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603


def test_tables_are_read_when_asked_for() -> None:
    words.cache_clear()
    _tables.cache_clear()
    load_tables()
    words()
    _tables()
    assert words.cache_info().misses == 1
    assert _tables.cache_info().misses == 1

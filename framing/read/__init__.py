"""What the articles are, and what could not be read.

Found (``files``), decoded (``decode``), taken out of tables (``columns``, ``tables``), text files (``texts``)
and pages (``pages``), then checked (``checks``, ``dates``). Importing this package is cheap: what a format
needs is imported when a file of it is met.
"""

from framing.read.corpus import corpus_frame, iter_articles, read

__all__ = ["corpus_frame", "iter_articles", "read"]

"""How the documentation site is built: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "framing"
author = "the authors of framing"
copyright = author  # noqa: A001  # the name that Sphinx reads

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["conf.py", "*.py", "pictures/*"]
html_theme = "furo"
html_title = "framing"
html_show_sourcelink = False
html_copy_source = False

myst_heading_anchors = 3
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
# Docstrings speak of names of the package that have no page; what the pages themselves link to is checked by a test.
nitpicky = False
suppress_warnings = ["myst.xref_missing", "ref.python", "docutils", "toc.not_included"]

"""What people put right in what the program found: as a file, applied to statements, exchanged with other tools."""

from framing.corrections.annotated import Annotated, annotated, from_annotated
from framing.corrections.apply import Corrected, apply_corrections
from framing.corrections.brat import read_standoff, write_standoff
from framing.corrections.files import read_corrections, write_corrections
from framing.corrections.label_studio import read_tasks, write_tasks
from framing.corrections.record import Correction, Corrections, What
from framing.corrections.sheet import correction_sheet, fill_checks

__all__ = [
    "Annotated",
    "Corrected",
    "Correction",
    "Corrections",
    "What",
    "annotated",
    "apply_corrections",
    "correction_sheet",
    "fill_checks",
    "from_annotated",
    "read_corrections",
    "read_standoff",
    "read_tasks",
    "write_corrections",
    "write_standoff",
    "write_tasks",
]

"""Report: the findings, computed once (:mod:`framing.report.summary`), rendered many times."""

from framing.report.overview import MOST_READ, is_overview
from framing.report.summary import summarise
from framing.report.values import Finding, Quote, Report
from framing.report.write import check_place, report_files, write_report

__all__ = [
    "MOST_READ",
    "Finding",
    "Quote",
    "Report",
    "check_place",
    "is_overview",
    "report_files",
    "summarise",
    "write_report",
]

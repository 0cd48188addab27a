"""A visit as tables for others to read: every column documented, private fields out."""

from __future__ import annotations

from fieldsurvey.export.columns import document
from fieldsurvey.export.privacy import Disclosure
from fieldsurvey.export.shape import Column, Table
from fieldsurvey.export.tables import columns_of, visit_tables
from fieldsurvey.export.writers import FORMATS, write_tables

__all__ = [
    "FORMATS",
    "Column",
    "Disclosure",
    "Table",
    "columns_of",
    "document",
    "visit_tables",
    "write_tables",
]

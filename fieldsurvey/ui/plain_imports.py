"""Imports without PySide's look at each module's source.

PySide6 6.11 replaces ``import`` by one that reads the source of every module imported after it, to find out whether
the module takes part in ``__feature__`` switching (snake_case names, properties). None of ours does. Reading took a
fifth of the time of every import, the first page's and those of the papers, and kept 10 MB of source lines in memory.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  puts its import in place


def import_plainly() -> None:
    """Put back the import that PySide replaced; where it replaced none, nothing changes."""
    replaced = getattr(builtins, "__orig_import__", None)
    if replaced is not None and builtins.__import__ is getattr(
        builtins, "__feature_import__", None
    ):
        builtins.__import__ = replaced

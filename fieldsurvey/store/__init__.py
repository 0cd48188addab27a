"""The store: journal, projections, blobs and keys in one encrypted SQLite file."""

from __future__ import annotations

from fieldsurvey.store.backup import restore
from fieldsurvey.store.database import Store
from fieldsurvey.store.driver import FileKey

__all__ = ["FileKey", "Store", "restore"]

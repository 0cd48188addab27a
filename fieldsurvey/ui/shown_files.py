"""Files of a visit that another program shows: plain copies in a private folder, gone with the lock and the window.

Only what shows and does not act is handed over (documents, sounds, films, pictures, plain text): a program that was
attached as evidence must not start. What a kill leaves is put away when the database is opened again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeDatabase, QUrl
from PySide6.QtGui import QDesktopServices

_SHOWN = ("audio/", "video/", "image/")
#: Pictures with scripts in them, and lists of what is to be fetched.
_ACTING = ("svg", "mpegurl", "scpls", "xspf")
_DOCUMENTS = frozenset({"application/pdf", "text/plain"})


def lay_out(database: Path, title: str, data: bytes) -> Path | None:
    """Write a copy that only this person can read; None for a kind of file that is not handed over.

    Args:
        database: whose file it is.
        title: what the other program shows as its name, without a suffix.
        data: the whole file; its content says what it is.
    """
    kind = QMimeDatabase().mimeTypeForData(QByteArray(data))
    acts = any(word in kind.name() for word in _ACTING)
    if acts or not (kind.name().startswith(_SHOWN) or kind.name() in _DOCUMENTS):
        return None
    folder = Path(tempfile.mkdtemp(prefix=_prefix(database), dir=_base()))
    copy = folder / f"{title}.{kind.preferredSuffix()}"
    copy.touch(0o600)
    copy.write_bytes(data)
    copy.chmod(stat.S_IRUSR)  # a change made there would not come back
    return copy


def hand_over(copy: Path) -> bool:
    """Open a copy in the program that this machine has for it; False when it has none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))


def put_away(database: Path) -> None:
    """Remove all copies of a database's files; what another program still holds goes the next time."""
    for folder in _base().glob(f"{_prefix(database)}*"):
        for copy in folder.glob("*"):
            with suppress(OSError):
                copy.chmod(
                    stat.S_IRUSR | stat.S_IWUSR
                )  # Windows removes nothing that is only to be read
        shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    """Return where they lie: in memory where the system keeps such a place for a person, else among temporary files."""
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())


def _prefix(database: Path) -> str:
    name = hashlib.sha256(str(database.resolve()).encode()).hexdigest()
    return f"fieldsurvey-{name[:16]}-"

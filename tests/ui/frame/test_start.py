"""What the first page waits for: no look at the sources of what is imported, and nothing that it does not show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from fieldsurvey.store import Store

if TYPE_CHECKING:
    from pathlib import Path

_START = """
import builtins, json, linecache, sys
from pathlib import Path
from fieldsurvey.app.build import make_application
application = make_application(Path(sys.argv[1]), None)
application.begin()
from PySide6.QtWidgets import QApplication
while application.window.page is None:
    QApplication.processEvents()
try:
    application.window.setWindowTitle([])
except TypeError as error:
    refused = str(error)
print(json.dumps({
    "page": type(application.window.page).__name__,
    "refused": refused,
    "import": builtins.__import__.__name__,
    "read": [path for path in linecache.cache if "fieldsurvey" in path],
    "loaded": sorted({name.partition(".")[0] for name in sys.modules}),
}))
application.window.close()
"""


def test_the_first_page_waits_for_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    database = tmp_path / "visits.db"
    Store.open(database, "contoh", create=True).close()
    done = subprocess.run(
        [sys.executable, "-c", _START, database],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)},
    )
    found = json.loads(done.stdout)
    assert found["page"] == "UnlockPage"
    assert found["import"] != "__feature_import__"
    assert found["read"] == []
    assert "setWindowTitle(arg__1: str" in found["refused"]  # what PySide itself says is all there
    later = {
        "multiprocessing",
        "sqlite3",
        "sqlcipher3",
        "sqlite_utils",
        "reportlab",
        "pyhanko",
        "PIL",
    }
    assert later & set(found["loaded"]) == set()

"""A meeting point that a window served ends with the window, however that ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store

if TYPE_CHECKING:
    from pathlib import Path

_WINDOW = """
import sys
from pathlib import Path

from fieldsurvey.app.jobs import serve_hub
from fieldsurvey.ui.jobs import Access
from fieldsurvey.ui.processes import Cancel, Worker

if __name__ == "__main__":
    def hear(serving):
        print(serving.addresses[0].rpartition(":")[2], flush=True)

    Worker().run(serve_hub, (Access(Path(sys.argv[1]), None, "Ratna"),), Cancel(), hear)
"""


@pytest.mark.full
def test_a_hub_ends_when_its_window_was_killed(tmp_path: Path) -> None:
    Store.open(tmp_path / "v.db", None, create=True).close()
    (tmp_path / "window.py").write_text(_WINDOW, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "window.py"), str(tmp_path / "v.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        port = int(window.stdout.readline())
        os.kill(window.pid, signal.SIGKILL)
        # The pipe that the hub has inherited ends when it does.
        window.stdout.read()
    with socket.socket() as caller:
        assert caller.connect_ex(("127.0.0.1", port)) != 0

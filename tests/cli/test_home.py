"""The folder chosen at the first start is where every command looks from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.app.home import keep_in, usual_folder
from fieldsurvey.cli.session import Session
from fieldsurvey.errors import FileProblem

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_remembered_and_forgotten_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    usual = tmp_path / "data" / "fieldsurvey" / "fieldsurvey.db"
    assert Session().database == usual
    keep_in(tmp_path / "Inspeksi kita é")
    assert Session().database == tmp_path / "Inspeksi kita é" / "fieldsurvey.db"
    keep_in(usual_folder())
    assert Session().database == usual
    (usual_folder() / "folder.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(FileProblem, match="not a text file"):
        _ = Session().database

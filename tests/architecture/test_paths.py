"""``forms/`` and ``resources/`` are found from source, from a wheel, and in a PyInstaller folder."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from fieldsurvey.errors import FileProblem
from fieldsurvey.paths import data_folder, forms_folder, resources_folder

ROOT = Path(__file__).resolve().parents[2]
ASK = "from fieldsurvey.paths import *; print(forms_folder()); print(resources_folder())"


def test_from_source() -> None:
    assert forms_folder() == ROOT / "forms"
    assert resources_folder() == ROOT / "resources"


def test_from_a_wheel(tmp_path: Path) -> None:
    build: list[object] = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
        ROOT,
    ]
    subprocess.run(list(map(str, build)), check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install: list[object] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(list(map(str, install)), check=True, capture_output=True)
    done = subprocess.run(
        [python, "-c", ASK], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    forms, resources = map(Path, done.stdout.split())
    assert forms.is_relative_to(home)
    assert (forms / "mpp-sidak" / "stand.xlsx").is_file()
    assert (resources / "sample" / "mall.toml").is_file()


def test_in_a_pyinstaller_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert forms_folder() == tmp_path / "forms"
    assert resources_folder.__wrapped__() == tmp_path / "resources"  # looked for once a process


def test_an_incomplete_installation_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="installation is incomplete"):
        data_folder("forms", [tmp_path])

"""What must hold of the tree as a whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "pyproject.toml",
    "fieldsurvey",
    "forms",
    "resources",
    "tests",
    "README.md",
    "Makefile",
    "LICENSE",
    "CHANGELOG.md",
    "requirements.lock",
    "docs",
}
#: Rooms that a person can use without Qt, and the engine that needs no database either.
PURE = ["xpath", "xlsform", "xforms", "journal", "scoring", "indonesia", "media", "survey"]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_only_the_agreed_names_stand_at_the_top() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_no_registry_and_no_machine_path_is_tracked() -> None:
    # In pieces, so that this file does not hold what it looks for.
    options = rb"--(extra-)?index" + rb"-url|--find" + rb"-links"
    addresses = rb"https?:" + rb"//[^ \"]*/(simple|packages)/|/ho" + rb"me/\w+/"
    pattern = re.compile(options + b"|" + addresses)
    found = [
        str(path) for path in tracked() if path.is_file() and pattern.search(path.read_bytes())
    ]
    assert found == []


def test_the_lock_has_a_hash_for_every_package_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks if not block.startswith("#"))


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_loads_without_qt_and_without_sqlite(room: str) -> None:
    blocked = ("PySide6", "sqlite3", "sqlcipher3", "sqlite_utils", "reportlab", "pyhanko")
    code = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {blocked!r}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Block())\n"
        f"import pkgutil, importlib, fieldsurvey.{room} as room\n"
        "for module in pkgutil.walk_packages(room.__path__, room.__name__ + '.'):\n"
        "    importlib.import_module(module.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_window_opens_without_loading_the_commands() -> None:
    code = (
        "import sys\n"
        "from fieldsurvey.cli import read_window_options\n"
        "assert read_window_options(['--database', 'a.db', '--passphrase-file=p']).names_database\n"
        "assert read_window_options(['visit', 'list']) is None\n"
        "assert read_window_options(['--database']) is None\n"
        "import fieldsurvey.ui.application\n"
        "heavy = {'click', 'xml', 'tomllib', 'json', 'cattrs', 'asyncio'} & set(sys.modules)\n"
        "heavy |= {name for name in sys.modules if name.startswith(('fieldsurvey.store', 'fieldsurvey.xforms'))}\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_line_starts_without_loading_a_room() -> None:
    code = (
        "import sys\n"
        "from fieldsurvey.cli.commands import cli, COMMANDS\n"
        "heavy = {'lxml', 'pyxform', 'reportlab', 'pyhanko', 'sqlite_utils', 'PIL'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

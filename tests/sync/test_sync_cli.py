"""The bundle command as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from tests.cli.command_line import run
from tests.sync.sync_laptops import CHANGES, SECRET, Laptops, answer, begin_visit

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")


def ran(folder: Path, *arguments: object) -> str:
    done = run(*arguments, folder=folder)
    assert (done.code, done.err.replace(_warning(done.err), "")) == (0, "")
    return done.out


def _warning(stderr: str) -> str:
    return stderr if "is made without a passphrase" in stderr else ""


def failed(folder: Path, *arguments: object) -> str:
    done = run(*arguments, folder=folder)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    return done.err


def test_a_visit_from_laptop_to_laptop(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    said = ran(tmp_path, "bundle", "key", "b.pub", "--database", "b.db")
    assert said.startswith("b.pub: key ")
    lines = ran(
        *(tmp_path, "bundle", "export", "visit.fsbundle", "--visit", visit[:18]),
        *("--to", "b.pub", "--to", "team", "--database", "a.db"),
    ).splitlines()
    assert "whole" in lines[0]
    assert visit in lines[1]
    assert lines[2].strip().startswith(f"encrypted for {said.split(': ')[1].strip()}, team")
    shown = json.loads(ran(tmp_path, "bundle", "show", "visit.fsbundle", "--json"))
    assert [(line["id"], line["changes"]) for line in shown["visits"]] == [(visit, CHANGES)]
    report = ran(tmp_path, "bundle", "import", "visit.fsbundle", "--database", "b.db")
    assert f"{CHANGES} new changes" in report
    assert "2 new files, 1 new keys" in report
    with Store.open(tmp_path / "b.db") as b:
        assert answer(b, visit) == SECRET


def test_locked_values_and_a_passphrase(laptops: Laptops, tmp_path: Path) -> None:
    visit = begin_visit(laptops.new("a"))
    export = ("bundle", "export", "visit.fsbundle", "--visit", visit, "--database", "a.db")
    import_ = ("bundle", "import", "visit.fsbundle", "--database", "new.db")
    assert "not addressed" in ran(tmp_path, *export)
    assert "! 1 private answers are locked here" in ran(tmp_path, *import_)
    (tmp_path / "sandi.txt").write_text("sandi bersama\n")
    (tmp_path / "salah.txt").write_text("salah\n")
    ran(tmp_path, *export, "--bundle-passphrase-file", "sandi.txt")
    assert "give its passphrase" in failed(tmp_path, *import_)
    said = failed(tmp_path, *import_, "--bundle-passphrase-file", "salah.txt")
    assert "the passphrase does not open this bundle" in said
    given = ("--bundle-passphrase-file", "sandi.txt")
    report = json.loads(ran(tmp_path, *import_, *given, "--json"))
    assert (report["opened_by"], report["keys_new"]) == ("passphrase", 1)
    assert report["arrivals"][0]["locked"] == 0


def test_what_is_no_bundle_leaves_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("catatan")
    said = failed(tmp_path, "bundle", "import", "notes.txt", "--database", "new.db")
    assert "notes.txt: is not a fieldsurvey bundle" in said
    assert "notes.txt: is not a fieldsurvey bundle" in failed(
        tmp_path, "bundle", "show", "notes.txt"
    )
    assert not (tmp_path / "new.db").exists()

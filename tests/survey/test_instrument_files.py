"""An instrument handed in as a folder or a zip: no path leads out of it, nothing is unpacked without bound."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, InstrumentError
from fieldsurvey.survey import instrument_files
from fieldsurvey.survey.instrument_files import read_files

if TYPE_CHECKING:
    from pathlib import Path

TOML = b"""
id = "kecil"
version = "1"
official = false
title = { id = "Kecil", en = "Small" }
[forms]
stand = "stand.xlsx"
"""


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("top", ["", "kecil/"])
def test_a_zip_is_read_like_its_folder(tmp_path: Path, top: str) -> None:
    path = zipped(
        tmp_path / "k.ZIP",
        (f"{top}instrument.toml", TOML),
        (f"{top}stand.xlsx", b"buku"),
        (f"{top}crosswalk.toml", b""),
        (f"{top}expected/catatan.txt", b"lain"),
    )
    assert read_files(path) == {
        "instrument.toml": TOML,
        "stand.xlsx": b"buku",
        "crosswalk.toml": b"",
    }


@pytest.mark.parametrize(
    "name",
    ["../instrument.toml", "/etc/x", "a/../../x", "C:/x", "a\\b", "..\\x", "a\nb", "kecil/../x"],
)
def test_a_path_that_leads_out_refuses_the_whole_archive(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "k.zip", ("instrument.toml", TOML), ("stand.xlsx", b"x"), (name, b""))
    with pytest.raises(FileProblem, match="leads out of its folder; nothing was taken"):
        read_files(path)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("stand.xlsx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path / "k.zip", ("instrument.toml", TOML), (link, b"/etc/passwd"))
    with pytest.raises(FileProblem, match="holds a link"):
        read_files(path)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "k.zip", ("instrument.toml", TOML), ("instrument.toml", b"x"))
    with pytest.raises(FileProblem, match=r"holds two files called 'instrument\.toml'"):
        read_files(path)


def test_sizes_are_bounded_by_what_is_unpacked_not_by_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instrument_files, "MAX_FILE_BYTES", 2**20)
    path = zipped(tmp_path / "k.zip", ("instrument.toml", TOML), ("stand.xlsx", bytes(2**20 + 1)))
    with pytest.raises(FileProblem, match=r"stand\.xlsx is larger than 1 MiB"):
        read_files(path)
    # The archive's directory claims one byte for what unpacks to a megabyte.
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1).to_bytes(4, "little")
    (tmp_path / "bohong.zip").write_bytes(data)
    with pytest.raises(FileProblem):
        read_files(tmp_path / "bohong.zip")
    monkeypatch.setattr(instrument_files, "MAX_UNPACKED_BYTES", 2**20)
    with pytest.raises(FileProblem, match="holds more than an instrument does"):
        read_files(path)


def test_what_is_no_instrument_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="neither a folder"):
        read_files(tmp_path / "tidak-ada")
    with pytest.raises(InstrumentError, match=r"there is no instrument\.toml"):
        read_files(tmp_path)
    with pytest.raises(InstrumentError, match=r"there is no instrument\.toml"):
        read_files(zipped(tmp_path / "kosong.zip", ("a/b/instrument.toml", TOML)))
    twice = zipped(tmp_path / "dua.zip", ("a/instrument.toml", TOML), ("b/instrument.toml", TOML))
    with pytest.raises(FileProblem, match=r"holds 2 instruments \(a, b\)"):
        read_files(twice)
    whole = zipped(tmp_path / "utuh.zip", ("instrument.toml", TOML)).read_bytes()
    (tmp_path / "putus.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileProblem, match="not a readable zip"):
        read_files(tmp_path / "putus.zip")
    damaged = bytearray(whole)
    damaged[whole.index(b"instrument.toml") + 20] ^= 0xFF
    (tmp_path / "rusak.zip").write_bytes(damaged)
    with pytest.raises(FileProblem, match="not a readable zip"):
        read_files(tmp_path / "rusak.zip")
    with pytest.raises(InstrumentError, match=r"names stand\.xlsx, which is not there"):
        read_files(zipped(tmp_path / "kurang.zip", ("instrument.toml", TOML)))


def test_an_encrypted_archive_is_refused_with_advice(tmp_path: Path) -> None:
    path = zipped(tmp_path / "k.zip", ("instrument.toml", TOML))
    data = io.BytesIO(path.read_bytes()).getvalue()
    at = data.rindex(b"PK\x01\x02")
    path.write_bytes(data[: at + 8] + b"\x01" + data[at + 9 :])
    with pytest.raises(FileProblem, match="is encrypted; make it again without a password"):
        read_files(path)

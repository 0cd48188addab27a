"""The commands `sign` and `verify`: one clear line on stderr, and the exit code tells."""

import json
import shutil
from pathlib import Path

import pytest

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE
from fieldsurvey.cli import main
from tests.report.report_example import LEAD, NAMES
from tests.report.signed_example import (
    authority,
    authority_file,
    key_of,
    paper,
    revocation_list,
    signed,
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a document, a key and its passphrase."""
    shutil.copy(paper().path, tmp_path / "ba.pdf")
    (tmp_path / "key.p12").write_bytes(key_of(LEAD))
    (tmp_path / "secret.txt").write_text(f"{SAMPLE_PASSPHRASE}\n")
    (tmp_path / "wrong.txt").write_text("salah\n")
    return tmp_path


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, out, err


def sign(desk: Path, secret: str = "secret.txt", name: str = NAMES[LEAD]) -> list[object]:  # noqa: S107  a file name
    key = ["--pkcs12", desk / "key.p12", "--pkcs12-passphrase-file", desk / secret]
    return ["sign", desk / "ba.pdf", *key, "--as", name]


def test_sign_then_verify(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, *sign(desk))
    assert (code, err) == (0, "")
    assert "signed by Ratna Dewi Kusuma, S.H., M.H. in TTD_2, level B-B" in out
    code, out, err = called(capsys, "verify", desk / "ba.pdf")
    assert (code, err) == (0, "")
    assert "rantai tidak dikenal" in out
    code, out, err = called(
        capsys, "verify", desk / "ba.pdf", "--trust", authority_file(), "--json"
    )
    assert (code, err) == (0, "")
    assert json.loads(out)["signatures"][0]["trusted"] is True


def test_what_is_verified_is_said_in_indonesian(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called(capsys, *sign(desk))
    plain = ["verify", desk / "ba.pdf", "--trust", authority_file()]
    code, out, _ = called(capsys, *plain)
    assert code == 0
    for said in (
        "ba.pdf: UTUH, 1 tanda tangan",
        f"1. {NAMES[LEAD]} (TTD_2): utuh, tidak ada yang diubah sesudahnya",
        "WITA (jam penanda tangan); PAdES B-B",
        f"rantai: {NAMES[LEAD]} < Otoritas Contoh (dipercaya); pencabutan: tidak diketahui",
        "catatan: belum menandatangani: ",
    ):
        assert said in out, said
    for revoked, wanted in (([], 0), ([key_of(LEAD)], 1)):
        (desk / "list.crl").write_bytes(revocation_list(authority(), revoked))
        code, out, _ = called(capsys, *plain, "--revocation", desk / "list.crl")
        assert code == wanted
        assert f"pencabutan: {'DICABUT' if wanted else 'tidak dicabut'}" in out
    code, _, err = called(capsys, *plain, "--revocation", desk / "key.p12")
    assert (code, err.count("\n")) == (1, 1)
    assert "neither a list of revoked certificates" in err


@pytest.mark.parametrize(
    ("secret", "name", "told"),
    [("wrong.txt", NAMES[LEAD], "does not open"), ("secret.txt", "Siapa", "no signature field")],
)
def test_what_cannot_be_signed_is_one_line(
    desk: Path, capsys: pytest.CaptureFixture[str], secret: str, name: str, told: str
) -> None:
    code, out, err = called(capsys, *sign(desk, secret, name))
    assert (code, out) == (1, "")
    assert told in err
    assert err.count("\n") == 1
    assert "salah" not in err


def test_a_broken_document_leaves_with_one(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(signed().read_bytes())
    data[5000] ^= 1
    (desk / "ba.pdf").write_bytes(data)
    code, out, err = called(capsys, "verify", desk / "ba.pdf", "--json")
    assert code == 1
    assert json.loads(out)["ok"] is False
    assert err.count("\n") == 1
    assert "isi yang ditandatangani diubah (dan 3 lagi)" in err


def test_a_missing_database_is_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = called(capsys, "verify", signed(), "--database", desk / "none.db")
    assert code == 1
    assert "none.db" in err


def test_wrong_usage_leaves_with_two(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "sign", desk / "ba.pdf")[0] == 2

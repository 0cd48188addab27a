"""A file that was signed when the power went: its visit learns of it as soon as somebody looks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE
from fieldsurvey.cli import main
from fieldsurvey.report.adopt import adopt
from fieldsurvey.report.compare_signatures import compare_signatures
from fieldsurvey.report.ink import ink_of
from fieldsurvey.report.originals import send_out, sign_with_certificate
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.report.sign import sign, sign_with_ink
from fieldsurvey.report.unnoted import known_papers, unnoted_files
from fieldsurvey.store import Store
from fieldsurvey.survey.seals import active_seal
from fieldsurvey.survey.signatures import Original, Way, dispatches, signatures
from tests.report.report_example import LEAD, NAMES
from tests.report.signed_example import key_of
from tests.report.test_attacks import draw, updated

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

KEY = key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD]
INK = ink_of([[[0.1, 0.2], [0.3, 0.05, 0.6]]])


def visit_of(path: Path) -> str:
    return str(seal_of(path)["visit"])


def found(desk: Desk, path: Path) -> list[Path]:
    known = known_papers(desk.records, visit_of(path))
    return unnoted_files(path.parent, known, first=path)


def test_a_signature_that_was_not_noted_is_found_and_noted_once(desk: Desk, path: Path) -> None:
    visit, store = visit_of(path), desk.records
    assert isinstance(store, Store)
    assert found(desk, path) == []
    sign(path, *KEY)  # and the power goes
    signed = path.read_bytes()
    shutil.copy(path, path.with_name("salinan.pdf"))
    (path.parent / "lain.pdf").write_bytes(b"%PDF-1.7 /ByteRange %%EOF")
    assert found(desk, path) == [path, path.with_name("salinan.pdf")]
    (noted,) = adopt(desk, visit, found(desk, path))
    assert (noted.person, noted.way, noted.original) == (NAMES[LEAD], Way.CERTIFICATE, "file")
    assert desk.records.entity(visit, noted.document).fields["signed"]  # type: ignore[union-attr]
    assert (found(desk, path), adopt(desk, visit, [path])) == ([], [])
    assert compare_signatures(signed, seal_of(path), store) == ([], [])
    assert path.read_bytes() == signed


def test_two_files_that_went_apart_are_both_originals(desk: Desk, path: Path) -> None:
    visit, store = visit_of(path), desk.records
    assert isinstance(store, Store)
    other = path.with_name("lain.pdf")
    sign_with_ink(path, store.signing_key, INK, "Dewi", out=other)
    sign_with_certificate(desk, path, *KEY)
    (noted,) = adopt(desk, visit, found(desk, path))
    assert (noted.way, noted.original, noted.name) == (Way.INK, Original.SEPARATE, "lain.pdf")
    assert "kedua berkas asli" in noted.warning
    assert store.blob(noted.sha256) == other.read_bytes()
    assert found(desk, path) == []
    for each in (path, other):
        assert compare_signatures(each.read_bytes(), seal_of(each), store)[0] == []


def test_what_came_back_and_was_not_noted_closes_what_was_sent(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    visit = visit_of(path)
    send_out(desk, path, NAMES[LEAD], tmp_path / "out.pdf")
    sign(path, *KEY)
    assert [each.way for each in adopt(desk, visit, [path])] == [Way.SERVICE]
    assert [each.returned for each in dispatches(desk.records, visit)] != [""]


def test_neither_a_changed_text_nor_strange_ink_is_noted(desk: Desk, path: Path) -> None:
    made, visit, store = path.read_bytes(), visit_of(path), desk.records
    assert isinstance(store, Store)
    path.write_bytes(updated(made, draw))
    sign(path, *KEY)
    assert adopt(desk, visit, [path]) == []
    path.write_bytes(made)
    sign_with_ink(path, Ed25519PrivateKey.generate(), INK, NAMES[LEAD])
    assert adopt(desk, visit, [path]) == []
    assert signatures(desk.records, visit) == []


def test_verify_notes_what_it_finds(
    desk: Desk, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(path, *KEY)
    with pytest.raises(SystemExit):
        main(["verify", str(path), "--database", str(path.parent / "v.db")])
    said = f"tanda tangan {NAMES[LEAD]} belum tercatat pada kunjungan; sekarang dicatat"
    assert said in capsys.readouterr().err
    assert len(signatures(desk.records, visit_of(path))) == 1


def test_no_seal_is_lifted_under_a_signature_that_was_not_noted(
    desk: Desk, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(path, *KEY)
    visit = visit_of(path)
    with pytest.raises(SystemExit) as left:
        main(["visit", "unseal", visit, "--database", str(path.parent / "v.db")])
    assert left.value.code == 1
    assert "signed" in capsys.readouterr().err
    assert active_seal(desk.records, visit) is not None

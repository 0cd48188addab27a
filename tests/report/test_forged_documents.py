"""What a signature cannot tell: pages changed before it was made, a true seal under a text of somebody's own."""

# mypy: disable-error-code="no-untyped-call"
# pyHanko is typed in part only.

from __future__ import annotations

import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE
from fieldsurvey.errors import ReportError, SigningError
from fieldsurvey.report import sign, verify
from fieldsurvey.report.examine import examine
from fieldsurvey.report.ink import ink_of
from fieldsurvey.report.only_signed import only_signed
from fieldsurvey.report.originals import (
    ink_document,
    send_out,
    sign_with_certificate,
    take_back,
)
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.store import Store
from fieldsurvey.survey.signatures import Original
from tests.report.report_example import LEAD, NAMES
from tests.report.signed_example import brief_paper, key_of
from tests.report.test_attacks import draw, drop_page, updated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from fieldsurvey.survey.desk import Desk


def attached(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        pdf,
        data,
        description="",
        filename="seal.json",
        mime_type="application/json",
        creation_date="",
        mod_date="",
    )


def signed(path: Path) -> None:
    sign(path, key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD])


def codes(path: Path, desk: Desk) -> set[str]:
    assert isinstance(desk.records, Store)
    return {each.code for each in examine(path, desk.records).seal_problems}


def test_as_it_was_made_and_signed_it_holds(desk: Desk, path: Path) -> None:
    signed(path)
    assert codes(path, desk) == set()


@pytest.mark.parametrize("attack", [draw, drop_page])
def test_what_was_changed_before_the_first_signature_is_found(
    desk: Desk, path: Path, attack: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    """The signature covers the changed pages too, so it holds; the text is not the one that was made."""
    path.write_bytes(updated(path.read_bytes(), attack))
    signed(path)
    assert verify(path).ok
    assert "not-as-made" in codes(path, desk)


def test_what_was_changed_is_not_signed_with_a_certificate(desk: Desk, path: Path) -> None:
    """It is compared before, not by `verify` afterwards; another database's paper has nothing to be compared with."""
    changed = updated(path.read_bytes(), draw)
    path.write_bytes(changed)
    key = key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD]
    with pytest.raises(SigningError, match="not the text that was made"):
        sign_with_certificate(desk, path, *key)
    assert path.read_bytes() == changed
    desk.unseal(desk.records.streams()[-1])
    with pytest.raises(ReportError, match="does not know document"):
        sign_with_certificate(desk, path, *key)
    shutil.copy(brief_paper().path, path)
    sign_with_certificate(desk, path, *key)
    assert verify(path).ok


def test_what_was_changed_is_neither_inked_nor_sent_out(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    store = desk.records
    assert isinstance(store, Store)
    path.write_bytes(updated(path.read_bytes(), draw))
    written = ink_of([[[0.1, 0.2], [0.3, 0.05, 0.6]]])
    with pytest.raises(SigningError, match="not the text that was made"):
        ink_document(desk, store, path, written, NAMES[LEAD])
    with pytest.raises(SigningError, match="not the text that was made"):
        send_out(desk, path, NAMES[LEAD], tmp_path / "out.pdf")


def test_what_a_service_drew_before_it_signed_continues_nothing(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    """It appended only, and its signature holds: yet the pages are others than those that were sent."""
    away = tmp_path / "kembali.pdf"
    before = path.read_bytes()
    send_out(desk, path, NAMES[LEAD], tmp_path / "out.pdf")
    away.write_bytes(updated(before, draw))
    signed(away)
    found = take_back(desk, away, path)
    assert (found.original, path.read_bytes()) == (Original.SEPARATE, before)
    assert "Isi halamannya BERBEDA" in found.warning


def test_a_true_seal_under_another_text_is_no_document_of_this_database(
    desk: Desk, path: Path
) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        seal = json.loads(pdf.attachments["seal.json"].get_file().read_bytes())
        forged = json.dumps(seal | {"document": "BA-LAIN"})
        pdf.attachments["seal.json"] = attached(pdf, forged.encode())
        pdf.save(path)
    signed(path)
    assert verify(path).ok
    assert codes(path, desk) == {"not-recorded"}


def test_minutes_whose_seal_was_lifted_are_not_to_be_relied_on(desk: Desk, path: Path) -> None:
    (visit,) = desk.records.streams()[-1:]
    desk.unseal(visit)
    assert "lifted" in codes(path, desk)


def behind(known: bytes, other: bytes) -> bytes:
    """Return a file that begins with one document and shows another: nothing leads back to the first."""
    body, table = other[: other.rindex(b"xref\n0 ")], other[other.rindex(b"xref\n0 ") :]

    def moved(found: re.Match[bytes]) -> bytes:
        return b"%010d" % (int(found[0]) + len(known))

    table = re.sub(rb"\d{10}(?= 00000 n)", moved, table)
    place = len(known) + len(body)
    return known + body + re.sub(rb"(?<=startxref\n)\d+", b"%d" % place, table)


def test_one_document_behind_another_is_not_the_first_one_signed(path: Path) -> None:
    known, other = path.read_bytes(), brief_paper().path.read_bytes()
    assert only_signed(known, known)
    shown = behind(known, other)
    with pikepdf.open(io.BytesIO(shown)) as pdf, pikepdf.open(io.BytesIO(other)) as wanted:
        assert len(pdf.pages) == len(wanted.pages)
    assert not only_signed(known, shown)
    assert not only_signed(known, b"%PDF-1.7\n" + known)


@pytest.mark.parametrize(
    "seal", [b"[" * 100_000, b'{"visit": "\\ud800"}', b'{"visit": "\\u001b[2J"}']
)
def test_a_seal_that_cannot_be_said_is_a_damaged_one(tmp_path: Path, seal: bytes) -> None:
    path = tmp_path / "x.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["seal.json"] = attached(pdf, seal)
        pdf.save(path)
    with pytest.raises(ReportError, match="is damaged"):
        seal_of(path)

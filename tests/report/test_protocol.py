"""The sampling protocol as it is read, and repeated by what it says alone."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

from fieldsurvey.report import PageSize, seal_of
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.protocol import Protocol, make_protocol
from fieldsurvey.survey.model import Response, ResponseState
from fieldsurvey.survey.samples import Replacement, Sample
from fieldsurvey.survey.sampling import Frame, Unit, replacement
from tests.report.papers_example import bare_paper, never_blank, sizes_of, text_of, visit_paper

STANDS = Frame(tuple(Unit(f"G{n:02d}", f"Gerai {n}") for n in range(1, 14)), "ST/019/VII/2024")
NONCE = "00ff" * 8
FROZEN, DRAWN = "2024-07-24T00:00:01+00:00", "2024-07-24T00:00:02+00:00"


def _stands() -> Sample:
    first = Sample("s1", "stand", STANDS, 4, False, 0, NONCE, "", FROZEN, DRAWN)
    used = [unit.id for unit in first.drawn]
    gone = first.drawn[1]
    new = replacement(STANDS, NONCE, used, gone)
    assert new is not None
    note = Replacement(gone.id, new.id, "Gerai pindah", "2024-07-25T02:00:00+00:00")
    return replace(first, replacements=(note,))


def _users() -> Sample:
    return Sample("s2", "service_user", STANDS, 13, False, 4, NONCE, "", FROZEN, DRAWN)


def _protocol(users: int = 30, size: PageSize = PageSize.A4) -> Protocol:
    responses = (
        *tuple(
            Response(f"r{n}", "service_user", f"u-{n}", 1, ResponseState.FINISHED, "B")
            for n in range(users)
        ),
        Response("s", "stand", "s-0", 1, ResponseState.FINISHED, "B"),
    )
    paper = visit_paper(Kind.PROTOCOL, size=size, responses=responses)
    return Protocol(paper, (_stands(), _users()), {"service_user": 30, "officer": 4})


def test_it_says_what_was_frozen_drawn_replaced_and_reached(tmp_path: Path) -> None:
    paper = make_protocol(_protocol(), tmp_path / "x.pdf")
    text = text_of(paper.path)
    gone, new = _stands().replacements[0].unit, _stands().replacements[0].by
    for expected in (
        "Daftar dibekukan 24-07-2024 08.00.01 WITA",
        f"SHA-256 daftar {STANDS.digest}",
        "Diundi 24-07-2024 08.00.02 WITA",
        f"Nonce {NONCE}",
        f"{gone} {new} Gerai pindah 25-07-2024 10.00.00 WITA",
        "terpilih, diganti",
        "pengganti",
        "Gerai 13 4 1 ±97,",
        "Pengguna layanan tidak diketahui 30 30 ±17,89%",
        "lalu setiap ke-4",
        "dua) undian",
    ):
        assert expected in text, expected
    never_blank(paper.path)


def test_anyone_can_draw_again_from_what_is_printed(tmp_path: Path) -> None:
    """By the protocol's own recipe, without a line of ours."""
    text = text_of(make_protocol(_protocol(), tmp_path / "x.pdf").path)
    digest = re.search(r"SHA-256 daftar ([0-9a-f]{64})", text)[1]  # type: ignore[index]
    nonce = re.search(r"Nonce ([0-9a-f]{32})", text)[1]  # type: ignore[index]
    letter = re.search(r"surat tugas (ST/\S+)", text)[1]  # type: ignore[index]
    rows = re.findall(r"(?<!\d)(\d+) (G\d\d) (Gerai \d+) –", text)
    units = sorted([code, name, ""] for _, code, name in rows)
    assert len(units) == 13
    listed = json.dumps([letter, units], ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(listed.encode()).hexdigest() == digest

    def rank(code: str) -> str:
        return hashlib.sha256(json.dumps([digest, nonce, code]).encode()).hexdigest()

    printed = [code for _, code, _ in sorted(rows, key=lambda row: int(row[0]))]
    assert sorted(printed, key=rank) == printed
    carried = seal_of(tmp_path / "x.pdf")["samples"][0]
    assert carried["drawn"] == printed[:4]
    assert carried["digest"] == digest


def test_few_users_stay_uncounted(tmp_path: Path) -> None:
    text = text_of(make_protocol(_protocol(users=3), tmp_path / "x.pdf").path)
    assert "Pengguna layanan tidak diketahui 30 kurang dari lima –" in text


def test_officers_not_drawn_from_a_list_have_no_margin(tmp_path: Path) -> None:
    given = _protocol()
    asked = (
        *given.paper.visit.responses,
        Response("o", "officer", "o-1", 1, ResponseState.FINISHED, "B"),
    )
    paper = replace(given.paper, visit=replace(given.paper.visit, responses=asked))
    text = text_of(make_protocol(replace(given, paper=paper), tmp_path / "x.pdf").path)
    assert "Petugas – 4 1 –" in text


def test_without_a_draw_it_says_so(tmp_path: Path) -> None:
    paper = make_protocol(Protocol(bare_paper(Kind.PROTOCOL), (), {}), tmp_path / "x.pdf")
    assert "tidak ada sampel yang diundi" in text_of(paper.path)
    never_blank(paper.path)


def test_f4_and_a_long_list(tmp_path: Path) -> None:
    frame = Frame(tuple(Unit(f"G{n:04d}", "Gerai " + "panjang" * 9) for n in range(60)), "ST/1")
    sample = Sample("s", "stand", frame, 30, False, 0, NONCE, "Alasan", FROZEN, DRAWN)
    protocol = replace(_protocol(size=PageSize.F4), samples=(sample,))
    paper = make_protocol(protocol, tmp_path / "x.pdf")
    assert sizes_of(paper.path) == {(215, 330)}
    assert "Diundi ulang karena Alasan" in text_of(paper.path)
    assert "G0059" in text_of(paper.path)

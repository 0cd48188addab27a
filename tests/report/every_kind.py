"""One document of every kind, made once a run: what holds of documents is tested on all of them."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldsurvey.report.addendum import make_addendum
from fieldsurvey.report.attendance import make_attendance
from fieldsurvey.report.certificate import make_certificate
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.paper_form import PaperForm, make_paper_form
from fieldsurvey.report.protocol import Protocol, make_protocol
from fieldsurvey.report.summary import make_summary
from fieldsurvey.survey.instruments import Instrument, load_instrument
from fieldsurvey.survey.samples import Sample
from fieldsurvey.survey.sampling import Frame, Unit
from tests.report.papers_example import visit_paper
from tests.report.signed_example import folder, paper
from tests.report.summary_example import summary
from tests.report.test_addendum import addendum
from tests.report.test_certificate import certificate
from tests.scenario import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from fieldsurvey.report import Paper

STANDS = Frame(tuple(Unit(f"G{n:02d}", f"Gerai {n}") for n in range(1, 14)), "ST/019/VII/2024")
DRAW = Sample("s1", "stand", STANDS, 4, False, 0, "00ff" * 8, "", "2024-07-24T00:00:01+00:00",
              "2024-07-24T00:00:02+00:00")  # fmt: skip


MANIFEST = b"""
id = "uji"
version = "1"
official = false
[title]
id = "Instrumen uji"
en = "Test"
[forms]
stand = "stand.xlsx"
"""
FORM = """
| survey |
| | type | name | label | hint |
| | begin_group | awal | Keadaan gerai | |
| | select_one ya | buka | Buka? | Lihat jadwal |
| | text | sebab | Mengapa? | |
| | date | tgl | Tanggal | |
| | end_group | | | |
| choices |
| | list_name | name | label | |
| | ya | ya | Ya | |
| | ya | tidak | Tidak | |
"""


def _protocol(out: Path) -> Paper:
    return make_protocol(Protocol(visit_paper(Kind.PROTOCOL), (DRAW,), {"officer": 4}), out)


def _instrument() -> Instrument:
    return load_instrument({"instrument.toml": MANIFEST, "stand.xform.xml": form_of(FORM).xform})


MAKERS: Mapping[Kind, Callable[[Path], Paper]] = MappingProxyType(
    {
        Kind.BERITA_ACARA: lambda _out: paper(),
        Kind.ADDENDUM: lambda out: make_addendum(addendum(), out),
        Kind.SUMMARY: lambda out: make_summary(summary(), out),
        Kind.CERTIFICATE: lambda out: make_certificate(certificate(), out),
        Kind.ATTENDANCE: lambda out: make_attendance(visit_paper(Kind.ATTENDANCE), out),
        Kind.PROTOCOL: _protocol,
        Kind.PAPER_FORM: lambda out: make_paper_form(PaperForm(_instrument()), out),
    }
)


@cache
def made(kind: Kind) -> Paper:
    """Return the document of a kind, unsigned; never write to it, take a copy."""
    return MAKERS[kind](folder() / f"{kind.value}.pdf")

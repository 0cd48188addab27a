"""The addendum (*Berita Acara Perbaikan*): what changed after the seal and what the minutes should have said.

The first berita acara stays as it was signed (domain.md §6.1); this one names it by number, code and digests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import (
    clock_time,
    date_in_words,
    local_date,
    long_date,
    short_date,
    terbilang,
    zone_abbreviation,
)
from fieldsurvey.report.kinds import NAMES, Kind
from fieldsurvey.report.late_words import late_rows
from fieldsurvey.report.layout import Sheet
from fieldsurvey.report.letterhead import BLANK, letterhead, titled
from fieldsurvey.report.sections import parties, unnumbered
from fieldsurvey.report.signature_page import signature_page
from fieldsurvey.report.tables import marked, paragraph, plain, section, table
from fieldsurvey.report.visit_paper import fact_list
from fieldsurvey.report.writing import write_document

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from reportlab.platypus import Flowable

    from fieldsurvey.report.content import BeritaAcara
    from fieldsurvey.report.signature_page import SignatureField
    from fieldsurvey.report.writing import Paper
    from fieldsurvey.survey.amendments import Amendment, LateChange

CALLED = "Berita Acara Perbaikan"


@dataclass(frozen=True, slots=True)
class Addendum:
    """What an addendum says.

    Attributes:
        minutes: the berita acara as the data would give it now; its number, code and parties stand here too.
        number: of the addendum, ``""`` for one that a pen will write.
        code: its document code.
        minutes_digest: SHA-256 of the berita acara's file as made, before anyone signed.
        made_on: day of the addendum.
        late: changes that arrived after the seal and stand in no earlier addendum.
        corrections: noted since then.
    """

    minutes: BeritaAcara
    number: str
    code: str
    minutes_digest: str
    made_on: date
    late: tuple[LateChange, ...]
    corrections: tuple[Amendment, ...]


def make_addendum(addendum: Addendum, out: Path) -> Paper:
    """Write an addendum, ready to be signed.

    Raises:
        AlreadySigned, ReportError, FileProblem: as `write_document`.
    """
    minutes, found = addendum.minutes, list["SignatureField"]()
    visit = minutes.visit
    story: list[Flowable] = [
        *letterhead(visit.institutions, minutes.photo),
        *titled(
            NAMES[Kind.ADDENDUM].upper(),
            "ATAS BERITA ACARA PEMERIKSAAN LAPANGAN",
            number=addendum.number,
            blank=minutes.number_blank,
        ),
        paragraph(
            f"Pada hari ini {date_in_words(addendum.made_on)}, bertempat di {minutes.place}, kami yang bertanda tangan "
            "di bawah ini:"
        ),
        *parties(minutes),
        paragraph(
            f"menyatakan perbaikan atas Berita Acara Nomor {visit.number or BLANK} sebagaimana diuraikan di bawah ini. "
            "Berita Acara tersebut tidak diubah dan tetap berlaku selebihnya."
        ),
        *section("A.", "Berita Acara yang diperbaiki", [fact_list(_refers(addendum))]),
        *_late(addendum),
        *_corrections(addendum),
    ]
    if not addendum.number:
        story.append(marked(f"<b>Catatan.</b> {plain(unnumbered(addendum.code))}"))
    # Everybody signs the addendum anew, whatever they answered to the minutes.
    signing = replace(
        minutes,
        visit=replace(visit, reactions=()),
        signed_on=addendum.made_on,
        called=CALLED,
        annexes=(),
    )
    story += signature_page(signing, found)
    moment = None if visit.seal is None else visit.seal.sealed_at
    return write_document(
        story, _sheet(addendum), out, attachment=_attachment(addendum), moment=moment, found=found
    )


def _refers(addendum: Addendum) -> list[tuple[str, str]]:
    minutes = addendum.minutes
    visit, zone = minutes.visit, minutes.visit.mall.zone
    facts = [
        ("Nomor", visit.number or "tanpa nomor"),
        ("Tanggal", long_date(minutes.signed_on)),
        ("Tempat", ", ".join(filter(None, (visit.mall.name, visit.mall.address)))),
        ("Kode dokumen", minutes.document_code),
        ("SHA-256 berkas", addendum.minutes_digest or "tidak tercatat"),
        ("Segel SHA-256", minutes.seal),
    ]
    if visit.seal is not None:
        at = visit.seal.sealed_at
        when = f"{long_date(local_date(at, zone))} pukul {clock_time(at, zone)} {zone_abbreviation(zone)}"
        facts.append(("Disegel", f"{when} oleh {visit.seal.sealed_by}"))
    return [
        *facts,
        ("Keterangan", "SHA-256 berkas ialah sidik berkas sebelum tanda tangan pertama."),
    ]


def _late(addendum: Addendum) -> list[Flowable]:
    title = "Perubahan yang tiba setelah segel"
    if not addendum.late:
        return section("B.", title, [paragraph("Tidak ada perubahan yang tiba setelah segel.")])
    visit = addendum.minutes.visit
    count = len(addendum.late)
    rows = [
        [str(number), _when(addendum, row.at), row.author, row.about, list(_lines(row.said))]
        for number, row in enumerate(late_rows(visit, addendum.late), 1)
    ]
    intro = (
        f"{count} ({terbilang(count)}) perubahan tiba setelah segel, karena dicatat di perangkat lain atau kemudian; "
        "tidak termuat dalam Berita Acara dan tidak mengubah nilai yang tercetak di dalamnya. Isi jawaban hasil "
        "wawancara dan keterangan rahasia tidak ditampilkan."
    )
    head = ["No.", "Waktu", "Dicatat oleh", "Mengenai", "Perubahan"]
    return section(
        "B.", title, [paragraph(intro), table(head, rows, [9, 31, 28, 35, 62], right=[0])]
    )


def _corrections(addendum: Addendum) -> list[Flowable]:
    title = "Perbaikan isi"
    if not addendum.corrections:
        return section("C.", title, [paragraph("Tidak ada perbaikan isi.")])
    rows = [
        [str(number), each.part, each.printed or "–", each.correct, each.reason]
        for number, each in enumerate(addendum.corrections, 1)
    ]
    head = ["No.", "Bagian", "Tertulis", "Seharusnya", "Alasan"]
    return section("C.", title, [table(head, rows, [9, 28, 44, 44, 40], right=[0])])


def _when(addendum: Addendum, at: datetime) -> str:
    zone = addendum.minutes.visit.mall.zone
    return f"{short_date(local_date(at, zone))} {clock_time(at, zone)} {zone_abbreviation(zone)}"


def _lines(said: tuple[str, ...]) -> list[Flowable]:
    return [paragraph(line, "cell") for line in said]


def _sheet(addendum: Addendum) -> Sheet:
    minutes = addendum.minutes
    name, place = NAMES[Kind.ADDENDUM], minutes.visit.mall.name
    return Sheet(
        title=f"{name} – {place}",
        running=f"{name} · {place}",
        number=f"Nomor {addendum.number}" if addendum.number else "",
        code=addendum.code,
        seal=minutes.seal_short,
        qr=f"{addendum.code}\n{minutes.seal or 'tanpa segel'}\nfieldsurvey verify FILE.pdf",
        sample=minutes.visit.sample,
        training=minutes.visit.training,
        working=False,
        size=minutes.size,
        initials=("paraf PIHAK II", "paraf PIHAK I"),
    )


def _attachment(addendum: Addendum) -> dict[str, object]:
    return {
        **addendum.minutes.attachment(),
        "kind": Kind.ADDENDUM.value,
        "document": addendum.code,
        "number": addendum.number,
        "amends": {
            "document": addendum.minutes.document_code,
            "number": addendum.minutes.visit.number,
            "sha256": addendum.minutes_digest,
        },
    }

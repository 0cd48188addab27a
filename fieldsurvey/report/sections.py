"""The text of a berita acara from its letterhead to the reaction of the inspected party (domain.md §6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.indonesia import (
    clock_time,
    date_in_words,
    full_date,
    local_date,
    local_time,
    long_date,
    runs,
    terbilang,
    zone_abbreviation,
)
from fieldsurvey.report.content import COUNTERPART, REFUSE, TEAM_ROLES, inspected_stands
from fieldsurvey.report.letterhead import BLANK, letterhead, titled
from fieldsurvey.report.tables import (
    marked,
    paragraph,
    plain,
    section,
    subsection,
    table,
)
from fieldsurvey.survey.arrival import clock_notes
from fieldsurvey.survey.disclosure import FEWEST
from fieldsurvey.survey.gaps import FEWEST_WITNESSES

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from fieldsurvey.report.content import BeritaAcara
    from fieldsurvey.survey.model import Finding, Person, Reaction, Stand, Taxonomy

TITLE = "BERITA ACARA"
SUBJECT = "PEMERIKSAAN LAPANGAN (KUNJUNGAN TANPA PEMBERITAHUAN)"

_STATUS = {
    "open": "Buka",
    "closed": "Tutup pada jam layanan",
    "off-schedule": "Di luar jadwal layanan",
    "no-schedule": "Kosong; jadwal tidak diketahui",
    "": "Diperiksa",
}
_ROLE = {"lead": "Ketua tim", "member": "Anggota"}
_CLASS = {"ringan": "Ringan", "sedang": "Sedang", "berat": "Berat"}
_REACTION = {
    "agree": ("menyetujui isi Berita Acara", ""),
    "agree-with-notes": ("menyetujui isi Berita Acara", " dengan catatan:"),
    REFUSE: ("menolak menandatangani Berita Acara", " dengan alasan:"),
    "reply": ("menyampaikan tanggapan", ":"),
}


def opening(content: BeritaAcara) -> list[Flowable]:
    """Return letterhead, title, number, the day in words and both parties."""
    visit, zone = content.visit, content.visit.mall.zone
    assert visit.started_at is not None  # noqa: S101  BeritaAcara refuses a visit without
    day = local_date(visit.started_at, zone)
    times = f"pukul {clock_time(visit.started_at, zone)}"
    if visit.ended_at is not None:
        end_day = local_date(visit.ended_at, zone)
        on = "" if end_day == day else f" {full_date(end_day)} pukul"
        times += f" s.d.{on} {clock_time(visit.ended_at, zone)}"
    times += f" {zone_abbreviation(zone)}"
    place = ", ".join(part for part in (visit.mall.name, visit.mall.address) if part)
    assignment = f"Surat Tugas Nomor {visit.assignment or BLANK}"
    if visit.assignment_date is not None:
        assignment += f" tanggal {long_date(visit.assignment_date)}"
    return [
        *letterhead(visit.institutions, content.photo),
        *titled(TITLE, SUBJECT, number=visit.number, blank=content.number_blank),
        paragraph(
            f"Pada hari ini {date_in_words(day)}, {times}, bertempat di {place}, "
            "kami yang bertanda tangan di bawah ini:"
        ),
        *parties(content),
        paragraph(
            f"Berdasarkan {assignment}, PIHAK PERTAMA telah melakukan pemeriksaan lapangan tanpa "
            f"pemberitahuan terlebih dahulu terhadap penyelenggaraan pelayanan publik di "
            f"{visit.mall.name}, dihadiri oleh PIHAK KEDUA, dengan hasil sebagai berikut."
        ),
    ]


def parties(content: BeritaAcara) -> list[Flowable]:
    """Return both parties with the names that the text calls them by."""
    return [
        *subsection(
            "I. Tim Pemeriksa, selanjutnya disebut PIHAK PERTAMA",
            [_people(content.people(*TEAM_ROLES))],
        ),
        *subsection(
            "II. Penyelenggara, selanjutnya disebut PIHAK KEDUA",
            [_people(content.people(COUNTERPART))],
        ),
    ]


def legal_basis(content: BeritaAcara) -> list[Flowable]:
    """Return section A."""
    lines = enumerate(content.legal_basis, 1)
    body = [paragraph(line, "list", bullet=f"{number}.") for number, line in lines]
    return section("A.", "Dasar hukum", body or [paragraph(BLANK)])


def scope(content: BeritaAcara) -> list[Flowable]:
    """Return section B: what was inspected, n of N, and how each stand was found."""
    visit = content.visit
    inspected = inspected_stands(visit)
    seen = [stand for stand in visit.stands if stand.status or stand.id in inspected]
    unseen = [stand.name for stand in visit.stands if stand not in seen]
    users = len(visit.service_users)
    counted = "kurang dari lima" if 0 < users < FEWEST else str(users)
    body: list[Flowable] = [
        paragraph(
            f"Pemeriksaan mencakup sarana dan layanan bersama {visit.mall.name} serta gerai "
            f"pelayanan yang tercantum di bawah ini. Gerai yang diperiksa: {len(inspected)} "
            f"({terbilang(len(inspected))}) dari {len(visit.stands)} "
            f"({terbilang(len(visit.stands))}) gerai. Petugas yang diwawancarai: "
            f"{len(visit.officers)} orang. Pengguna layanan yang diwawancarai tanpa identitas: "
            f"{counted} orang."
        )
    ]
    if seen:
        rows = [
            [
                stand.code,
                [paragraph(stand.name, "cell"), *_muted(stand.institution)],
                stand.floor or "–",
                [paragraph(_status(stand), "cell"), *_muted(stand.status_note)],
            ]
            for stand in seen
        ]
        head = ["Kode", "Gerai", "Lantai", "Keadaan saat pemeriksaan"]
        body.append(table(head, rows, [16, 74, 18, 57]))
    if unseen:
        body.append(
            paragraph(f"Gerai yang tidak dikunjungi ({len(unseen)}): {', '.join(unseen)}.", "note")
        )
    return section("B.", "Ruang lingkup", body)


def chronology(content: BeritaAcara) -> list[Flowable]:
    """Return section C: what happened when, in the site's time."""
    zone = content.visit.mall.zone
    events = sorted(content.visit.events, key=lambda event: event.at)
    rows = [[local_time(event.at, zone), event.text] for event in events]
    body = [
        table(["Waktu", "Uraian"], rows, [24, 141])
        if rows
        else paragraph("Tidak ada catatan kronologi.")
    ]
    body += [paragraph(line, "note") for line in clock_notes(content.visit.clocks, zone)]
    return section("C.", "Uraian pelaksanaan", body)


def findings(content: BeritaAcara) -> list[Flowable]:
    """Return section D: condition, criterion, evidence and class of each finding."""
    title = "Hasil pemeriksaan dan temuan"
    found = sorted(content.visit.findings, key=lambda finding: finding.number)
    if not found:
        none = paragraph("Tidak ada temuan yang dicatat pada pemeriksaan ini.")
        return section("D.", title, [none])
    shown = {photo.number for photo in content.photos()}
    rows = [
        [
            str(finding.number),
            [
                paragraph(finding.target_name or "–", "cell"),
                *_muted(f"Butir {finding.item}" if finding.item else ""),
            ],
            _condition(finding, content.visit.taxonomy),
            finding.criterion or "–",
            _evidence(finding, shown),
            paragraph(
                _CLASS.get(finding.classification, finding.classification),
                "cell-bold" if finding.classification == "berat" else "cell",
            ),
        ]
        for finding in found
    ]
    counts = [
        f"{sum(finding.classification == kind for finding in found)} {kind}"
        for kind in ("berat", "sedang", "ringan")
    ]
    head = ["No.", "Gerai", "Uraian", "Kriteria", "Bukti", "Klasifikasi"]
    return section(
        "D.",
        title,
        [
            paragraph(
                f"Dicatat {len(found)} ({terbilang(len(found))}) temuan: {', '.join(counts)}. "
                "Nomor pada kolom Bukti menunjuk foto dalam Lampiran II; di sana setiap foto menyebut butir dan "
                "nomor temuan yang dibuktikannya."
            ),
            table(head, rows, [9, 29, 54, 37, 17, 19], right=[0]),
        ],
    )


def corrective_actions(content: BeritaAcara) -> list[Flowable]:
    """Return section F: who puts what right, until when."""
    title = "Saran dan tindakan perbaikan"
    rows = [
        [
            str(finding.number),
            finding.action or "–",
            finding.owner or "–",
            _deadline(content, finding),
        ]
        for finding in sorted(content.visit.findings, key=lambda finding: finding.number)
        if finding.action or finding.owner or content.deadline(finding) is not None
    ]
    if not rows:
        return section("F.", title, [paragraph("Tidak ada tindakan perbaikan yang disarankan.")])
    intro = paragraph(
        "PIHAK KEDUA melaksanakan perbaikan berikut dan menyampaikan buktinya kepada PIHAK "
        "PERTAMA paling lambat pada tenggat masing-masing."
    )
    head = ["Temuan", "Tindakan perbaikan", "Penanggung jawab", "Tenggat"]
    return section("F.", title, [intro, table(head, rows, [15, 77, 40, 33], right=[0])])


def reactions(content: BeritaAcara) -> list[Flowable]:
    """Return section G: agreement, notes, or a refusal to sign with its reason and witnesses."""
    given = [each for each in content.visit.reactions if each.kind in _REACTION]
    body = [_reaction(content, reaction) for reaction in given]
    if not body:
        body = [paragraph("PIHAK KEDUA tidak menyampaikan tanggapan tertulis.")]
    body += [marked(f"<b>Catatan.</b> {plain(remark)}") for remark in content.remarks]
    if not content.visit.number:
        body.append(marked(f"<b>Catatan.</b> {plain(unnumbered(content.document_code))}"))
    return section("G.", "Tanggapan PIHAK KEDUA", body)


def unnumbered(code: str) -> str:
    """Return the sentence without which nobody signs a paper electronically that has no number yet."""
    return (
        "Nomor naskah ini belum ditetapkan dan ditulis kemudian oleh tata usaha; tanda tangan elektronik "
        f"yang diberikan sebelum itu mengikat naskah dengan kode dokumen {code}."
    )


def _people(people: tuple[Person, ...]) -> Flowable:
    rows = [
        [
            str(number),
            [paragraph(person.name, "cell-bold"), *_muted(person.rank)],
            person.staff_number or "–",
            person.position or _ROLE.get(person.role, "–"),
            person.institution or "–",
        ]
        for number, person in enumerate(people, 1)
    ]
    return table(
        ["No.", "Nama", "NIP/NIK", "Jabatan", "Instansi"], rows, [9, 44, 34, 37, 41], right=[0]
    )


def _status(stand: Stand) -> str:
    return _STATUS.get(stand.status, stand.status)


def _muted(text: str) -> list[Flowable]:
    return [paragraph(text, "cell-muted")] if text else []


def _condition(finding: Finding, taxonomy: Taxonomy) -> list[Flowable]:
    """Return what was found, why, to what effect, and what it is by the list of classes that the visit pins."""
    lines = [paragraph(finding.condition, "cell")]
    told = (
        ("Sebab", finding.cause),
        ("Akibat", finding.effect),
        (taxonomy.title, "; ".join(taxonomy.labels(finding.classes))),
    )
    for label, text in told:
        if text:
            lines.append(marked(f"<b>{label}:</b> {plain(text)}", "cell-muted"))
    return lines


def _evidence(finding: Finding, shown: set[int]) -> str:
    numbers = shown & {*finding.photos}
    return f"Foto {runs(numbers)}" if numbers else "–"


_DAYS = {"": "kalender", "calendar": "kalender", "working": "kerja"}


def _deadline(content: BeritaAcara, finding: Finding) -> list[Flowable]:
    day = content.deadline(finding)
    if day is None:
        return [paragraph("–", "cell")]
    days = finding.deadline_days
    term = (
        ""
        if days is None
        else "segera"
        if days <= 1
        else f"{days} hari {_DAYS[finding.deadline_kind]}"
    )
    return [paragraph(long_date(day), "cell"), *_muted(term)]


def _reaction(content: BeritaAcara, reaction: Reaction) -> Flowable:
    says, with_text = _REACTION[reaction.kind]
    text = f"<b>{plain(content.name_of(reaction.person))}</b> {says}"
    if reaction.text:
        text += f"{with_text} “{plain(reaction.text.rstrip(' .'))}”"
    text += "."
    if reaction.kind == REFUSE:
        names = [plain(content.name_of(witness)) for witness in reaction.witnesses]
        names += [BLANK] * (FEWEST_WITNESSES - len(names))  # for a pen
        text += f" Penolakan ini disaksikan oleh {' dan '.join(names)} sebagai saksi."
    return marked(text)

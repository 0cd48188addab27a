"""The appendices: who was there, what the photos show, how the score is made up, what was received."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from fieldsurvey.indonesia import format_decimal, local_date, local_time, runs, short_date
from fieldsurvey.report.content import COUNTERPART, PARTY, TEAM_ROLES, WITNESS
from fieldsurvey.report.flowables import attach
from fieldsurvey.report.photos import PICTURE_WIDTH, Mat, pictures
from fieldsurvey.report.score_pages import recapitulation
from fieldsurvey.report.tables import WIDTH, grid, marked, paragraph, plain, table
from fieldsurvey.report.tagging import CAPTION, Element

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.media.edits import Recipe
    from fieldsurvey.report.content import BeritaAcara
    from fieldsurvey.report.tagged_canvas import Picture
    from fieldsurvey.survey.model import Photo


def annexes(content: BeritaAcara) -> list[Flowable]:
    """Return all appendices, each under its own title."""
    bodies = (_attendance(content), _photos(content), recapitulation(content), _documents(content))
    flowables: list[Flowable] = [PageBreak()]
    for number, ((label, title), body) in enumerate(zip(content.annexes, bodies, strict=True)):
        if number:
            flowables.append(CondPageBreak(100 * mm))
        flowables.append(paragraph(f"{label} – {title}", "heading-annex"))
        flowables += body
    return flowables


def _attendance(content: BeritaAcara) -> list[Flowable]:
    people = content.people(*TEAM_ROLES, COUNTERPART, WITNESS)
    rows = [
        [
            str(number),
            [paragraph(person.name, "cell-bold"), paragraph(person.staff_number, "cell-muted")],
            person.position or "–",
            person.institution or "–",
            PARTY[person.role],
        ]
        for number, person in enumerate(people, 1)
    ]
    return [
        table(
            ["No.", "Nama, NIP/NIK", "Jabatan", "Instansi", "Sebagai"],
            rows,
            [9, 46, 42, 42, 26],
            right=[0],
        )
    ]


def _documents(content: BeritaAcara) -> list[Flowable]:
    names = content.visit.documents_received
    if not names:
        return [paragraph("Tidak ada dokumen yang diterima.")]
    rows = [[str(number), name] for number, name in enumerate(names, 1)]
    return [table(["No.", "Dokumen"], rows, [9, 156], right=[0])]


def _photos(content: BeritaAcara) -> list[Flowable]:
    photos = content.photos()
    if not photos:
        return [paragraph("Tidak ada foto.")]
    shown = [photo for photo in photos if photo.media_type.startswith("image/")]
    others = [photo for photo in photos if not photo.media_type.startswith("image/")]
    take = pictures(
        content.photo, (photo.sha256 for photo in shown), content.photo_size, content.kept
    )
    flowables: list[Flowable] = [
        paragraph(
            "Salinan foto telah dibersihkan dari metadata; berkas asli disimpan bersama data "
            "pemeriksaan dan dikenali dari SHA-256."
        )
    ]
    flowables += [_evidence(content, photo, partial(take, photo.sha256)) for photo in shown]
    if others:
        rows = [
            [str(photo.number), _told(content, photo), _when(content, photo), photo.sha256[:16]]
            for photo in others
        ]
        flowables.append(
            table(["No.", "Bukti lain", "Waktu", "SHA-256"], rows, [9, 84, 42, 30], right=[0])
        )
    return flowables


def _evidence(content: BeritaAcara, photo: Photo, take: Callable[[], Picture | None]) -> Flowable:
    """Return a photo and, beside it, its caption and facts, never parted by a page's end."""
    facts = (
        *_proves(content, photo),
        ("Waktu", _when(content, photo)),
        ("Koordinat", _position(photo)),
        ("SHA-256", photo.sha256[:16]),
        *_edits(content.edited(photo.sha256)),
    )
    mat = Mat(take, f"Foto {photo.number}: {_where(photo)}")
    caption = Element(CAPTION, mat.element)
    beside = [
        attach(paragraph(f"Foto {photo.number}", "photo"), caption),
        attach(paragraph(_where(photo), "caption"), caption),
        *(marked(f"<b>{label}</b> {plain(fact)}", "cell-muted") for label, fact in facts),
    ]
    gap = 6 * mm
    widths = [PICTURE_WIDTH, gap, WIDTH - PICTURE_WIDTH - gap]
    return grid([[[mat], "", beside]], widths, above=3, below=9)


def _proves(content: BeritaAcara, photo: Photo) -> list[tuple[str, str]]:
    """Return the way back from a photo: the question it answers, and the findings of section D that name it."""
    numbers = {each.number for each in content.visit.findings if photo.number in each.photos}
    told = (
        ("Butir", content.questions.get(photo.id, "")),
        ("Bukti temuan", f"nomor {runs(numbers)}" if numbers else ""),
    )
    return [(label, fact) for label, fact in told if fact]


def _told(content: BeritaAcara, photo: Photo) -> list[Flowable]:
    facts = _proves(content, photo)
    lines = [marked(f"<b>{label}</b> {plain(fact)}", "cell-muted") for label, fact in facts]
    return [paragraph(_where(photo), "cell"), *lines]


def _edits(recipe: Recipe) -> list[tuple[str, str]]:
    """Return what was done to the picture, so that nobody takes it for what the camera saw."""
    done = (
        ("diputar", bool(recipe.turn)),
        ("dipotong", recipe.crop is not None),
        ("diberi tanda", len(recipe.marks) > len(recipe.blurs)),
        ("sebagian dikaburkan", bool(recipe.blurs)),
    )
    said = ", ".join(word for word, so in done if so)
    return [("Suntingan", said)] if said else []


def _where(photo: Photo) -> str:
    return (
        " – ".join(part for part in (photo.target_name, photo.caption) if part)
        or "Tanpa keterangan"
    )


def _when(content: BeritaAcara, photo: Photo) -> str:
    if photo.taken_at is None:
        return "waktu tidak tercatat"
    zone = content.visit.mall.zone
    return f"{short_date(local_date(photo.taken_at, zone))} {local_time(photo.taken_at, zone)}"


def _position(photo: Photo) -> str:
    if photo.latitude is None or photo.longitude is None:
        return "tanpa koordinat"
    south = "LS" if photo.latitude < 0 else "LU"
    east = "BT" if photo.longitude >= 0 else "BB"
    latitude, longitude = (Decimal(str(abs(each))) for each in (photo.latitude, photo.longitude))
    return f"{format_decimal(latitude, 5)}° {south}, {format_decimal(longitude, 5)}° {east}"

"""The appendices: who was there, what the photos show, how the score is made up, what was received."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

from PIL import Image as PillowImage
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Image, PageBreak

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.indonesia import format_decimal, local_date, local_time, short_date
from fieldsurvey.media import clean_copy
from fieldsurvey.report.content import COUNTERPART, PARTY, TEAM_ROLES, WITNESS
from fieldsurvey.report.fonts import MUTED, RULE, SANS, TINT
from fieldsurvey.report.score_pages import recapitulation
from fieldsurvey.report.tables import WIDTH, grid, marked, paragraph, plain, table

if TYPE_CHECKING:
    from fieldsurvey.report.content import BeritaAcara
    from fieldsurvey.survey.model import Photo

_PICTURE_WIDTH, _PICTURE_HEIGHT = 70.4 * mm, 52.8 * mm  # four to a page
_LONGEST_SIDE = 1280  # pixels: 400 to the inch at the printed size
_QUALITY = 85


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
    pictures = [photo for photo in photos if photo.media_type.startswith("image/")]
    others = [photo for photo in photos if photo not in pictures]
    flowables: list[Flowable] = [
        paragraph(
            "Salinan foto telah dibersihkan dari metadata; berkas asli disimpan bersama data "
            "pemeriksaan dan dikenali dari SHA-256."
        )
    ]
    flowables += [_evidence(content, photo) for photo in pictures]
    if others:
        rows = [
            [str(photo.number), _where(photo), _when(content, photo), photo.sha256[:16]]
            for photo in others
        ]
        flowables.append(
            table(["No.", "Bukti lain", "Waktu", "SHA-256"], rows, [9, 84, 42, 30], right=[0])
        )
    return flowables


def _evidence(content: BeritaAcara, photo: Photo) -> Flowable:
    """Return a photo and, beside it, its facts, never parted by a page's end."""
    facts = (
        ("Waktu", _when(content, photo)),
        ("Koordinat", _position(photo)),
        ("SHA-256", photo.sha256[:16]),
    )
    beside = [
        paragraph(f"Foto {photo.number}", "subheading"),
        paragraph(_where(photo), "caption"),
        *(marked(f"<b>{label}</b> {plain(fact)}", "cell-muted") for label, fact in facts),
    ]
    gap = 6 * mm
    widths = [_PICTURE_WIDTH, gap, WIDTH - _PICTURE_WIDTH - gap]
    return grid([[[_image(content, photo)], "", beside]], widths, above=3, below=9)


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


def _image(content: BeritaAcara, photo: Photo) -> Flowable:
    """Return the photo upright, without metadata, centred in a frame of fixed size."""
    try:
        copy, width, height = _printable(clean_copy(content.photo(photo.sha256)))
    except FieldSurveyError:
        return _Mat(None, 0, 0)
    scale = min(_PICTURE_WIDTH / width, _PICTURE_HEIGHT / height)
    return _Mat(
        Image(io.BytesIO(copy), width * scale, height * scale), width * scale, height * scale
    )


def _printable(data: bytes) -> tuple[bytes, int, int]:
    """Return a clean photo no larger than print needs, as JPEG, with its size in pixels."""
    with PillowImage.open(io.BytesIO(data)) as image:
        if max(image.size) <= _LONGEST_SIDE and image.format == "JPEG":
            return data, *image.size
        image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        small = image.convert("RGB")
    small.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), *small.size


class _Mat(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A photo on a tinted mat, so that upright and lying photos align; or a word that it is missing."""

    def __init__(self, image: Image | None, width: float, height: float) -> None:
        super().__init__()
        self._image, self._size = image, (width, height)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del width, height
        return _PICTURE_WIDTH, _PICTURE_HEIGHT

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(TINT)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.35)
        canvas.rect(0, 0, _PICTURE_WIDTH, _PICTURE_HEIGHT, stroke=1, fill=1)
        if self._image is not None:
            width, height = self._size
            self._image.drawOn(canvas, (_PICTURE_WIDTH - width) / 2, (_PICTURE_HEIGHT - height) / 2)
            return
        canvas.setFillColor(MUTED)
        canvas.setFont(SANS, 9)
        text = "Berkas foto belum diterima atau tidak terbaca"
        canvas.drawCentredString(_PICTURE_WIDTH / 2, _PICTURE_HEIGHT / 2, text)

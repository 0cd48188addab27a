"""Visits by chance: empty and huge, with long words, emoji and names that run from right to left."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image

from fieldsurvey.errors import PhotoError
from fieldsurvey.survey.model import Event, Finding, Institution, Person, Photo, Reaction, Stand
from tests.report.report_example import START, example, with_visit

if TYPE_CHECKING:
    from fieldsurvey.report import BeritaAcara

NAMES = (
    "Siti",
    "Ahmad bin Wahid",
    "محمد عبد الله",
    "יוסף כהן",
    "陳美玲",
    "Nguyễn Thị Hoa",
    "😀 Budi 🇮🇩",
    "O'Brien <&>",
    "X Æ A-12",
    "Þórr",
    "ᬩᬮᬶ",
    "a\u0301\u0323\u0308",
    "\u202eNAMA\u202c",
    "",
)
WORDS = (
    "gerai",
    "pelayanan",
    "antrean",
    "maklumat",
    "tarif",
    "pengaduan",
    "😡",
    "<b>",
    "&amp;",
    "x" * 90,
    "نص",
    "\n",
    "\t",
    "a/b/c/d" * 12,
    "https://contoh.go.id/" + "p" * 60,
    "\ue000",
    "\x07",
    "½",
    "≤",
)
_MOST_SIGN = 40


@cache
def _example() -> BeritaAcara:
    return example()


@cache
def photo_of(number: int) -> bytes:
    """Draw a small photo; every fifth is no photo at all."""
    if number % 5 == 4:
        return b"\xff\xd8\xff truncated"
    rng = random.Random(number)
    mode = ("RGB", "L", "CMYK", "RGBA")[number % 4]
    image = Image.new(
        mode,
        (rng.randrange(1, 90), rng.randrange(1, 90)),
        rng.randrange(1 << 24) if mode == "RGB" else 90,
    )
    out = io.BytesIO()
    image.save(out, "PNG" if mode == "RGBA" else "JPEG")
    return out.getvalue()


def visit_by_chance(seed: int, *, photos: int | None = None) -> BeritaAcara:
    """Return the content of a berita acara; the same seed gives the same.

    Args:
        seed: of the chance.
        photos: how many photos; by default up to five.
    """
    rng = random.Random(seed)
    huge = seed % 25 == 9
    count = rng.randrange(6) if photos is None else photos

    def text(most: int) -> str:
        return " ".join(rng.choices(WORDS, k=rng.randrange(most * (12 if huge else 1) + 1)))

    def some(most: int) -> range:
        return range(rng.choice((0, 0, 1, most * (4 if huge else 1))))

    content = _example()
    people = [
        Person(f"p{n}", rng.choice(NAMES) or "N", "lead" if n == 0 else "counterpart", text(3))
        for n in range(2)
    ]
    people += [
        Person(
            f"p{n}",
            rng.choice(NAMES),
            rng.choice(("member", "counterpart", "witness")),
            text(4),
            text(2),
            "",
            text(5),
        )
        for n in range(2, _MOST_SIGN if seed % 10 == 3 else rng.choice((2, 3, 8)))
    ]
    shots = tuple(
        Photo(
            f"f{n}",
            n,
            f"{n:064x}",
            "image/jpeg",
            "",
            "/data/x",
            START + timedelta(seconds=n) if n % 3 else None,
            caption=text(6),
            target_name=text(3),
            latitude=-1.5 if n % 2 else None,
            longitude=110.0 if n % 2 else None,
        )
        for n in range(1, count + 1)
    )
    visit = with_visit(
        content,
        people=tuple(people),
        stands=tuple(
            Stand(f"s{n}", f"G{n}", text(4), text(4), status=rng.choice(("open", "closed", "")))
            for n in some(9)
        ),
        institutions=tuple(
            Institution(f"i{n}", text(4) or "I", (text(3).upper(), text(3)), text(1))
            for n in range(seed % 4)
        ),
        events=tuple(Event(f"e{n}", START, text(12)) for n in some(5)),
        findings=tuple(
            Finding(
                f"t{n}",
                n,
                "s0",
                text(3),
                f"A{n}",
                text(30),
                text(8),
                rng.choice(("berat", "ringan", "")),
                photos=(1,),
                cause=text(5),
                effect=text(5),
                action=text(9),
                owner=text(4),
                deadline_days=rng.randrange(40),
            )
            for n in some(6)
        ),
        reactions=tuple(
            Reaction(p.id, rng.choice(("agree", "agree-with-notes", "refuse")), text(9))
            for p in people[1:3]
        ),
        photos=shots,
        documents_received=tuple(text(5) for _ in some(4)),
        number=text(2),
        responses=(),
        service_users=(),
    )
    return replace(
        visit,
        photo=_load,
        score=content.score if seed % 20 == 5 else None,
        signatories=() if seed % 7 == 0 else None,
        place=text(2) or "Samarinda",
    )


def _load(sha256: str) -> bytes:
    number = int(sha256, 16)
    if number % 11 == 10:
        raise PhotoError(path="photo", what="not here")
    return photo_of(number)

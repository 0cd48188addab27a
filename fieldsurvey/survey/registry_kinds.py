"""What the registry knows of each kind, column by column: the tables that offices keep in Excel.

A record is named by its key columns; codes are the office's own, those of regions Kemendagri's (with BPS's beside them:
the two differ inside one province, domain.md §9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import ZONES, folded, zone_info

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What names a record among those of its kind.
Key = tuple[str, ...]

_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2})?")
_BPS = re.compile(r"[0-9]{2}([0-9]{2})?")
_TIME = re.compile(r"([01][0-9]|2[0-3])[.:]([0-5][0-9])")
_DAYS = {"sen": 1, "sel": 2, "rab": 3, "kam": 4, "jum": 5, "sab": 6, "min": 7}
_KINDS_OF_REGION = ("provinsi", "kabupaten", "kota")
_KINDS_OF_INSTITUTION = ("pusat", "provinsi", "kabkota", "bumn", "bumd", "lns", "swasta")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a kind.

    Attributes:
        read: from the cell's text to the value kept; raises FigureError with what is wanted.
        required: a blank cell is a fault.
        choices: the only words that can stand in it, none when anything can.
    """

    name: str
    label: str
    read: Callable[[str], str] = str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    Attributes:
        name: also that of its sheet.
        key: the columns that name a record.
        alike: the column by which doubles are suspected, "" for none.
        belongs: column → kind whose record it names.
        fault: from a row's values to what does not fit among them, "" when all does.
    """

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    alike: str = ""
    belongs: tuple[tuple[str, str], ...] = ()
    fault: Callable[[Mapping[str, str]], str] = lambda _: ""

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes by name: what a column reads is a function."""
        return _of_name, (self.name,)

    def owner(self, column: str, values: Mapping[str, str]) -> Key:
        """Return the key of the record that a column names: a stand is one of its mall, all others have their code."""
        within = (values.get("mall", ""),) if dict(self.belongs)[column] == "stand" else ()
        return tuple(folded(each) for each in (*within, values.get(column, "")))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, or a record held: its kind and its values by column (blank ones left out).

    Attributes:
        place: of it, for messages.
        row: in its sheet, 0 for a record held.
        entity: of the record held, "" for a row of a table.
    """

    kind: Kind
    place: str
    values: dict[str, str]
    row: int = 0
    entity: str = ""

    @property
    def key(self) -> Key:
        """What names the record, whatever its capitals and spaces."""
        return tuple(folded(self.values.get(name, "")) for name in self.kind.key)


def days(text: str) -> str:
    """Read ``Senin–Jumat``, ``Sen, Rab, Jum``, ``1-5``; return day numbers ``1,3,5`` (1 = Monday).

    Raises:
        FigureError: anything else.
    """
    found: set[int] = set()
    for part in re.split(r"[,;]", text):
        ends = [_day(end) for end in re.split(r"\s*(?:-|–|s\.?d\.?)\s*", part.strip()) if end]
        if len(ends) not in {1, 2} or ends[0] > ends[-1]:
            raise FigureError(what="write days as Senin-Jumat or Sen, Rab, Jum")
        found.update(range(ends[0], ends[-1] + 1))
    return ",".join(map(str, sorted(found)))


def clock(text: str) -> str:
    """Read ``08.00`` or ``08:00``; return ``08:00``.

    Raises:
        FigureError: anything else.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise FigureError(what="write a time as 08.00")
    return f"{found[1]}:{found[2]}"


def _day(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 7:
        return int(text)
    number = _DAYS.get(text.casefold()[:3])
    if number is None:
        raise FigureError(what="write days as Senin-Jumat or Sen, Rab, Jum")
    return number


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise FigureError(what="write a date as 2026-11-23") from error


def _validity(values: Mapping[str, str]) -> str:
    start, end = values.get("valid_from", ""), values.get("valid_until", "")
    return "valid_until lies before valid_from" if start and end and end < start else ""


def _hours(values: Mapping[str, str]) -> str:
    opens, closes = values.get("opens", ""), values.get("closes", "")
    start, end = values.get("break_from", ""), values.get("break_to", "")
    if opens and closes and closes <= opens:
        return "closes must be later than opens"
    if bool(start) != bool(end):
        return "a break needs break_from and break_to"
    if start and not opens <= start < end <= closes:
        return "the break must lie between opens and closes"
    return _validity(values)


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise FigureError(what=what)
        return text

    return read


def _one_of(*words: str) -> Callable[[str], str]:
    listed = ", ".join(words)

    def read(text: str) -> str:
        if text.casefold() not in words:
            raise FigureError(what=f"one of {listed}", template="one of {words}", words=listed)
        return text.casefold()

    return read


def _zone(text: str) -> str:
    try:
        zone_info(text)
    except FigureError as error:
        template = "{value} is not a time zone of Indonesia: use {words}"
        words = ", ".join(ZONES)
        what = str(error)
        raise FigureError(what=what, template=template, value=repr(text), words=words) from error
    return text


def _whole(text: str) -> str:
    if not text.isdecimal():
        raise FigureError(what="a whole number")
    return str(int(text))


def _choice(name: str, words: tuple[str, ...]) -> Field:
    return Field(name, ", ".join(words), _one_of(*words), choices=words)


def _of_name(name: str) -> Kind:
    return KIND[name]


_UNTIL = Field("valid_until", "Berlaku sampai", _date)
_REGION_CODE = _matching(_REGION, "a Kemendagri code, as 64.72")

KINDS = (
    Kind(
        "region",
        (
            Field("kemendagri", "Kode wilayah Kemendagri", _REGION_CODE, required=True),
            Field("bps", "Kode wilayah BPS", _matching(_BPS, "a BPS code, as 6472")),
            _choice("kind", _KINDS_OF_REGION),
            Field("name", "Nama", required=True),
            Field("province", "Provinsi"),
            Field("zone", "Zona waktu, misalnya Asia/Makassar", _zone, choices=ZONES),
            Field("source", "Keputusan atau sumber"),
        ),
        ("kemendagri",),
        "name",
    ),
    Kind(
        "mall",
        (
            Field("code", "Kode mal", required=True),
            Field("name", "Nama mal", required=True),
            Field("region", "Kode wilayah Kemendagri", _REGION_CODE),
            Field("address", "Alamat"),
            Field("city", "Kota/kabupaten"),
            Field("province", "Provinsi"),
            Field(
                "zone", "Zona waktu, misalnya Asia/Makassar", _zone, required=True, choices=ZONES
            ),
            Field("floors", "Lantai, dipisah titik koma"),
            Field("counters", "Jumlah loket", _whole),
            _UNTIL,
        ),
        ("code",),
        "name",
        (("region", "region"),),
    ),
    Kind(
        "institution",
        (
            Field("code", "Kode instansi", required=True),
            Field("name", "Nama instansi", required=True),
            _choice("kind", _KINDS_OF_INSTITUTION),
            Field("letterhead", "Baris kop surat, dipisah titik koma"),
            Field("address", "Alamat, baris terakhir kop"),
            Field("city", "Kota"),
            _UNTIL,
        ),
        ("code",),
        "name",
    ),
    Kind(
        "stand",
        (
            Field("mall", "Kode mal", required=True),
            Field("code", "Kode gerai", required=True),
            Field("name", "Nama gerai", required=True),
            Field("institution", "Kode instansi"),
            Field("floor", "Lantai"),
            Field("counter", "Loket"),
            _UNTIL,
        ),
        ("mall", "code"),
        "name",
        (("mall", "mall"), ("institution", "institution")),
    ),
    Kind(
        "service",
        (
            Field("mall", "Kode mal", required=True),
            Field("stand", "Kode gerai", required=True),
            Field("name", "Produk layanan", required=True),
            Field("requirements", "Persyaratan"),
            Field("duration", "Jangka waktu penyelesaian"),
            Field("fee", "Biaya/tarif"),
            Field("valid_from", "Berlaku sejak, tahun-bulan-hari", _date),
            _UNTIL,
        ),
        ("mall", "stand", "name"),
        "name",
        (("mall", "mall"), ("stand", "stand")),
        _validity,
    ),
    Kind(
        "schedule",
        (
            Field("mall", "Kode mal", required=True),
            Field("stand", "Kode gerai", required=True),
            Field("days", "Hari, misalnya Senin-Jumat", days, required=True),
            Field("opens", "Buka", clock, required=True),
            Field("closes", "Tutup", clock, required=True),
            Field("break_from", "Istirahat mulai", clock),
            Field("break_to", "Istirahat sampai", clock),
            Field("valid_from", "Berlaku sejak, tahun-bulan-hari", _date, required=True),
            _UNTIL,
        ),
        ("mall", "stand", "days", "opens", "valid_from"),
        belongs=(("mall", "mall"), ("stand", "stand")),
        fault=_hours,
    ),
    Kind(
        "officer",
        (
            Field("mall", "Kode mal", required=True),
            Field("stand", "Kode gerai", required=True),
            Field("code", "Kode petugas", required=True),
            Field("role", "Peran"),
            _UNTIL,
        ),
        ("mall", "code"),
        belongs=(("mall", "mall"), ("stand", "stand")),
    ),
)

#: Kind by its name.
KIND = {kind.name: kind for kind in KINDS}

"""Places as people type or paste them, read without guessing; and stored ones as they are written. No Qt here.

Stored is what ODK XForms calls a geopoint: ``latitude longitude altitude accuracy``, degrees with a point (WGS 84) and
metres. Read are figures as maps and receivers give them: ``-0.5021, 117.1537``, ``-0,5021; 117,1537``,
``0°30'07,6" LS 117°09'13" BT``, a link of a map, a ``geo:`` address (RFC 5870), a GGA sentence of a GNSS receiver
(NMEA 0183).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldsurvey.ui.answers.readings import BLANK, Reading, storable

_FIGURE = r"[-+−]?[0-9]{1,3}(?:\.[0-9]+)?"
_METRES = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_PAIR = re.compile(rf"\(?(?P<first>{_FIGURE})(?P<mark>\s*[,;\s]\s*)(?P<second>{_FIGURE})\)?")
_COMMA_PAIR = re.compile(
    r"(?P<first>[-+−]?[0-9]{1,3}(?:,[0-9]+)?)(?:\s*;\s*|,?\s+)"
    r"(?P<second>[-+−]?[0-9]{1,3}(?:,[0-9]+)?)"
)
_LEXICAL = re.compile(
    rf"({_FIGURE}) ({_FIGURE}) (-?[0-9]+(?:\.[0-9]+)?)(?: ([0-9]+(?:\.[0-9]+)?))?"
)
#: Where maps write the place in their links: the pin, what was asked for, the middle of the picture.
_LINKS = (
    re.compile(rf"!3d({_FIGURE})!4d({_FIGURE})"),
    re.compile(rf"[?&](?:q|query|ll|mlat)=({_FIGURE})(?:,|%2C|&mlon=)({_FIGURE})"),
    re.compile(rf"@({_FIGURE}),({_FIGURE})"),
    re.compile(rf"#map=[0-9.]+/({_FIGURE})/({_FIGURE})"),
)
_GEO = re.compile(
    rf"geo:({_FIGURE}),({_FIGURE})(?:,(-?{_METRES}))?(?:;[^u][^;]*)*(?:;u=({_METRES}))?"
)
_GGA = re.compile(
    r"\$?[A-Z]{2}GGA,[^,]*,([0-9]{2})([0-9]{2}\.[0-9]+),([NS]),([0-9]{3})([0-9]{2}\.[0-9]+),([EW]),"
    rf"[1-9],[^,]*,[^,]*,(-?{_METRES})?,.*"
)
_DEGREES = (
    r"([0-9]{1,3}(?:[.,][0-9]+)?)\s*[°º]?\s*(?:([0-9]{1,2}(?:[.,][0-9]+)?)\s*['′’]\s*)?"
    r"(?:([0-9]{1,2}(?:[.,][0-9]+)?)\s*(?:[\"″”]|'')\s*)?"
)
#: Hemispheres after the figure: Indonesian (lintang utara, selatan; bujur timur, barat) and English.
_SIDES = {
    "LU": ("latitude", 1), "U": ("latitude", 1), "N": ("latitude", 1), "LS": ("latitude", -1), "S": ("latitude", -1),
    "BT": ("longitude", 1), "T": ("longitude", 1), "E": ("longitude", 1), "BB": ("longitude", -1),
    "B": ("longitude", -1), "W": ("longitude", -1),
}  # fmt: skip
_HALF = _DEGREES + r"(L[US]|B[TB]|[UNSTEBW])"
_SIDED = re.compile(rf"{_HALF}[\s,;]*{_HALF}", re.IGNORECASE)
_WHOLE = re.compile(r"[.,][0-9]{4,}$")
_PLACES = 7  # decimals: a centimetre


@dataclass(frozen=True, slots=True)
class Place:
    """A point: degrees (WGS 84), metres above the ellipsoid and metres of doubt, 0 where unknown."""

    latitude: float
    longitude: float
    altitude: float = 0
    accuracy: float = 0

    @property
    def lexical(self) -> str:
        """The ODK geopoint."""
        return " ".join(
            _plain(figure)
            for figure in (self.latitude, self.longitude, self.altitude, self.accuracy)
        )

    @property
    def on_earth(self) -> bool:
        """Whether there is such a place."""
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


def read_place(text: str) -> Reading:
    """Read one place.

    Returns:
        ``lexical`` is an ODK geopoint; ``problem`` is ``place`` (cannot be read) or ``earth`` (no such latitude or
        longitude: the two are often swapped).
    """
    text = " ".join(storable(text).split())
    if text == "":
        return BLANK
    place = _place(text)
    if place is None:
        return Reading(text, "place", finished=False)
    if not place.on_earth:
        return Reading(text, "earth", finished=False)
    # Nobody stops after so many decimals in the middle of a figure; before, it is stored on leaving the line.
    return Reading(
        place.lexical, finished=not text[-1].isdigit() or _WHOLE.search(text) is not None
    )


def read_places(text: str, *, closed: bool = False) -> Reading:
    """Read a line of places, one a line.

    Args:
        text: as typed.
        closed: an area, which ends where it began: the first place is repeated when it does not.

    Returns:
        ``lexical`` is an ODK geotrace or geoshape; ``problem`` as of ``read_place``, ``line`` for less than two places
        and ``area`` for less than three.
    """
    lines = [line for line in storable(text).splitlines() if line.strip()]
    if not lines:
        return BLANK
    read = [read_place(line) for line in lines]
    wrong = next((reading.problem for reading in read if reading.problem), "")
    places = [reading.lexical for reading in read]
    if not wrong and closed and places[0] != places[-1]:
        places.append(places[0])
    if not wrong and len(places) < (4 if closed else 2):
        wrong = "area" if closed else "line"
    return Reading("; ".join(places), wrong, finished=False)


def places_of(lexical: str) -> list[Place]:
    """Return the places of a stored geopoint, geotrace or geoshape; [] when it says none."""
    found = []
    for part in filter(None, (each.strip() for each in lexical.split(";"))):
        place = _place(part)
        if place is None or not place.on_earth:
            return []
        found.append(place)
    return found


def shown_place(lexical: str) -> str:
    """Return stored places as they are typed, ``-0.5021, 117.1537``, one a line; other text stays as it is."""
    lines = [f"{_plain(place.latitude)}, {_plain(place.longitude)}" for place in places_of(lexical)]
    return "\n".join(lines) or lexical


def place_in_words(lexical: str) -> str:
    """Return a stored geopoint as a map prints it: ``0,5021° LS · 117,1537° BT · ± 5 m``; "" when it says none."""
    places = places_of(lexical)
    if len(places) != 1:
        return ""
    place = places[0]
    words = [
        f"{_figure(place.latitude)}° {'LS' if place.latitude < 0 else 'LU'}",
        f"{_figure(place.longitude)}° {'BB' if place.longitude < 0 else 'BT'}",
    ]
    if place.accuracy:
        words.append(f"± {_figure(place.accuracy)} m")
    return " · ".join(words)


def _place(text: str) -> Place | None:
    lexical = _LEXICAL.fullmatch(text)
    if lexical is not None:
        return Place(*(_number(part or "0") for part in lexical.groups()))
    for pattern in _LINKS:
        found = pattern.search(text) if "://" in text else None
        if found is not None:
            return Place(_number(found[1]), _number(found[2]))
    geo = _GEO.fullmatch(text)
    if geo is not None:
        return Place(*(_number(part or "0") for part in geo.groups()))
    pair = _PAIR.fullmatch(text)
    if pair is not None and pair["mark"] == "," and "." not in text:
        return None  # 0,50: two figures, or one with a decimal comma
    pair = pair or _COMMA_PAIR.fullmatch(text)
    if pair is not None:
        return Place(_number(pair["first"]), _number(pair["second"]))
    return _received(text) or _sided(text)


def _received(text: str) -> Place | None:
    found = _GGA.fullmatch(text)
    if found is None:
        return None
    latitude = (int(found[1]) + float(found[2]) / 60) * (1 if found[3] == "N" else -1)
    longitude = (int(found[4]) + float(found[5]) / 60) * (1 if found[6] == "E" else -1)
    return Place(latitude, longitude, float(found[7] or 0))


def _sided(text: str) -> Place | None:
    found = _SIDED.fullmatch(text)
    if found is None:
        return None
    sides: dict[str, float] = {}
    for degrees, minutes, seconds, letters in (found.groups()[:4], found.groups()[4:]):
        name, sign = _SIDES[letters.upper()]
        parts = [_number(part or "0") for part in (degrees, minutes, seconds)]
        if parts[1] >= 60 or parts[2] >= 60:
            return None
        sides[name] = sign * (parts[0] + parts[1] / 60 + parts[2] / 3600)
    return Place(**sides) if len(sides) == 2 else None


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


def _plain(figure: float) -> str:
    text = f"{figure:.{_PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _figure(figure: float) -> str:
    return _plain(abs(figure)).replace(".", ",")

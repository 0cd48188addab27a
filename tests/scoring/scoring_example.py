"""A small scheme and visit; test_scoring_worked_example.py computes every figure by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from fieldsurvey.scoring import Observation, Scheme, StandState, parse_scheme

TOML = """
id = "contoh"
version = "1"
official = false

[rules]
closed_stand = "{closed_stand}"
stand_zone = {stand_zone}

[[band]]
code = "A"
label = "Kualitas Tertinggi"
zone = "hijau"
lower = "88.00"
[[band]]
code = "B"
label = "Kualitas Tinggi"
zone = "hijau"
lower = "78.00"
[[band]]
code = "C"
label = "Kualitas Sedang"
zone = "kuning"
lower = "54.00"
[[band]]
code = "D"
label = "Kualitas Rendah"
zone = "merah"
lower = "32.00"
[[band]]
code = "E"
label = "Kualitas Terendah"
zone = "merah"
lower = "0"

[[dimension]]
id = "input"
weight = "40.00"
weight_source = "S1"
title = {{ id = "Input", en = "Input" }}
[[dimension.variable]]
id = "fasilitas"
weight = "1"
weight_source = "assumed"
title = {{ id = "Fasilitas", en = "Facilities" }}
[[dimension.variable.indicator]]
id = "kursi"
level = "mall"
weight = "1"
weight_source = "S1"
title = {{ id = "Kursi", en = "Seats" }}
[[dimension.variable.indicator]]
id = "toilet"
level = "mall"
weight = "3"
weight_source = "S1"
title = {{ id = "Toilet", en = "Toilets" }}

[[dimension]]
id = "proses"
weight = "60.00"
weight_source = "S1"
title = {{ id = "Proses", en = "Process" }}
[[dimension.variable]]
id = "standar"
weight = "2"
weight_source = "S1"
title = {{ id = "Standar", en = "Standard" }}
[[dimension.variable.indicator]]
id = "persyaratan"
level = "stand"
weight = "1"
weight_source = "S1"
title = {{ id = "Persyaratan", en = "Requirements" }}
[[dimension.variable]]
id = "janji"
weight = "1"
weight_source = "S1"
title = {{ id = "Janji", en = "Pledge" }}
[[dimension.variable.indicator]]
id = "maklumat"
level = "stand"
weight = "1"
weight_source = "S1"
title = {{ id = "Maklumat", en = "Pledge" }}

[sources]
S1 = "Contoh hitungan tangan"
"""


def toml(closed_stand: str = "as-visible", *, stand_zone: bool = False) -> str:
    return TOML.format(closed_stand=closed_stand, stand_zone=str(stand_zone).lower())


@cache
def scheme(closed_stand: str = "as-visible", *, stand_zone: bool = False) -> Scheme:
    return parse_scheme(toml(closed_stand, stand_zone=stand_zone).encode())


def answer(
    indicator: str,
    item: str,
    target: str,
    value: str | None,
    *,
    kind: str = "stand",
    response: str = "",
) -> Observation:
    return Observation(
        indicator=indicator,
        item=item,
        target=target,
        target_kind=kind,
        response=response or f"r-{target}",
        ref=f"/data/{item}",
        answer="tb" if value is None else f"v{value}",
        score=None if value is None else Decimal(value),
    )


STANDS = (
    StandState("s1", "Samsat", "open"),
    StandState("s2", "BPJS", "open"),
    StandState("s3", "Imigrasi", "open"),
    StandState("s4", "Pajak", ""),
)

OBSERVATIONS = (
    answer("kursi", "D03", "m", "0.75", kind="mall"),
    answer("toilet", "D06", "m", "1", kind="mall"),
    answer("toilet", "D07", "m", "0", kind="mall"),
    answer("toilet", "E04", "m", None, kind="mall"),
    answer("persyaratan", "B02", "s1", "1"),
    answer("persyaratan", "B03", "s1", "0.5"),
    answer("persyaratan", "B02", "s2", "0.5"),
    answer("persyaratan", "B03", "s2", None),
    answer("persyaratan", "B02", "s3", None),
    answer("persyaratan", "B03", "s3", None),
    answer("maklumat", "C01", "s1", "1"),
    answer("maklumat", "C01", "s2", "0"),
    answer("maklumat", "C01", "s3", "1"),
)

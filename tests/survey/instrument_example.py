"""A tiny instrument of our own: two forms written as workbooks, and a scheme that fits them."""

from __future__ import annotations

from io import BytesIO

import openpyxl

TOML = """
id = "mini"
version = "2024.1"
official = false
valid_from = 2024-01-01
valid_until = 2024-12-31

[title]
id = "Instrumen mini"
en = "Mini instrument"

[forms]
stand = "stand.xlsx"
mall = "mall.xlsx"

[quota]
officer = 4

[[band]]
code = "A"
label = "Baik"
zone = "hijau"
lower = "50"
[[band]]
code = "B"
label = "Kurang"
zone = "merah"
lower = "0"

[[dimension]]
id = "proses"
weight = "60.00"
weight_source = "assumed"
title = { id = "Proses", en = "Process" }
[[dimension.variable]]
id = "standar"
weight = "1"
weight_source = "assumed"
title = { id = "Standar", en = "Standard" }
[[dimension.variable.indicator]]
id = "persyaratan"
weight = "1"
weight_source = "assumed"
level = "stand"
title = { id = "Persyaratan", en = "Requirements" }
[[dimension.variable.indicator]]
id = "pengawasan"
weight = "1"
weight_source = "assumed"
level = "stand"
title = { id = "Pengawasan", en = "Supervision" }

[[dimension]]
id = "input"
weight = "40.00"
weight_source = "assumed"
title = { id = "Input", en = "Input" }
[[dimension.variable]]
id = "sarana"
weight = "1"
weight_source = "assumed"
title = { id = "Sarana", en = "Facilities" }
[[dimension.variable.indicator]]
id = "kursi"
weight = "1"
weight_source = "assumed"
level = "mall"
title = { id = "Kursi", en = "Seats" }
"""

COLUMNS = (
    "type",
    "name",
    "label",
    "relevant",
    "calculation",
    "bind::fs:item",
    "bind::fs:indicator",
    "bind::fs:criterion",
    "bind::fs:finding",
)
CHOICES = (
    ("list_name", "name", "label", "score"),
    ("k3", "lengkap", "Lengkap", "1"),
    ("k3", "sebagian", "Sebagian", "0.5"),
    ("k3", "tidak", "Tidak ada", "0"),
    ("k3", "tb", "TB", None),
)
B02 = (
    "select_one k3", "b02", "Persyaratan", None, None, "B02", "persyaratan", "UU 25/2009 Pasal 21",
    "tidak|sedang|Gerai {gerai} tidak memublikasikan persyaratan.",
)  # fmt: skip
B03 = (
    "select_one k3", "b03", "Prosedur", "${b02} != 'tidak'", None, "B03", "persyaratan", None,
    "tidak,sebagian|ringan|Prosedur di {gerai} tidak lengkap.",
)  # fmt: skip
F07 = (
    "integer", "f07", "Pengawasan sebulan", None, None, "F07", None, None,
    "0|berat|Tidak ada pengawasan.",
)  # fmt: skip
F07_SCORE = (
    "calculate", "f07_skor", None, None,
    "if(${f07} = '', '', if(${f07} >= 4, 1, if(${f07} >= 1, 0.5, 0)))",
    "F07", "pengawasan", None, None,
)  # fmt: skip
STAND = (COLUMNS, B02, B03, F07, F07_SCORE)
MALL = (COLUMNS, ("select_one k3", "d03", "Kursi", None, None, "D03", "kursi", None, None))


def workbook(
    name: str,
    survey: tuple[tuple[str | None, ...], ...],
    choices: tuple[tuple[str | None, ...], ...],
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in survey:
        sheet.append(row)
    sheet = book.create_sheet("choices")
    for row in choices:
        sheet.append(row)
    sheet = book.create_sheet("settings")
    sheet.append(("form_title", "form_id", "version", "namespaces"))
    sheet.append((name, f"mini_{name}", "1", 'fs="https://fieldsurvey.id/ns/1"'))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def files(
    toml: str = TOML,
    stand: tuple[tuple[str | None, ...], ...] = STAND,
    choices: tuple[tuple[str | None, ...], ...] = CHOICES,
) -> dict[str, bytes]:
    return {
        "instrument.toml": toml.encode(),
        "stand.xlsx": workbook("stand", stand, choices),
        "mall.xlsx": workbook("mall", MALL, CHOICES),
    }

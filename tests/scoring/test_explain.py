"""The explanation goes from the mall down to the answers, as text and as data."""

from __future__ import annotations

import json

from fieldsurvey.scoring import explain_dict, explain_lines, score
from tests.scoring.scoring_example import OBSERVATIONS, STANDS, scheme


def test_text_from_the_mall_down_to_the_answers() -> None:
    lines = explain_lines(score(scheme(), OBSERVATIONS, STANDS))
    assert lines[:13] == [
        "contoh 1: 60,83 · C · Kualitas Sedang · kuning",
        "  Input: 56,25 · bobot 40,00 · n = 3",
        "    Fasilitas: 56,25 · bobot 1, diasumsikan · n = 3",
        "      Kursi: 75,00 · bobot 1 · n = 1",
        "        D03 = v0.75: 75,00",
        "      Toilet: 50,00 · bobot 3 · n = 2",
        "        D06 = v1: 100,00",
        "        D07 = v0: 0,00",
        "        E04 = tb: – (TB)",
        "  Proses: 63,89 · bobot 60,00 · n = 6",
        "    Standar: 62,50 · bobot 2 · n = 3",
        "      Persyaratan: 62,50 · bobot 1 · n = 3",
        "        Samsat: 75,00 · n = 2",
    ]
    at = lines.index("Bagian gerai")
    assert lines[at + 1 : at + 3] == ["  Samsat: 87,50", "    Proses: 87,50 · n = 3"]
    assert lines[lines.index("Catatan") + 1] == "  Nilai kerja, bukan nilai resmi."


def test_an_incomplete_score_is_labelled() -> None:
    mall_only = [each for each in OBSERVATIONS if each.target_kind == "mall"]
    assert explain_lines(score(scheme(), mall_only, ()))[0] == (
        "contoh 1: belum lengkap · nilai sementara 56,25"
    )
    assert explain_lines(score(scheme(), [], ()))[0] == "contoh 1: belum lengkap"


def test_data_survive_json_with_exact_figures() -> None:
    data = json.loads(json.dumps(explain_dict(score(scheme(), OBSERVATIONS, STANDS))))
    assert (data["score"], data["band"]["code"], data["complete"]) == ("60.83", "C", True)
    kursi = data["dimensions"][0]["children"][0]["children"][0]
    assert kursi["children"] == [
        {
            "id": "D03",
            "level": "item",
            "score": "75.00",
            "n": 1,
            "answer": "v0.75",
            "target": "m",
            "response": "r-m",
            "ref": "/data/D03",
        }
    ]
    assert data["stands"][1]["score"] == "25.00"

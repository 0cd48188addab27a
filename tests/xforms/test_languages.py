"""Languages: labels, hints, choices, messages and outputs change together."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from tests.scenario import scenario

TABLE = """
    | survey | | | | | | | |
    | | type | name | label::Bahasa Indonesia (id) | label::English (en) | hint::English (en) | relevant | media::image::English (en) |
    | | text | who | Siapa | Who | | | |
    | | select_one yn | ok | Apakah ${who} baik? | Is ${who} well? | Ask ${who} | | ok.png |
    | choices | | | | | | | |
    | | list_name | name | label::Bahasa Indonesia (id) | label::English (en) | | | |
    | | yn | y | Ya | Yes | | | |
    | | yn | n | Tidak | No | | | |
    | settings | | | | | | | |
    | | form_id | default_language | | | | | |
    | | t | Bahasa Indonesia (id) | | | | | |
"""  # noqa: E501  a table is easier to read unbroken


def test_everything_follows_the_language() -> None:
    s = scenario(TABLE)
    assert s.form.languages == ("Bahasa Indonesia (id)", "English (en)")
    assert s.language == "Bahasa Indonesia (id)"
    s.set("/data/who", "Ani")
    assert s.label("/data/ok") == "Apakah Ani baik?"
    assert s.choices("/data/ok") == [("y", "Ya"), ("n", "Tidak")]
    s.language = "English (en)"
    assert s.label("/data/ok") == "Is Ani well?"
    assert s.hint("/data/ok") == "Ask Ani"
    assert s.choices("/data/ok") == [("y", "Yes"), ("n", "No")]
    assert s.media("/data/ok") == {"image": "jr://images/ok.png"}


def test_a_label_with_an_output_is_reported_when_it_was_shown() -> None:
    s = scenario(TABLE)
    assert s.set("/data/who", "Ani") == {"/data/who"}
    s.label("/data/ok")
    assert s.set("/data/who", "Budi") == {"/data/who", "/data/ok"}
    assert s.label("/data/ok") == "Apakah Budi baik?"


def test_a_language_is_found_by_its_code() -> None:
    assert scenario(TABLE, language="en").label("/data/who") == "Who"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(AnswerError, match="language"):
        scenario(TABLE, language="Klingon")
    s = scenario(TABLE)
    with pytest.raises(AnswerError):
        s.language = "fr"
    assert s.language == "Bahasa Indonesia (id)"

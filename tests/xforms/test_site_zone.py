"""A form filled for a site in another zone than the laptop's says what a laptop at the site would say."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms.session import FormSession
from fieldsurvey.xforms.site import SiteSession
from tests.scenario import form_of, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fieldsurvey.xforms import Form

#: 23.30 on the 18th in Jakarta, 01.30 on the 19th in Jayapura.
LATE = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)

TABLE = """
    | survey |            |          |                            |                                         |                          |                       |
    |        | type       | name     | label                      | calculation                             | constraint               | choice_filter         |
    |        | start      | begun    |                            |                                         |                          |                       |
    |        | today      | day      |                            |                                         |                          |                       |
    |        | end        | ended    |                            |                                         |                          |                       |
    |        | dateTime   | met      | Met at                     |                                         | . <= now()               |                       |
    |        | time       | opened   | Opened                     |                                         |                          |                       |
    |        | date       | visited  | Visited                    |                                         | . = today()              |                       |
    |        | calculate  | hour     |                            | format-date-time(now(), '%H.%M')        |                          |                       |
    |        | calculate  | same     |                            | date(${met}) = today()                  |                          |                       |
    |        | calculate  | written  |                            | date-time(decimal-date-time(${met}))    |                          |                       |
    |        | calculate  | spelt    |                            | date('2026-11-18T16:30:00Z')            |                          |                       |
    |        | calculate  | part     |                            | decimal-time('2026-11-18T16:30:00Z')    |                          |                       |
    |        | select_one d | pick   | It is ${hour}              |                                         |                          | name = string(${day}) |
    | choices |           |          |                            |                                         |                          |                       |
    |        | list_name  | name     | label                      |                                         |                          |                       |
    |        | d          | 2026-11-18 | the 18th                 |                                         |                          |                       |
    |        | d          | 2026-11-19 | the 19th                 |                                         |                          |                       |
"""  # noqa: E501  a sheet


@pytest.fixture
def laptop_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def form() -> Form:
    return form_of(TABLE)


def filled(form: Form, zone: str | None) -> dict[str, object]:
    """Play a whole filling and return everything that it shows."""
    s = form.start(now=LATE, zone=zone)
    s.set("/data/met", "2026-11-18T23:00:00")  # a wall time, without an offset
    s.set("/data/opened", "08:00")
    s.set("/data/visited", s.get("/data/day"))
    shown: dict[str, object] = {"choices": s.choices("/data/pick"), "label": s.label("/data/pick")}
    s.set("/data/pick", s.get("/data/day"))
    shown["problems"] = s.problems()
    s.finalize()
    return shown | {"state": without_ids(state(s)), "kept": without_ids(s.kept_values())}


def without_ids(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if "instanceID" not in key}


@pytest.mark.parametrize("site", ["Asia/Makassar", "Asia/Jayapura"])
def test_it_says_what_a_laptop_at_the_site_says(
    form: Form, laptop_in: Callable[[str], None], site: str
) -> None:
    laptop_in(site)
    there = filled(form, None)
    for elsewhere in ("America/New_York", "Asia/Tokyo", "UTC"):
        laptop_in(elsewhere)
        found = filled(form, site)
        assert found == there, elsewhere


def test_times_carry_the_offset_of_the_site(form: Form, laptop_in: Callable[[str], None]) -> None:
    laptop_in("America/New_York")
    s = form.start(now=LATE, zone="Asia/Jayapura")
    s.set("/data/met", "2026-11-19T00:15:00")
    assert s.get("/data/met") == "2026-11-19T00:15:00.000+09:00"
    assert s.get("/data/begun") == "2026-11-19T01:30:00.000+09:00"
    assert s.get("/data/day") == "2026-11-19"
    assert (s.get("/data/hour"), s.get("/data/same")) == ("01.30", "1")
    assert s.violation("/data/met") is None
    at_home = form.start(now=LATE)
    assert at_home.get("/data/day") == "2026-11-18"
    assert isinstance(s, SiteSession)
    assert type(at_home) is FormSession


def test_a_zone_is_named_or_given(form: Form) -> None:
    named = form.start(now=LATE, zone="Asia/Makassar").get("/data/begun")
    assert form.start(now=LATE, zone=ZoneInfo("Asia/Makassar")).get("/data/begun") == named
    for wrong in ("Asia/Nowhere", "../etc", ""):
        with pytest.raises(FormError, match="no time zone"):
            form.start(zone=wrong)


def test_a_clock_that_runs_ends_later_than_it_starts(form: Form) -> None:
    ticks = iter(LATE + timedelta(minutes=n) for n in range(10_000))
    s = form.start(now=lambda: next(ticks), zone="Asia/Makassar")
    s.set("/data/visited", s.get("/data/day"))
    s.set("/data/met", "2026-11-19T00:00:00")
    s.set("/data/pick", "2026-11-19")
    s.finalize()
    begun, ended = (datetime.fromisoformat(s.get(f"/data/{n}")) for n in ("begun", "ended"))
    assert begun < ended

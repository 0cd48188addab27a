"""Trusted time: level B-T where an authority answers, a clear word where it does not, never one for the other."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE
from fieldsurvey.errors import NoTimeStamp
from fieldsurvey.report import sign, verify
from tests.report.report_example import HOST, LEAD, NAMES
from tests.report.signed_example import authority_file, key_of, paper, sign_as
from tests.report.time_stamp_authority import time_stamp_authority

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(paper().path, tmp_path / "ba.pdf"))


def test_an_authority_that_answers_makes_b_t(copy: Path, tmp_path: Path) -> None:
    sign_as(copy, HOST)
    with time_stamp_authority(tmp_path) as (address, certificate):
        made = sign(copy, key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD], tsa=address)
    assert made.level == "B-T"
    found = verify(copy, (authority_file(), certificate))
    assert found.ok, found.problems
    assert [each.level for each in found.signatures] == ["B-B", "B-T"]
    assert [each.time_trusted for each in found.signatures] == [False, True]
    moment = found.signatures[1].time
    assert moment is not None
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)
    # Without the authority's certificate its word is a claim like any other.
    assert not verify(copy, authority_file()).signatures[1].time_trusted


@pytest.mark.parametrize("says", [b"", b"not a time stamp", b"0\x030\x01\x02"])
def test_an_answer_that_is_no_time_stamp_is_told(copy: Path, tmp_path: Path, says: bytes) -> None:
    before = copy.read_bytes()
    with (
        time_stamp_authority(tmp_path, says=says) as (address, _),
        pytest.raises(NoTimeStamp, match="gave no time stamp; nothing was written") as caught,
    ):
        sign(copy, key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD], tsa=address)
    assert "sign without it (level B-B" in str(caught.value)
    assert copy.read_bytes() == before


def test_a_stamp_of_another_signature_is_refused(copy: Path, tmp_path: Path) -> None:
    with time_stamp_authority(tmp_path) as (address, _):
        sign(copy, key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD], tsa=address)
    with time_stamp_authority(tmp_path) as (address, _):
        query = (tmp_path / "query.tsq").read_bytes()
        stale = _answer(address, query)
    other = Path(shutil.copy(paper().path, tmp_path / "other.pdf"))
    with (
        time_stamp_authority(tmp_path, says=stale) as (address, _),
        pytest.raises(NoTimeStamp),
    ):
        sign(other, key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD], tsa=address)


def _answer(address: str, query: bytes) -> bytes:
    from urllib.request import Request, urlopen

    with urlopen(Request(address, query), timeout=5) as answer:  # noqa: S310  this machine
        got: bytes = answer.read()
    return got

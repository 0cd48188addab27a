"""What an instrument.toml says: what the instrument is called, when it holds, its forms, quotas and scheme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import short_date
from fieldsurvey.scoring import Scheme, Title, read_toml, scheme_of, title_of
from fieldsurvey.survey.model import TargetKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldsurvey.scoring import Table

#: The file that makes a folder an instrument.
MANIFEST = "instrument.toml"


#: Before the name of a list or picture that forms use; in a folder, where it lies.
MEDIA = "media/"


_WORKBOOK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.xlsx")


@dataclass(frozen=True)
class Manifest:
    """What an instrument.toml says.

    Attributes:
        valid_from, valid_until: first and last day of validity, None when open.
        forms: form name, which is the kind of target it is filled for → its workbook.
        quota: kind of target → how many interviews are wanted.
    """

    id: str
    version: str
    title: Title
    official: bool
    valid_from: date | None
    valid_until: date | None
    forms: Mapping[str, str]
    quota: Mapping[str, int]
    scheme: Scheme

    def out_of_validity(self, day: date) -> str | None:
        """Return the Indonesian warning when ``day`` lies outside the validity, else None."""
        early = self.valid_from is not None and day < self.valid_from
        late = self.valid_until is not None and day > self.valid_until
        if not early and not late:
            return None
        start = "" if self.valid_from is None else f" sejak {short_date(self.valid_from)}"
        end = "" if self.valid_until is None else f" sampai {short_date(self.valid_until)}"
        return (
            f"Instrumen {self.id} berlaku{start}{end}; tanggal {short_date(day)} di luar masa itu. "
            "Hasilnya tidak sebanding dengan penilaian resmi pada tanggal tersebut."
        )


def parse_manifest(data: bytes, path: str = MANIFEST) -> Manifest:
    """Read an instrument.toml.

    Args:
        data: its bytes.
        path: how messages name it.

    Raises:
        InstrumentError: the first fault with its place; see ``scoring.scheme``.
    """
    top = read_toml(data, path)
    scheme = scheme_of(top)
    manifest = Manifest(
        id=scheme.instrument,
        version=scheme.version,
        title=title_of(top.table("title")),
        official=scheme.official,
        valid_from=top.day("valid_from"),
        valid_until=top.day("valid_until"),
        forms=_forms(top.table("forms", optional=True)),
        quota=_quota(top.table("quota", optional=True)),
        scheme=scheme,
    )
    top.done()
    if manifest.valid_from and manifest.valid_until and manifest.valid_from > manifest.valid_until:
        top.fault("'valid_from' lies after 'valid_until'")
    return manifest


def _forms(table: Table) -> dict[str, str]:
    forms = {}
    for name in table.keys():  # noqa: SIM118  a Table is not a dict
        _target_kind(table, name)
        forms[name] = table.text(name)
        if not _WORKBOOK.fullmatch(forms[name]):
            table.fault(
                "'{name}' must name an .xlsx file beside the {manifest}, without a folder",
                name=name,
                manifest=MANIFEST,
            )
    return forms


def _quota(table: Table) -> dict[str, int]:
    quota = {}
    for name in table.keys():  # noqa: SIM118  a Table is not a dict
        _target_kind(table, name)
        quota[name] = table.whole(name)
    return quota


def _target_kind(table: Table, name: str) -> None:
    kinds = [kind.value for kind in TargetKind]
    if name not in kinds:
        table.fault(
            "'{name}' is no kind of target; kinds: {kinds}", name=name, kinds=", ".join(kinds)
        )

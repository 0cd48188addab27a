"""The tables of a visit. Every column says what it holds: ``columns`` is a table of its own in each export.

===============  ============================================================================
table            a row for each
===============  ============================================================================
``visit``        visit: mall, instrument, times, score
``stands``       stand of the mall, as found
``<form>``       response (``stand``, ``officer``, …): a column a question
``<form>.<rep>`` instance of a repeat: ``response`` and ``number`` say whose
``scores``       part of the score: dimensions, variables, indicators
``findings``     finding
``photos``       photo or file: what it is and where it belongs, never its bytes
``columns``      column of these tables
===============  ============================================================================
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from fieldsurvey.export.columns import empty
from fieldsurvey.export.responses import Whose, form_tables
from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.disclosure import asked_users, hidden_figures
from fieldsurvey.survey.filling import is_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from fieldsurvey.export.privacy import Disclosure
    from fieldsurvey.export.shape import Cell, Table
    from fieldsurvey.scoring import MallScore, Part
    from fieldsurvey.survey.disclosure import Path
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Photo, Visit


def visit_tables(
    visit: Visit, instrument: Instrument, score: MallScore, disclosure: Disclosure
) -> list[Table]:
    """Return the tables of a visit; the last one documents the columns of the others.

    Args:
        visit: a snapshot.
        instrument: the one it pins.
        score: of the visit by that instrument.
        disclosure: what may be shown.
    """
    zone = zone_info(visit.mall.zone)
    codes = {stand.id: stand.code for stand in visit.stands}
    codes |= {officer.id: officer.code for officer in visit.officers}
    codes |= {user.id: user.code for user in visit.service_users}
    whose = Whose(codes, disclosure.places(visit), zone)
    hidden = frozenset() if disclosure.private else hidden_figures(score, asked_users(visit))
    tables = [_visit(visit, score, zone, hidden), _stands(visit)]
    for name in instrument.forms:
        filled = [response for response in visit.responses if response.form == name]
        if filled:
            tables += form_tables(name, instrument.form(name), filled, whose, disclosure)
    tables += [
        _scores(score, hidden),
        _findings(visit),
        _photos(visit, instrument, disclosure, zone),
    ]
    return [*tables, _columns(tables)]


def columns_of(instrument: Instrument, disclosure: Disclosure) -> list[Table]:
    """Return the tables of an export by an instrument without rows: what there is to know of their columns."""
    nobody = Whose({}, {}, UTC)
    forms = [
        table
        for name in instrument.forms
        for table in form_tables(name, instrument.form(name), (), nobody, disclosure)
    ]
    first, last = ("visit", "stands"), ("scores", "findings", "photos", "columns")
    return [*map(empty, first), *forms, *map(empty, last)]


def _visit(visit: Visit, score: MallScore, zone: tzinfo, hidden: frozenset[Path]) -> Table:
    few = () in hidden
    mall, band = visit.mall, None if few else score.band
    return _filled(
        "visit",
        [
            (
                *(visit.id, visit.state.value, mall.name, mall.city, mall.province),
                *(mall.region_code, mall.zone, visit.assignment),
                *(_moment(visit.started_at, zone), _moment(visit.ended_at, zone)),
                *(visit.instrument.id, visit.instrument.version),
                *(int(score.official), int(score.complete), "" if few else _blank(score.score)),
                *((band.code, band.zone) if band else ("", "")),
                *(visit.conflicts, visit.seal.digest if visit.seal else "", int(visit.sample)),
                f"{visit.taxonomy.id} {visit.taxonomy.version}",
            )
        ],
    )


def _stands(visit: Visit) -> Table:
    names = {each.id: each.name for each in visit.institutions}
    return _filled(
        "stands",
        (
            (
                *(stand.code, stand.name, names.get(stand.institution, stand.institution)),
                *(stand.institution_kind, stand.floor, "; ".join(stand.services), stand.status),
            )
            for stand in visit.stands
        ),
    )


def _scores(score: MallScore, hidden: frozenset[Path]) -> Table:
    return _filled(
        "scores",
        (
            (
                *(part.level, part.id, part.title),
                *("" if path in hidden else _blank(part.score), part.n),
                *(_blank(part.weight), part.weight_source),
            )
            for path, part in _parts((), score.dimensions)
        ),
    )


def _parts(above: Path, parts: Iterable[Part]) -> Iterator[tuple[Path, Part]]:
    for part in parts:
        if part.level in {"dimension", "variable", "indicator"}:
            path = (*above, part.id)
            yield path, part
            yield from _parts(path, part.children)


def _findings(visit: Visit) -> Table:
    return _filled(
        "findings",
        (
            (
                *(each.number, each.target_name, each.item, each.condition, each.criterion),
                *(each.classification, "; ".join(visit.taxonomy.labels(each.classes))),
                *(each.cause, each.effect, each.action, each.owner, _blank(each.deadline_days)),
                each.deadline_kind or ("calendar" if each.deadline_days is not None else ""),
                ", ".join(map(str, each.photos)),
            )
            for each in visit.findings
        ),
    )


def _photos(visit: Visit, instrument: Instrument, disclosure: Disclosure, zone: tzinfo) -> Table:
    forms = {response.id: response.form for response in visit.responses}

    def shown(photo: Photo) -> bool:
        form = forms.get(photo.response)
        known = form in instrument.forms and bool(photo.key)
        private = known and is_private(instrument.form(str(form)), photo.key)
        return disclosure.private or not private

    return _filled(
        "photos",
        (
            (
                *(photo.number, photo.sha256, photo.media_type, photo.target_name),
                *(_moment(photo.taken_at, zone), photo.caption),
                *(_blank(photo.latitude), _blank(photo.longitude)),
            )
            for photo in visit.photos
            if shown(photo)
        ),
    )


def _columns(tables: Iterable[Table]) -> Table:
    return _filled(
        "columns",
        (
            (table.name, each.name, each.kind, each.label, each.label_en, each.indicator)
            for table in tables
            for each in table.columns
        ),
    )


def _filled(name: str, rows: Iterable[Sequence[Cell]]) -> Table:
    """Return a table that every export has, filled; a row is given in the order of its columns."""
    table = empty(name)
    for cells in rows:
        pairs = zip(table.columns, cells, strict=True)
        table.rows.append({column.name: cell for column, cell in pairs if cell != ""})
    return table


def _blank(value: Cell | None) -> Cell:
    return "" if value is None else value


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")

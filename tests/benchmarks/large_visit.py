"""A visit whose forms are larger than any inspector's: 5,000 questions in sections, 5,000 on one page, a long repeat.

Made through the use cases, with nine in ten questions answered, so that everything that grows with the answers shows.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument, load_instrument, xform_name
from fieldsurvey.survey.model import TargetKind
from tests.benchmarks.gen_form import KINDS, flat, repeat, write_form
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.visits import Target
    from fieldsurvey.xforms import FormSession

SIZE = 5000
#: What stands in the place of which workbook of ``mpp-sidak``.
SECTIONS, PAGE, ROWS = TargetKind.STAND, TargetKind.MALL, TargetKind.COMPLAINTS
_ANSWERS = {"integer": "7", "decimal": "2.5", "text": "baik", "select_one yn": "yes"}


class LargeVisit(NamedTuple):
    """Where the large forms are filled.

    Attributes:
        path: the database.
        visit: its visit.
        targets: kind → the id that its form is filled for.
    """

    path: Path
    visit: str
    targets: dict[TargetKind, str]


def make_large_visit(path: Path, size: int = SIZE) -> LargeVisit:
    """Make the database.

    Args:
        path: of the new file.
        size: how many questions the two large forms have.
    """
    visit = make_small_visit(path, PASSPHRASE, _instrument(size))
    with Store.open(path, PASSPHRASE) as store:
        desk = Desk(store, author="uji")
        targets: dict[TargetKind, Target] = {}
        for target in desk.visits.targets(visit):
            targets.setdefault(target.kind, target)
        for kind in (SECTIONS, PAGE):
            response = desk.responses(visit).open(kind.value, targets[kind])
            _answer(response.session, size)
            response.save()
    return LargeVisit(path, visit, {kind: target.id for kind, target in targets.items()})


def _instrument(size: int) -> Instrument:
    found = find_instrument("mpp-sidak")
    files = dict(found.files)
    sections, choices = flat(size)
    page = [row for row in sections if row["type"] not in {"begin_group", "end_group"}]
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, survey, lists in (
            (SECTIONS, "bagian", sections, choices),
            (PAGE, "halaman", page, choices),
            (ROWS, "baris", *repeat()),
        ):
            xform = write_form(Path(folder), name, survey, lists)
            files[xform_name(found.forms[kind.value])] = xform.read_bytes()
    return load_instrument(files)


def _answer(session: FormSession, size: int) -> None:
    session.set("/data/ctrl", "5")
    questions = {ref.rsplit("/", 1)[-1]: ref for ref in session.refs()}
    for number in range(size):
        kind = KINDS[number % 10]
        if number % 10 != 3 and kind in _ANSWERS:
            session.set(questions[f"q{number}"], _ANSWERS[kind])

"""Making a visit: from a description of the mall, or from what is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from fieldsurvey.errors import FieldSurveyError, FigureError
from fieldsurvey.indonesia import ZONES, local_date, parse_short_date, zone_abbreviation
from fieldsurvey.survey.draws import USUAL_STEP, draw_sample
from fieldsurvey.survey.instruments import list_instruments
from fieldsurvey.survey.malls import read_mall
from fieldsurvey.survey.model import Mall, Person, Stand
from fieldsurvey.survey.registry_malls import mall_of
from fieldsurvey.survey.registry_table import rows_of
from fieldsurvey.survey.sampling import wanted
from fieldsurvey.survey.workplace import introduced, workplace
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fieldsurvey.store import Store
    from fieldsurvey.survey.manifest import Manifest
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.registry.shelf import Shelf

#: The instrument of an ordinary inspection.
_USUAL = "mpp-sidak"
_STAND = re.compile(r"(\S+?)[\s=:;,.\t–-]+(.+)")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the office's registry offers: malls, (code, mall, stands), and instruments that were imported."""

    malls: list[tuple[str, Mall, list[Stand]]]
    instruments: list[Manifest]


class NewVisitDialog(FieldsDialog):
    """Asks for mall, stands, instrument, letter, team and draw, and makes the visit.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: The visit was made: its id.
    made = Signal(str)
    #: It is not to be made here: a package brings it.
    package = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self._mall: Mall | None = None
        self._described: list[Stand] = []
        self.entitle(
            self.tr("New visit"),
            self.tr(
                "Take the mall from its file, or type its name and stands; all of it can be changed later."
            ),
        )
        self._from_file = QPushButton(self.tr("From a file mall.toml …"))
        self._from_file.clicked.connect(self._browse)
        self._from_package = QPushButton(self.tr("From a package …"))
        self._from_package.setToolTip(
            self.tr("The office or a colleague prepared the visit: join it")
        )
        self._from_package.clicked.connect(self._join)
        self._not_listed = QPushButton(self.tr("Mall not listed …"))
        self._not_listed.setToolTip(self.tr("Add the mall to the office's registry"))
        self._not_listed.clicked.connect(self._read_registry)
        for button in (self._not_listed, self._from_package, self._from_file):
            button.setAutoDefault(False)
            self.head.addWidget(button)
        self._name, self._city = QLineEdit(), QLineEdit()
        self._zone = StillCombo()
        for zone in ZONES:
            self._zone.addItem(f"{zone_abbreviation(zone)} · {zone.partition('/')[2]}", zone)
        self._zone.setCurrentIndex(ZONES.index("Asia/Makassar"))
        self._manifests: list[Manifest] = []
        self._instrument = StillCombo()
        self._offer(manifest for manifest in list_instruments() if manifest.forms)
        ids = [manifest.id for manifest in self._manifests]
        self._instrument.setCurrentIndex(ids.index(_USUAL) if _USUAL in ids else 0)
        self._malls: list[tuple[str, Mall, list[Stand]]] = []
        self._registered = StillCombo()
        self._registered.addItem(self.tr("none: typed below"), "")
        self._registered.currentIndexChanged.connect(self._take_registered)
        self._validity = QLabel()
        self._validity.setWordWrap(True)
        dress(self._validity, "warn")
        self._stands = Lines(context.theme, 4)
        self._stands.setPlaceholderText(self.tr("One a line: code, then name. G01 Licensing"))
        self._counted = QLabel()
        dress(self._counted, "muted")
        self._letter, self._day = QLineEdit(), QLineEdit()
        self._letter.setPlaceholderText(self.tr("Number of the letter"))
        self._day.setPlaceholderText(self.tr("Date: 18-11-2026"))
        self._lead = QLineEdit(context.author)
        self._team = Lines(context.theme, 2)
        self._team.setPlaceholderText(self.tr("One name a line; positions can follow later"))
        self._draw_stands, self._draw_users = QCheckBox(), QCheckBox()
        self._lay_out()
        for line in (self._name, self._day, self._letter):
            line.textChanged.connect(self._judge)
        self._stands.textChanged.connect(self._judge)
        self._instrument.currentIndexChanged.connect(self._judge)
        self._judge()
        self._name.setFocus()
        self.show_field(self._registered, shown=False)
        context.tasks.read(self._known, self._learn)

    def _lay_out(self) -> None:
        letter = QWidget()
        box = QHBoxLayout(letter)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._letter, 3)
        box.addWidget(self._day, 2)
        letter.setFocusProxy(self._letter)
        self._letter.setAccessibleName(self.tr("Number of the letter of assignment"))
        self._day.setAccessibleName(self.tr("Date of the letter of assignment"))
        self.field(self.tr("From the &registry"), self._registered)
        self.field(self.tr("&Mall"), self._name)
        self.field(self.tr("&City"), self._city)
        self.field(self.tr("Time &zone"), self._zone)
        self.field(self.tr("&Stands"), self._stands)
        self.field(self.tr("&Instrument"), self._instrument)
        self.wide(self._validity)
        self.field(self.tr("Letter of &assignment"), letter)
        self.field(self.tr("Team &lead"), self._lead)
        self.field(self.tr("Team &members"), self._team)
        for tick in (self._draw_stands, self._draw_users):
            tick.setMinimumHeight(self.theme.target)
            dress(tick, "choice")
        self.field(self.tr("&Draw"), self._draw_stands)
        self.wide(self._draw_users)
        self.foot.addWidget(self._counted)
        self.buttons(self.tr("Make the visit"))
        self.go.clicked.connect(self._make)

    def read(self, path: Path) -> None:
        """Take mall and stands from a description; fields that were typed are replaced."""
        try:
            mall, stands = read_mall(path)
        except FieldSurveyError as error:
            self.complain(f"{path.name}: {sentence(error)}")
            return
        self.complain("")
        self._take(mall, stands)

    def _take(self, mall: Mall, stands: list[Stand]) -> None:
        self._mall, self._described = mall, stands
        self._name.setText(mall.name)
        self._city.setText(mall.city)
        self._zone.setCurrentIndex(max(0, self._zone.findData(mall.zone)))
        self._stands.setPlainText("\n".join(f"{stand.code} {stand.name}" for stand in stands))
        self._letter.setFocus()

    def _known(self, store: Store) -> _Known:
        """Return what the office's registry offers; in the reader's thread."""
        desk = self._context.desk(store)
        day = self._context.clock.now().date()
        open_ones = [r for r in rows_of(desk.registry, "mall") if not _over(r["valid_until"], day)]
        codes = [row["code"] for row in open_ones]
        malls = [(code, *mall_of(desk.registry, code, day)) for code in codes]
        offered = [each for each in desk.catalogue.all() if each.imported and each.manifest]
        return _Known(malls, [each.manifest for each in offered if each.manifest.forms])

    def _learn(self, known: _Known) -> None:
        self._learn_malls(known)
        self._offer(known.instruments)

    def _learn_malls(self, known: _Known) -> None:
        self._malls = known.malls
        while self._registered.count() > 1:
            self._registered.removeItem(1)
        for code, mall, stands in known.malls:
            count = self.tr("%n stands", "", len(stands))
            self._registered.addItem(f"{code} · {mall.name} · {count}", code)
        self.show_field(self._registered, shown=bool(known.malls))

    def _read_registry(self) -> None:
        """Look what the registry holds, to add a mall to it that is not there yet."""
        from fieldsurvey.ui.registry.shelf import read_shelf

        desk = self._context.desk
        self._context.tasks.read(lambda store: read_shelf(desk(store).registry), self._ask_mall)

    def _ask_mall(self, shelf: Shelf) -> None:
        from fieldsurvey.ui.registry.record_dialog import RecordDialog

        typed = {
            "name": self._name.text().strip(),
            "city": self._city.text().strip(),
            "zone": str(self._zone.currentData()),
        }
        dialog = RecordDialog(self._context, "mall", shelf, None, typed, self)
        dialog.kept.connect(lambda _: self._take_added(dialog.texts()["code"]))
        dialog.open()

    def _take_added(self, code: str) -> None:
        """Choose the mall that was added; its stands can be typed here, or follow in the registry."""
        self._context.tasks.read(self._known, partial(self._choose_added, code))

    def _choose_added(self, code: str, known: _Known) -> None:
        stands = self._stands.toPlainText()
        self._learn_malls(known)
        self._registered.setCurrentIndex(self._registered.findData(code))
        self._stands.setPlainText(stands)

    def _offer(self, manifests: Iterable[Manifest]) -> None:
        for manifest in manifests:
            self._manifests.append(manifest)
            name = f"{manifest.id}@{manifest.version}"
            self._instrument.addItem(f"{manifest.title.id} {manifest.version}", name)

    def _take_registered(self, row: int) -> None:
        if row > 0:
            _, mall, stands = self._malls[row - 1]
            self._take(mall, stands)
        else:  # what is typed has neither address nor region of the one chosen before
            self._mall, self._described = None, []

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a description of a mall"), "", "mall.toml (*.toml)"
        )
        if name:
            self.read(Path(name))

    def _typed(self) -> list[Stand]:
        """Return the stands; one that a file described keeps its schedule and services."""
        described = {(stand.code, stand.name): stand for stand in self._described}
        found = []
        for text in _lines(self._stands):
            match = _STAND.fullmatch(text)
            code, name = (match[1], match[2].strip()) if match else (text, text)
            found.append(described.get((code, name)) or Stand("", code, name))
        return found

    def _judge(self) -> None:
        stands = self._typed()
        twice = len(stands) - len({stand.code.casefold() for stand in stands})
        text = self.tr("%n stands", "", len(stands))
        if twice:
            text += " · " + self.tr("%n codes stand twice", "", twice)
        self._judge_draw(len(stands))
        self._counted.setText(text)
        dress(self._counted, "warn" if twice else "muted")
        zone = str(self._zone.currentData())
        today = local_date(self._context.clock.now(), zone)
        manifest = self._manifests[self._instrument.currentIndex()] if self._manifests else None
        warning = manifest.out_of_validity(today) if manifest else None
        self._validity.setText(warning or "")
        self._validity.setVisible(bool(warning))
        try:
            self._letter_day()
        except FigureError:
            self.complain(self.tr("Write the date of the letter as 18-11-2026."))
            readable = False
        else:
            self.complain("")
            readable = True
        named = bool(self._name.text().strip()) and manifest is not None
        self.go.setEnabled(named and not twice and readable)

    def _judge_draw(self, stands: int) -> None:
        """Offer the draws for as many stands; the number of the letter is part of each."""
        size = wanted(stands)
        self._draw_stands.setText(
            self.tr("the stands: {size} of {all} (Krejcie–Morgan)").format(size=size, all=stands)
        )
        self._draw_users.setText(
            self.tr("whom to ask: every {n}th user who leaves a stand").format(n=USUAL_STEP)
        )
        possible = bool(stands) and bool(self._letter.text().strip())
        for box in (self._draw_stands, self._draw_users):
            box.setAccessibleName(box.text())
            box.setEnabled(possible)
            box.setToolTip(
                "" if possible else self.tr("A draw needs stands and the number of the letter.")
            )

    def _wanted_draws(self) -> list[tuple[str, int]]:
        """Return what is to be drawn, each with its step."""
        offered = ((self._draw_stands, "stand", 0), (self._draw_users, "service_user", USUAL_STEP))
        return [(what, k) for box, what, k in offered if box.isChecked() and box.isEnabled()]

    def _join(self) -> None:
        self.reject()
        self.package.emit()

    def _letter_day(self) -> date | None:
        text = self._day.text().strip()
        return parse_short_date(text) if text else None

    def _team_of(self) -> list[Person]:
        lead = self._lead.text().strip()
        people = [Person("", lead, "lead")] if lead else []
        return people + [Person("", name, "member") for name in _lines(self._team)]

    def _make(self) -> None:
        zone, instrument = str(self._zone.currentData()), str(self._instrument.currentData())
        mall = replace(
            self._mall or Mall("", ""),
            name=self._name.text().strip(),
            city=self._city.text().strip(),
            zone=zone,
        )
        day, letter = self._letter_day(), self._letter.text().strip()
        stands, team = self._typed(), self._team_of()
        draws = self._wanted_draws()
        self.go.setEnabled(False)
        desk = self._context.desk

        def make(store: Store) -> str:
            opened = desk(store)
            visits, found = opened.visits, opened.catalogue.instrument(instrument)
            with store.atomic():
                visit = visits.new(
                    mall,
                    stands,
                    found,
                    assignment=letter,
                    assignment_date=day.isoformat() if day else None,
                )
                people = introduced(workplace(opened.registry), team)
                visits.add_all(visit, "person", people)
            # After that, for each list must lie on disk before its lot is drawn.
            for what, every in draws:
                draw_sample(opened, visit, what, every=every)
            return visit

        self._context.tasks.write(make, self._done, self._failed, urgent=False)

    def _done(self, visit: str) -> None:
        self.made.emit(visit)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.complain(sentence(error))
        self.go.setEnabled(True)


def _over(valid_until: str, day: date) -> bool:
    return bool(valid_until) and valid_until < day.isoformat()


def _lines(field: QPlainTextEdit) -> list[str]:
    return [text for line in field.toPlainText().splitlines() if (text := line.strip())]

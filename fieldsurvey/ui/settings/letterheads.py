"""Letterheads of institutions: name, lines and logo, as the registry keeps them and documents print them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from fieldsurvey.survey.letterheads import INSTITUTION, set_logo
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.messages import message, sentence
from fieldsurvey.ui.settings.panel import Panel, Said
from fieldsurvey.ui.visits.fields_dialog import Lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context

_LOGO_UNITS = 12
_BETWEEN = ";"  # what the registry puts between lines


@dataclass(frozen=True, slots=True)
class Head:
    """One letterhead; ``entity`` is "" for a new one, ``logo`` the picture's bytes."""

    entity: str = ""
    code: str = ""
    name: str = ""
    lines: str = ""
    address: str = ""
    city: str = ""
    logo: bytes = b""


class LetterheadsPanel(Panel):
    """What new visits take over; a visit that exists keeps the head that it has."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "New visits take these over, on every laptop that holds this registry. "
                "A visit that is there already keeps its own."
            ),
            parent,
        )
        self._heads: list[Head] = []
        self.which = StillCombo()
        self.which.activated.connect(lambda _index: self._show_head())
        self.field(self.tr("Institution"), self.which)
        self.name = QLineEdit()
        self.field(self.tr("Name of the institution"), self.name)
        self.code = QLineEdit()
        self.field(self.tr("Its code in the registry"), self.code)
        self.lines = Lines(self.theme, 3)
        self.field(
            self.tr("Lines of the letterhead"),
            self.lines,
            self.tr("One below the other; a line in capitals is printed large."),
        )
        self.address = QLineEdit()
        self.field(self.tr("Address, the last line"), self.address)
        self.city = QLineEdit()
        self.field(self.tr("City"), self.city)
        self.keep = self.button(self.tr("Save"), self._save, kind="primary", sign="check")
        self.row(self.keep)
        self.said = Said()
        self.add(self.said)
        self.heading(self.tr("Logo"))
        self.logo = QLabel()
        self.logo.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.add(self.logo)
        self.choose = self.button(self.tr("Choose a picture …"), self._choose, sign="photo")
        self.row(self.choose)
        self.logo_said = Said()
        self.add(self.logo_said)
        for line in (self.name, self.code, self.address, self.city):
            line.returnPressed.connect(self._save)

    def refresh(self) -> None:
        """Read the institutions of the registry."""
        desk = self.context.desk
        self.context.tasks.read(lambda store: _heads(desk(store)), self._show)

    def _show(self, heads: list[Head], keep: str = "") -> None:
        here = keep or self._head().entity
        self._heads = [*heads, Head()]
        self.which.clear()
        for each in heads:
            self.which.addItem(f"{each.code} · {each.name}", each.entity)
        self.which.addItem(self.tr("A new institution"), "")
        self.which.setCurrentIndex(max(0, self.which.findData(here) if here else 0))
        self._show_head()

    def _head(self) -> Head:
        at = self.which.currentIndex()
        return self._heads[at] if 0 <= at < len(self._heads) else Head()

    def _show_head(self) -> None:
        head = self._head()
        for line, text in (
            (self.name, head.name),
            (self.code, head.code),
            (self.address, head.address),
            (self.city, head.city),
        ):
            line.setText(text)
        self.accept(self.name, self.code)
        self.lines.setPlainText(head.lines)
        picture = QImage.fromData(head.logo)
        side = self.theme.space(_LOGO_UNITS)
        self.logo.setText(
            "" if head.logo else self.tr("No logo: the head is printed in type only.")
        )
        if not picture.isNull():
            scaled = picture.scaled(
                side * 3,
                side,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self.logo.setPixmap(QPixmap.fromImage(scaled))
        self.choose.setEnabled(bool(head.entity))

    # --- words

    def _save(self) -> None:
        name, code = self.name.text().strip(), self.code.text().strip()
        entity, desk = self._head().entity, self.context.desk
        self.accept(self.name, self.code)
        taken = {each.code.casefold() for each in self._heads if each.entity != entity}
        if not name:
            self.refuse(self.said, self.name, self.tr("Type the name of the institution first."))
        elif not code:
            self.refuse(self.said, self.code, self.tr("Type a code for it, as INSP."))
        elif code.casefold() in taken - {""}:
            self.refuse(self.said, self.code, self.tr("Another institution has this code."))
        else:
            typed = (line.strip() for line in self.lines.toPlainText().splitlines())
            texts = {
                "name": name,
                "code": code,
                "letterhead": f"{_BETWEEN} ".join(filter(None, typed)),
                "address": self.address.text().strip(),
                "city": self.city.text().strip(),
            }

            def write(store: Store) -> tuple[str, list[Head]]:
                from fieldsurvey.survey.registry_edit import keep

                opened = desk(store)
                return keep(opened.registry, INSTITUTION, texts, entity), _heads(opened)

            self.context.tasks.write(write, self._saved, partial(self._failed, self.said))

    def _saved(self, result: tuple[str, list[Head]]) -> None:
        entity, heads = result
        self._show(heads, entity)
        self.said.say(self.tr("Saved: new visits take this letterhead over."))

    # --- the logo

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("The logo"), "", self.tr("Pictures (*.png *.jpg *.jpeg)")
        )
        if chosen:
            self.take_logo(Path(chosen))

    def take_logo(self, path: Path) -> None:
        """Keep a picture as the logo of the institution at hand."""
        head, desk = self._head(), self.context.desk

        def write(store: Store) -> tuple[str, list[Head]]:
            opened = desk(store)
            set_logo(opened.registry, head.code, path)
            return head.entity, _heads(opened)

        self.context.tasks.write(write, self._logo_saved, partial(self._failed, self.logo_said))

    def _logo_saved(self, result: tuple[str, list[Head]]) -> None:
        entity, heads = result
        self._show(heads, entity)
        self.logo_said.say(self.tr("Saved: the logo is printed above the lines."))

    def _failed(self, said: Said, error: Exception) -> None:
        said.say(f"{sentence(error)} {message(error).detail}".strip(), "bad")


def _heads(desk: Desk) -> list[Head]:
    """Return the letterheads of the registry, logos with them."""
    found = []
    for record in desk.registry.entities(INSTITUTION):
        fields = {name: str(value or "") for name, value in record.fields.items()}
        lines = (line.strip() for line in fields.get("letterhead", "").split(_BETWEEN))
        logo = fields.get("logo", "")
        held = logo and logo not in desk.records.missing_blobs(
            desk.registry.stream_of(record.id) or ""
        )
        found.append(
            Head(
                record.id,
                fields.get("code", ""),
                fields.get("name", ""),
                "\n".join(filter(None, lines)),
                fields.get("address", ""),
                fields.get("city", ""),
                desk.records.blob(logo) if held else b"",
            )
        )
    return found

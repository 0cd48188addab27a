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
from fieldsurvey.ui.parts.fields_dialog import Lines
from fieldsurvey.ui.settings.panel import Panel, Said

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
        self._at: Head | None = None
        self._kept: dict[str, str] = {}
        self.which = StillCombo()
        self.which.activated.connect(self._choose_head)
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

    def keep_typed(self) -> bool:
        """Save the words of the letterhead at hand, where they were changed."""
        return self._at is None or self._typed() == self._kept or self._save()

    def _choose_head(self, index: int) -> None:
        wanted = self._heads[index].entity
        if not self.keep_typed() and self._at is not None:
            wanted = self._at.entity
        self.which.setCurrentIndex(self.which.findData(wanted))
        self._show_head()

    def _show(self, heads: list[Head], here: str | None = None) -> None:
        if here is None and self._at is not None:
            here = self._at.entity
        self._heads = [*heads, Head()]
        self.which.clear()
        for each in heads:
            self.which.addItem(f"{each.code} · {each.name}", each.entity)
        self.which.addItem(self.tr("A new institution"), "")
        self.which.setCurrentIndex(0 if here is None else max(0, self.which.findData(here)))
        self._show_head()

    def _head(self) -> Head:
        at = self.which.currentIndex()
        return self._heads[at] if 0 <= at < len(self._heads) else Head()

    def _show_head(self) -> None:
        before, head = self._at, self._head()
        self._at = head
        other = before is None or head.entity != before.entity
        if other or self._typed() == self._kept:
            for line, text in (
                (self.name, head.name),
                (self.code, head.code),
                (self.address, head.address),
                (self.city, head.city),
            ):
                line.setText(text)
            self.accept(self.name, self.code)
            self.lines.setPlainText(head.lines)
            self._kept = self._typed()
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

    def _typed(self) -> dict[str, str]:
        """Return the fields of the record as they are typed."""
        lines = (line.strip() for line in self.lines.toPlainText().splitlines())
        return {
            "name": self.name.text().strip(),
            "code": self.code.text().strip(),
            "letterhead": f"{_BETWEEN} ".join(filter(None, lines)),
            "address": self.address.text().strip(),
            "city": self.city.text().strip(),
        }

    def _save(self) -> bool:
        texts, entity, desk = self._typed(), self._at.entity if self._at else "", self.context.desk
        name, code = texts["name"], texts["code"]
        self.accept(self.name, self.code)
        taken = {each.code.casefold() for each in self._heads if each.entity != entity}
        if not name:
            self.refuse(self.said, self.name, self.tr("Type the name of the institution first."))
        elif not code:
            self.refuse(self.said, self.code, self.tr("Type a code for it, as INSP."))
        elif code.casefold() in taken - {""}:
            self.refuse(self.said, self.code, self.tr("Another institution has this code."))
        else:

            def write(store: Store) -> tuple[str, list[Head]]:
                from fieldsurvey.survey.registry_edit import keep

                opened = desk(store)
                return keep(opened.registry, INSTITUTION, texts, entity), _heads(opened)

            self._kept = texts
            self.context.tasks.write(
                write, partial(self._saved, entity), partial(self._failed, self.said)
            )
            return True
        return False

    def _saved(self, before: str, result: tuple[str, list[Head]]) -> None:
        entity, heads = result
        # Another one may have been chosen meanwhile.
        self._show(heads, entity if self._at is None or self._at.entity == before else None)
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
        self._kept = {}  # it is tried again when one goes elsewhere
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

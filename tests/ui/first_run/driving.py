"""A person at the keyboard of the first start."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from fieldsurvey.ui.first_run.page import FirstRunPage
from fieldsurvey.ui.i18n import Translator
from tests.ui.keyboard import CTRL, Hands, K

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget

OFFICE = "Ombudsman Contoh"


class Longer(Translator):
    """Every text in words that are 160 % as long."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        text = super().translate(context, source, disambiguation, n) or source
        return text + " " + "panjang " * max(1, round(len(text) * 0.6 / 8))


@contextmanager
def wordy(application: QApplication) -> Iterator[None]:
    """Let the window speak such a language inside."""
    longer = Longer("id", application)
    application.installTranslator(longer)
    yield
    application.removeTranslator(longer)


def shown_groups(page: QWidget) -> list[str]:
    """Read the recovery key off the screen, as one who writes it down does."""
    found = {}
    for label in page.findChildren(QLabel):
        head, _, letters = label.accessibleName().partition(": ")
        if head.startswith("Kelompok "):
            assert letters.replace(" ", "") == label.text()
            found[int(head.split()[1])] = label.text()
    return [found[number] for number in sorted(found)]


def go_through(
    hands: Hands,
    name: str,
    passphrase: str,
    folder: Path | None = None,
    seen: Callable[[str], None] = lambda _step: None,
    *,
    train: bool = False,
) -> list[str]:
    """Answer every step by keys alone, up to the open database; return the recovery key's groups.

    Args:
        hands: the person.
        name: of the inspector.
        passphrase: of the database.
        folder: where it is to lie; None when the step is not asked.
        seen: told the name of each step once it is answered.
        train: stay with the offer of the training visit instead of putting it off.
    """
    hands.on("FirstRunPage")
    page = hands.window.page
    assert isinstance(page, FirstRunPage)
    seen("bahasa")
    hands.press(K.Key_Return)
    hands.type(name)
    hands.tab_to("NIP")
    hands.tab_to("Jabatan")
    seen("pemeriksa")
    hands.press(K.Key_Return)
    hands.type(OFFICE)
    seen("kantor")
    hands.press(K.Key_Return)
    if folder is not None:
        hands.press(K.Key_A, CTRL)
        hands.type(str(folder))
        hands.press(K.Key_Return)
        hands.see("✓ Map dapat dipakai")
        seen("map")
        hands.press(K.Key_Return)
    hands.type(passphrase)
    hands.press(K.Key_Tab)
    hands.type(passphrase)
    hands.see("✓ Sama")
    seen("sandi")
    hands.press(K.Key_Return)
    hands.see("Kunci pemulihan Anda")
    groups = shown_groups(page)
    seen("kunci")
    hands.tab_to("Lanjut")
    hands.press(K.Key_Space)
    for number in page.draft.asked:
        hands.asked(f"Kelompok {number} dari 14")
        hands.type(groups[number - 1].lower())
        if number != page.draft.asked[-1]:
            hands.press(K.Key_Tab)
    seen("bukti")
    hands.press(K.Key_Return)
    hands.on("TrainingPage")
    seen("tawaran")
    if not train:
        hands.tab_to("Nanti saja")
        hands.press(K.Key_Return)
    return groups

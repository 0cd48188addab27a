"""What this person chose on this machine: language, palette, text size, name; never anything secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray, QSettings

LANGUAGES = ("id", "en")
PALETTES = ("system", "light", "dark", "sunlight")
#: Text sizes in points; Ctrl+0 goes back to the first default.
TEXT_SIZES = (11, 12, 13, 14, 15, 17, 20)
DEFAULT_TEXT_SIZE = 11
#: Sheets that documents are printed on.
PAPERS = ("A4", "F4")
#: Minutes without a key or pointer until the window locks itself: the least, the most, and the first.
LOCK_MINUTES = (1, 60)
DEFAULT_LOCK_MINUTES = 10


class Preferences:
    """Typed access to a QSettings.

    Args:
        settings: where they are kept.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def language(self) -> str:
        """``id`` or ``en``."""
        return self._chosen("language", LANGUAGES, "id")

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("language", value)

    @property
    def palette(self) -> str:
        """``system``, ``light``, ``dark`` or ``sunlight``."""
        return self._chosen("palette", PALETTES, "system")

    @palette.setter
    def palette(self, value: str) -> None:
        self._settings.setValue("palette", value)

    @property
    def text_size(self) -> int:
        """Size of body text in points."""
        raw = str(self._settings.value("text_size", DEFAULT_TEXT_SIZE))
        size = int(raw) if raw.isdigit() else DEFAULT_TEXT_SIZE
        return size if size in TEXT_SIZES else DEFAULT_TEXT_SIZE

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._settings.setValue("text_size", value)

    @property
    def paper(self) -> str:
        """``A4`` or ``F4``: what documents are made for unless another is chosen."""
        return self._chosen("paper", PAPERS, PAPERS[0])

    @paper.setter
    def paper(self, value: str) -> None:
        self._settings.setValue("paper", value)

    @property
    def lock_minutes(self) -> int:
        """Minutes without a key or pointer until the window locks itself."""
        raw = str(self._settings.value("lock_minutes", DEFAULT_LOCK_MINUTES))
        minutes = int(raw) if raw.isdecimal() else DEFAULT_LOCK_MINUTES
        return min(max(minutes, LOCK_MINUTES[0]), LOCK_MINUTES[1])

    @lock_minutes.setter
    def lock_minutes(self, value: int) -> None:
        self._settings.setValue("lock_minutes", value)

    @property
    def author(self) -> str:
        """The surveyor's name, ``""`` until it was asked for."""
        return str(self._settings.value("author", ""))

    @author.setter
    def author(self, value: str) -> None:
        self._settings.setValue("author", value)

    @property
    def login_opens(self) -> bool:
        """Whether the keyring of the machine's login is asked for the database's key."""
        return str(self._settings.value("login_opens", "")) == "yes"

    @login_opens.setter
    def login_opens(self, value: bool) -> None:
        self._settings.setValue("login_opens", "yes" if value else "")

    def text(self, name: str) -> str:
        """Return a small remembered thing of a screen (``visits/filter``), ``""`` when there is none."""
        return str(self._settings.value(name, ""))

    def set_text(self, name: str, value: str) -> None:
        """Remember a small thing of a screen."""
        self._settings.setValue(name, value)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window stood."""
        value = self._settings.value("geometry")
        return None if value is None else value  # type: ignore[return-value]

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("geometry", value)

    def _chosen(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = str(self._settings.value(name, default))
        return value if value in allowed else default

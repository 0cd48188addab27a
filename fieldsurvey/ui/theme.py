"""Colours and sizes: three palettes and one small style file; every size follows from the text's.

A widget says what it *is* and the style file says how that looks: ``dress(label, "title")``. The kinds:

=============  ==========================================================================================
QLabel         ``figure`` ``title`` ``heading`` ``strong`` ``muted`` ``small`` ``good`` ``warn`` ``bad`` ``note``
               and as pills ``pill`` ``pill-good`` ``pill-warn`` ``pill-bad`` ``pill-accent``
QToolButton    ``door`` (its word under its drawing); plain otherwise
QPushButton    ``primary`` (one a screen) ``quiet`` (no border) ``danger`` ``key`` (a tool with its key,
               no higher than a finger needs); plain otherwise
QRadioButton   ``choice``, as QCheckBox: a sign that is seen in every palette
QFrame         ``card`` (raised, bordered) ``band`` (sunken strip) ``panel`` (side) ``line`` (a hairline)
               ``notice-good`` ``notice-warn`` ``notice-bad`` ``notice-accent``
=============  ==========================================================================================
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication, QWidget

_NAMES = (
    "window", "surface", "sunken", "text", "muted", "line", "edge", "accent", "on_accent", "accent_soft",
    "good", "good_soft", "warn", "warn_soft", "bad", "bad_soft", "disabled", "focus",
)  # fmt: skip


def _colors(*values: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(_NAMES, values, strict=True)))


#: window: behind everything; surface: cards and inputs; sunken: strips and headers; edge: borders of inputs (3:1);
#: …_soft: the background that goes with a colour; focus: the ring.
PALETTE_COLORS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "light": _colors(
            "#F4F5F7", "#FFFFFF", "#E9ECF0", "#1B1F26", "#505866", "#D5D9E0", "#858E9E", "#1D5FBF", "#FFFFFF",
            "#E4EDFA", "#1A6E3C", "#E3F3E8", "#855000", "#FCF0DB", "#B3261E", "#FBE7E5", "#8A919E", "#1D5FBF",
        ),
        "dark": _colors(
            "#16191E", "#1F242B", "#12151A", "#ECEFF3", "#B3BAC6", "#353C46", "#7C8695", "#8AB4F8", "#0B1B33",
            "#24344D", "#7BD49A", "#1B3527", "#F0B860", "#3B2E15", "#FF9A92", "#42211F", "#727B88", "#8AB4F8",
        ),
        # In the sun: black on white, no grey, thick lines; every colour at least 7:1 on white.
        "sunlight": _colors(
            "#FFFFFF", "#FFFFFF", "#FFFFFF", "#000000", "#000000", "#000000", "#000000", "#00307A", "#FFFFFF",
            "#FFFFFF", "#00451D", "#FFFFFF", "#5A3200", "#FFFFFF", "#8A0000", "#FFFFFF", "#595959", "#00307A",
        ),
    }
)  # fmt: skip

FAMILY = "Source Sans 3"
_UNIT_PER_TEXT = 8 / 14.67  # the 8-px rhythm at 11 pt
_TARGET_UNITS = 5.5
_SCALE = {"figure": 3.2, "title": 1.7, "heading": 1.25, "body": 1.0, "small": 0.9}


class Theme(NamedTuple):
    """Colours and sizes of one palette at one text size; make it with ``make_theme``.

    Attributes:
        name: ``light``, ``dark`` or ``sunlight``.
        text_pt: size of body text in points.
        unit: the rhythm in logical pixels, 8 at 11 pt.
        colors: name → ``#rrggbb``.
    """

    name: str
    text_pt: int
    unit: int
    colors: Mapping[str, str]

    def __hash__(self) -> int:
        """Themes are looked up by: the colours follow from the name."""
        return hash((self.name, self.text_pt, self.unit))

    def color(self, name: str) -> QColor:
        """Return a colour by its name."""
        return QColor(self.colors[name])

    def space(self, units: float = 1) -> int:
        """Return a distance of so many units in pixels."""
        return round(self.unit * units)

    @property
    def target(self) -> int:
        """Least height of what is pressed, in pixels: 44 at 11 pt."""
        return max(44, self.space(_TARGET_UNITS))

    @property
    def icon(self) -> int:
        """Side of an icon in pixels: 20 at 11 pt."""
        return self.space(2.5)

    @property
    def ring(self) -> int:
        """Width of the focus ring in pixels."""
        return 3 if self.name == "sunlight" else 2

    @property
    def hairline(self) -> int:
        """Width of a border in pixels."""
        return 2 if self.name == "sunlight" else 1

    def font(self, kind: str = "body", *, strong: bool = False) -> QFont:
        """Return the font of a ``figure``, ``title``, ``heading``, ``body`` or ``small`` text, for painting."""
        made = QFont(FAMILY)
        made.setPointSizeF(self.text_pt * _SCALE[kind])
        if strong or kind in {"figure", "title", "heading"}:
            made.setWeight(QFont.Weight.DemiBold)
        return made

    def palette(self) -> QPalette:
        """Return the palette of these colours."""
        palette = QPalette()
        role = QPalette.ColorRole
        for target, name in (
            (role.Window, "window"), (role.WindowText, "text"), (role.Base, "surface"),
            (role.AlternateBase, "sunken"), (role.Text, "text"), (role.Button, "surface"),
            (role.ButtonText, "text"), (role.BrightText, "bad"), (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"), (role.Link, "accent"), (role.LinkVisited, "accent"),
            (role.PlaceholderText, "muted"), (role.ToolTipBase, "surface"), (role.ToolTipText, "text"),
            (role.Accent, "accent"), (role.Mid, "line"), (role.Dark, "edge"), (role.Light, "surface"),
        ):  # fmt: skip
            palette.setColor(target, self.color(name))
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.color("disabled"))
        return palette

    def style_sheet(self) -> str:
        """Return the style file with these colours and sizes."""
        source = (resources_folder() / "style.qss").read_text(encoding="utf-8")
        sizes = {f"{name}_pt": f"{self.text_pt * scale:.1f}pt" for name, scale in _SCALE.items()}
        lengths = {
            "half": self.space(0.5), "one": self.space(), "one_half": self.space(1.5), "two": self.space(2),
            "three": self.space(3), "target": self.target, "ring": self.ring, "hairline": self.hairline,
            "pad": max(0, self.space() - self.hairline), "pad_focus": max(0, self.space() - self.ring),
            "pad_wide": self.space(2) - self.hairline, "pad_wide_focus": self.space(2) - self.ring,
            "least": 44 - self.space(), "dot": self.space(2), "dot_round": self.space(1) + self.hairline,
            "radius": self.space(0.75), "inner": self.target - 2 * self.space(),
            "icon": self.icon, "ring_gap": self.ring - self.hairline,
            "half_focus": self.space(0.5) - self.ring + self.hairline,
        }  # fmt: skip
        pixels = {name: f"{value}px" for name, value in lengths.items()}
        values = {**self.colors, **sizes, **pixels}
        for name in sorted(values, key=len, reverse=True):  # $pad_focus before $pad
            source = source.replace(f"${name}", values[name])
        return source


def make_theme(palette: str, text_pt: int) -> Theme:
    """Make a theme; ``system`` follows the machine: its contrast wish first, then its dark mode."""
    name = palette
    if palette == "system":
        hints = QGuiApplication.styleHints()
        contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        name = "sunlight" if contrast else "dark" if dark else "light"
    font = QFont(FAMILY)
    font.setPointSizeF(text_pt)
    unit = max(6, round(QFontInfo(font).pixelSize() * _UNIT_PER_TEXT))
    return Theme(name, text_pt, unit, PALETTE_COLORS[name])


def load_fonts() -> None:
    """Register the fonts that we bring, so that every machine shows the same."""
    for face in ("Regular", "SemiBold", "Italic"):
        QFontDatabase.addApplicationFont(
            str(resources_folder() / "fonts" / f"SourceSans3-{face}.ttf")
        )


def wear(application: QApplication, theme: Theme) -> None:
    """Give the whole application a theme."""
    application.setPalette(theme.palette())
    application.setFont(theme.font())
    application.setStyleSheet(theme.style_sheet())


def dress(widget: QWidget, kind: str) -> None:
    """Say what a widget is, so that the style file can find it; may be called again with another kind."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it is polished when it is shown; to ask for the style costs the first page 20 ms
    widget.style().unpolish(widget)
    widget.style().polish(widget)

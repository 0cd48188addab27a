"""The settings: a screen of panels, each of which saves by itself and says so where it was asked."""

from __future__ import annotations

from fieldsurvey.ui.settings.screen import SettingsScreen

__all__ = ["SettingsScreen"]

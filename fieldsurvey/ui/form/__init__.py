"""Filling a form: sections, questions, problems, the badge, and the way to the journal."""

from fieldsurvey.ui.form.screen import FormScreen

__all__ = ["FormScreen"]

"""Which question of which form a photo proves, in the words of the form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError
from fieldsurvey.survey.observations import item_of
from fieldsurvey.xforms.wording import words

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit

_LANGUAGE = "id"
_OUTPUT = re.compile(r"\{[^{}]*\}")  # what other answers fill in
_MARKUP = re.compile(r"^#{1,6}\s+|</?[A-Za-z][^<>]*>|\*\*", re.MULTILINE)
_LONGEST = 90  # letters; beside a photo there is room for three lines


def photo_questions(visit: Visit, instrument: Instrument) -> dict[str, str]:
    """Return id of a photo → code and label of the item that it proves; photos that stand alone are left out.

    Args:
        visit: the visit.
        instrument: the one that it pins.
    """
    forms = {response.id: response.form for response in visit.responses}
    found = {}
    for photo in visit.photos:
        name, key = forms.get(photo.response, ""), photo.item_key or photo.key
        if name not in instrument.forms or not key:
            continue
        form = instrument.form(name)
        try:
            definition = form.definition(key)
        except AnswerError:
            continue  # of a version of the form that had this question
        language = form.translations.find(_LANGUAGE) or form.default_language
        label = _MARKUP.sub("", _OUTPUT.sub("…", words(form, definition.label, language)))
        text = " ".join(f"{item_of(definition)} {label}".split())
        found[photo.id] = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return found

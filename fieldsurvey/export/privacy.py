"""What of an interview may leave the office (domain.md §7).

- Private answers (marked ``bind::fs:private``, and every free text) are left out, column and all; so is computed text,
  which may be made of them, unless it is a score.
- Interviews of service users carry the half of the day instead of times, and not who asked. Their id in the export is a
  hash: the id of a response begins with the moment it was made.
- Figures of the score with fewer than five users behind them are blank, as in reports.
- At a stand with fewer than five interviews one respondent could be recognised: the stand is left out.

A person who may see everything asks for it by name and reason; the export log keeps both.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.scoring import FEWEST
from fieldsurvey.survey.filling import is_private
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.observations import NAMESPACE

if TYPE_CHECKING:
    from datetime import tzinfo

    from fieldsurvey.survey.model import Response, Visit
    from fieldsurvey.xforms import Form, NodeDefinition

_TIMES = frozenset({"date", "dateTime", "time"})


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What an export shows.

    Attributes:
        private: everything, private answers included.
    """

    private: bool = False

    def shows(self, form: Form, definition: NodeDefinition) -> bool:
        """Say whether a question has a column."""
        computed = definition.control is None and definition.datatype == "string"
        scored = f"{NAMESPACE}indicator" in definition.attributes
        return self.private or not (is_private(form, definition.ref) or (computed and not scored))

    def response(self, response: Response) -> str:
        """Return the id under which a response is shown, the same in all tables."""
        if self.private or response.form != TargetKind.SERVICE_USER.value:
            return response.id
        return hashlib.sha256(response.id.encode()).hexdigest()[:16]

    def shows_author(self, form_name: str) -> bool:
        """Say whether who filled a form is shown."""
        return self.private or form_name != TargetKind.SERVICE_USER.value

    def value(self, form_name: str, definition: NodeDefinition, value: str, zone: tzinfo) -> str:
        """Return an answer as it is shown: times of service users as half-days."""
        if self.private or form_name != TargetKind.SERVICE_USER.value:
            return value
        return half_day(value, zone) if definition.datatype in _TIMES else value

    def places(self, visit: Visit) -> dict[str, str]:
        """Return officer or service user → stand, "" where it would point to a person."""
        holders = visit.stand_of_interviewed()
        if self.private:
            return holders
        users = {user.id for user in visit.service_users}
        asked = {r.target for r in visit.responses if r.target in users}
        count = Counter(holders.get(user, "") for user in asked)
        return {
            who: "" if who in users and count[stand] < FEWEST else stand
            for who, stand in holders.items()
        }


def half_day(value: str, zone: tzinfo) -> str:
    """Return ``2026-11-23 pagi`` or ``siang`` for a moment, ``pagi``/``siang`` for a time, the day for a date.

    Args:
        value: an XForms date, time or dateTime; anything else gives "".
        zone: the site's.
    """
    if not value:
        return ""
    try:
        if "T" in value:
            moment = datetime.fromisoformat(value)
            local = moment.astimezone(zone) if moment.tzinfo else moment
            return f"{local.date().isoformat()} {_half(local.hour)}"
        if ":" in value:
            return _half(int(value[:2]))
        return datetime.fromisoformat(value).date().isoformat()
    except (ValueError, OverflowError):  # the last hours of the calendar have no time of the site
        return ""


def _half(hour: int) -> str:
    return "pagi" if hour < 12 else "siang"

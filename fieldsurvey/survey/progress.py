"""How far a response is: answered of what applies now (design §7), and whether what was finished still stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.filling import digest_of

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Response
    from fieldsurvey.xforms import FormSession


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one response is.

    Attributes:
        answered: questions answered.
        relevant: questions that apply now.
        missing: required ones without an answer.
        invalid: answers that are not accepted.
    """

    answered: int = 0
    relevant: int = 0
    missing: int = 0
    invalid: int = 0

    @property
    def share(self) -> float:
        """Return answered ÷ relevant in [0, 1]; 1 when nothing applies."""
        return self.answered / self.relevant if self.relevant else 1.0


def progress_of(session: FormSession) -> Progress:
    """Return how far a response is.

    A question counts when it applies now and can be answered. Photos and files that are only offered count once they
    are there: a team cannot photograph every item of 44 stands.
    """
    answered = relevant = missing = invalid = 0
    for ref in session.refs():
        definition = session.form.definition(ref)
        if definition.control is None or not session.relevant(ref) or session.readonly(ref):
            continue
        given, required = session.get(ref) != "", session.required(ref)
        if definition.control == "upload" and not given and not required:
            continue
        relevant += 1
        answered += given
        missing += required and not given
        violation = session.violation(ref) if given else None
        invalid += violation is not None
    return Progress(answered, relevant, missing, invalid)


def stale(response: Response) -> bool:
    """Say whether answers changed after the response was finished: "perlu diperiksa lagi" (design §4).

    A response with answers that are locked here cannot be judged here.
    """
    if not response.finished_digest or response.locked:
        return False
    return digest_of(response.values) != response.finished_digest


class ProgressBook:
    """Progress of many responses; a form is parsed once, and a response replayed only when its answers changed.

    Belongs to one thread.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Progress] = {}

    def of(self, instrument: Instrument, response: Response) -> Progress | None:
        """Return the progress of a response, None when its instrument has no such form."""
        if response.form not in instrument.forms:
            return None
        edition = f"{instrument.id} {instrument.version}"
        key = (edition, f"{response.form} {response.id}", digest_of(response.values))
        if key not in self._known:
            form = instrument.form(response.form)
            values = {k: v for k, v in response.values.items() if k not in response.locked}
            self._known[key] = progress_of(form.start(values=values))
        return self._known[key]

"""*Keterangan rahasia*: said on condition that it stays out of every paper (domain.md §7 rule 6, §0 fact 10).

A whole response can be secret, or single statements of it: those that the form marks ``bind::fs:secret``, and those
that an inspector flags. A snapshot of a visit leaves them out unless it is asked for them, so exports, reports, scores
and findings never meet them; they are written only into the encrypted *lampiran tertutup*. They do not count in the
score either: of four officers, the fourth answer would follow from the other three. From the flag on, answers of a
secret response are stored under its own key; what was stored in clear before stays in the journal of the team.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldsurvey.survey.filling import COMMENT, SECRET

if TYPE_CHECKING:
    from fieldsurvey.journal.change import Change
    from fieldsurvey.survey.model import Response, Visit
    from fieldsurvey.survey.ports import Records


@dataclass(frozen=True, slots=True)
class Secrets:
    """What of a visit is secret: whole responses, (response, node key) of single statements, and what rests on them."""

    responses: frozenset[str]
    statements: frozenset[tuple[str, str]]
    resting: frozenset[str]

    @classmethod
    def of(cls, records: Records, visit: str) -> Secrets:
        """Return what is secret now."""
        found = records.entities(visit, "response")
        flags = [(each.id, name) for each in found for name, value in each.fields.items() if value]
        responses = frozenset(identity for identity, name in flags if name == SECRET)
        statements = frozenset(
            (identity, name.removeprefix(SECRET))
            for identity, name in flags
            if name.startswith(f"{SECRET}/")
        )
        resting = frozenset(
            each.id
            for kind in ("photo", "finding")
            for each in records.entities(visit, kind)
            for response in [str(each.fields.get("response"))]
            if response in responses
            or (response, str(each.fields.get("key"))) in statements
            or (response, str(each.fields.get("item_key"))) in statements
        )
        return cls(responses, statements, resting)

    def holds(self, change: Change) -> bool:
        """Say whether a change is part of what is secret, or says that something is."""
        if change.entity in self.responses or change.entity in self.resting:
            return True
        key = change.field.removeprefix(COMMENT)
        return change.field.startswith(SECRET) or (change.entity, key) in self.statements


def without_secrets(visit: Visit) -> Visit:
    """Return a visit without its secret responses and statements, and without what rests on them."""
    gone = {response.id for response in visit.responses if response.secret}
    keys = {(r.id, key) for r in visit.responses for key in r.secret_keys}
    if not gone and not keys:
        return visit

    def open_part(response: Response) -> Response:
        values = {k: v for k, v in response.values.items() if k not in response.secret_keys}
        return replace(response, values=values, secret_keys=frozenset())

    def stays(response: str, key: str, item_key: str = "") -> bool:
        return response not in gone and not keys.intersection(
            {(response, key), (response, item_key)}
        )

    return replace(
        visit,
        responses=tuple(open_part(each) for each in visit.responses if not each.secret),
        photos=tuple(p for p in visit.photos if stays(p.response, p.key, p.item_key)),
        findings=tuple(f for f in visit.findings if stays(f.response, f.key)),
    )

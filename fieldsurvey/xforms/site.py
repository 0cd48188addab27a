"""A form filled for a place in another time zone than the machine's: every step runs in the zone of the site."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldsurvey.errors import FormError
from fieldsurvey.xforms.session import FormSession
from fieldsurvey.xpath import in_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

P = ParamSpec("P")
R = TypeVar("R")

#: The methods of a session that may evaluate an expression, or write a time.
_EVALUATING = (
    *("reload", "set", "apply", "add_repeat", "remove_repeat", "finalize"),
    *("label", "hint", "guidance", "media", "choice_media", "choices", "choice", "choices_of"),
    *("violation", "problems", "itext"),
)


class SiteSession(FormSession):
    """A session whose local time is that of a zone. A session without a zone does not pay for it.

    Args:
        zone: of the site.
        arguments: as those of `FormSession`.
    """

    def __init__(self, *arguments: Any, zone: tzinfo, **named: Any) -> None:
        self.zone = zone
        with in_zone(zone):
            super().__init__(*arguments, **named)


def _at_the_site(
    method: Callable[Concatenate[SiteSession, P], R],
) -> Callable[Concatenate[SiteSession, P], R]:
    @wraps(method)
    def run(self: SiteSession, /, *arguments: P.args, **named: P.kwargs) -> R:
        with in_zone(self.zone):
            return method(self, *arguments, **named)

    return run


for _name in _EVALUATING:
    setattr(SiteSession, _name, _at_the_site(getattr(FormSession, _name)))


def zone_of(zone: str | tzinfo) -> tzinfo:
    """Return a time zone by its name, as ``Asia/Makassar``, or the zone itself.

    Raises:
        FormError: no zone has that name.
    """
    if not isinstance(zone, str):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise FormError(f"{zone!r} is no time zone: write it as Asia/Makassar") from error

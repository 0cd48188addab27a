"""What has been said in the first start so far; outlives the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Draft:
    """Answers of the first start, kept in memory alone; what is secret never shows in a report.

    Attributes:
        folder: where the inspections are to lie.
        fixed: the folder was named when the program was started, so it is not asked for.
        step: name of the step one stands on.
        name: of the inspector, as it stands in the minutes.
        staff_number: NIP, may stay blank.
        position: what the inspector is in the office.
        office: name of the institution.
        passphrase, again: as typed, twice.
        recovery_key: of the database that was made for it, ``""`` before that.
        proof: the groups typed to show that the key was written down, by their number.
        asked: numbers of these groups, from 1.
    """

    folder: Path
    fixed: bool = False
    step: str = ""
    name: str = ""
    staff_number: str = ""
    position: str = ""
    office: str = ""
    passphrase: str = field(default="", repr=False)
    again: str = field(default="", repr=False)
    recovery_key: str = field(default="", repr=False)
    proof: dict[int, str] = field(default_factory=dict, repr=False)
    asked: tuple[int, ...] = ()

    def groups(self) -> list[str]:
        """Return the groups of the recovery key."""
        return self.recovery_key.split("-") if self.recovery_key else []

    def forget_key(self) -> None:
        """Forget a key that opens nothing any more, and what was typed of it."""
        self.recovery_key, self.proof, self.asked = "", {}, ()

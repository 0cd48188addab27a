"""What is wrong with an answer, as a value: answers are kept, whatever they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Violation:
    """An answer that cannot be final.

    Attributes:
        kind: "required" when it is missing; "constraint" when its constraint is not met or it is not of its datatype.
        message: the form's message in the active language, None when the form gives none.
    """

    kind: Literal["constraint", "required"]
    message: str | None

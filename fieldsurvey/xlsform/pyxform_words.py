"""What pyxform says of a workbook, told in our own words first: by pattern, for its sentences reach us without codes.

pyxform's own sentence stays what it is to the command line; the window says ours, in its language, and then pyxform's.
The patterns follow pyxform 4.5 (`pyxform/errors.py`, `xls2json.py`); what none fits is told in general.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from fieldsurvey.errors import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.xlsform.diagnostics import Severity

_Telling: TypeAlias = "Sentence | Callable[[re.Match[str]], Sentence]"

# In the order in which they are tried; groups name what the sentence repeats.
_TOLD: tuple[tuple[re.Pattern[str], _Telling], ...] = (
    (
        re.compile(r"Unknown question type '(?P<name>[^']*)'"),
        lambda found: Sentence("The question type '{name}' is unknown.", **found.groupdict()),
    ),
    (
        re.compile(r"You must have a sheet named '(?P<name>\w+)'"),
        lambda found: Sentence("The workbook has no sheet named {name}.", **found.groupdict()),
    ),
    (
        re.compile(r"Unmatched 'begin_(?P<kind>\w+)'.*for the name '(?P<name>[^']*)'"),
        lambda found: Sentence(
            "begin_{kind} '{name}' is never closed: its end_{kind} is missing.",
            **found.groupdict(),
        ),
    ),
    (
        re.compile(r"Unmatched 'end_(?P<kind>\w+)'"),
        lambda found: Sentence(
            "end_{kind} stands here without a begin_{kind} before it.", **found.groupdict()
        ),
    ),
    (
        re.compile(r"the 'name' value '(?P<name>[^']*)' is (?:invalid|problematic)"),
        lambda found: Sentence(
            "The name '{name}' is taken or reserved: within its group, repeat or form a name stands once.",
            **found.groupdict(),
        ),
    ),
    (
        re.compile(r"(?:two|multiple) s(?:ections|urvey elements) named '(?P<name>[^']*)'"),
        lambda found: Sentence(
            "The name '{name}' stands more than once; give each its own.", **found.groupdict()
        ),
    ),
    (
        re.compile(r"Choice names must be unique"),
        Sentence("A choice stands twice in its list: the same name."),
    ),
    (
        re.compile(r"Choices must have a name"),
        Sentence("A choice has no name."),
    ),
    (
        re.compile(r"Choices should have a label"),
        Sentence("A choice has no label."),
    ),
    (
        re.compile(r"Choice names with spaces.*See \[(?P<name>[^\]]*)\] in \[(?P<list>[^\]]*)\]"),
        lambda found: Sentence(
            "The choice '{name}' of the list {list} has a space in its name; select_multiple takes none.",
            **found.groupdict(),
        ),
    ),
    (
        re.compile(r"Names must (?:begin|not)|names? used here must"),
        Sentence(
            "A name may hold letters, digits, - . and _ only, and begins with a letter or _."
        ),
    ),
    (
        re.compile(r"Could not find the name '(?P<name>[^']*)'|no survey element named '(?P<other>[^']*)'"),
        lambda found: Sentence(
            "${{{name}}} refers to a question that the sheet survey does not have.",
            name=found["name"] or found["other"],
        ),
    ),
    (
        re.compile(r"The name '(?P<name>[^']*)' appears more than once"),
        lambda found: Sentence(
            "${{{name}}} can mean several questions of this name; give each its own.",
            **found.groupdict(),
        ),
    ),
    (
        re.compile(r"Reference variables? (?:must start|lists)|Reference variables must start"),
        Sentence("A reference is not written as ${{name}}: a brace or comma is missing."),
    ),
    (
        re.compile(r"List name not in (?:external )?(?:choices|columns) sheet: ?(?P<name>.+)"),
        lambda found: Sentence("There is no choice list named {name}.", **found.groupdict()),
    ),
    (
        re.compile(r"no choices sheet|choices sheet has the mandatory columns"),
        Sentence(
            "A question has choices, but the sheet choices is missing or lacks list_name, name or label."
        ),
    ),
    (
        re.compile(r"sheet: '(?P<sheet>\w+)'.*column headers were not found: (?P<names>[^.]+)"),
        lambda found: Sentence("The sheet {sheet} lacks the columns {names}.", **found.groupdict()),
    ),
    (
        re.compile(r"[Hh]eaders provided for sheet: '(?P<sheet>\w+)'|Column headers must not"),
        lambda found: Sentence(
            "The first row of the sheet {sheet} does not name its columns as it should.",
            sheet=found["sheet"] or "choices",
        ),
    ),
    (
        re.compile(r"Question with no type"),
        Sentence("A row has no type."),
    ),
    (
        re.compile(r"Question or group with no name"),
        Sentence("A question or group has no name."),
    ),
    (
        re.compile(r"(?:has|with) no label|element has no label"),
        Sentence("A question or group has no label."),
    ),
    (
        re.compile(r"Missing calculation"),
        Sentence("A calculate row has nothing in the column calculation."),
    ),
    (
        re.compile(r"max-pixels"),
        Sentence("A photo question has no max-pixels; the original is kept as it is."),
    ),
    (
        re.compile(r"parameter|Parameter"),
        Sentence("A value in the column parameters is wrong."),
    ),
    (
        re.compile(r"similar names? (?:were|was) found"),
        Sentence("A sheet seems to be misspelt."),
    ),
    (
        re.compile(r"depend(?:s|encies).*(?:cycle|loop)|[Cc]ycle detected"),
        Sentence("Calculations depend on each other in a loop."),
    ),
)  # fmt: skip


def told(said: str, severity: Severity) -> Sentence:
    """Return our own words for what pyxform says.

    Args:
        said: its sentence, on one line, without the place.
        severity: for what no pattern fits.
    """
    for pattern, tell in _TOLD:
        found = pattern.search(said)
        if found is not None:
            return tell if isinstance(tell, Sentence) else tell(found)
    if severity == "error":
        return Sentence("The workbook cannot be made into a form as it is.")
    return Sentence("The converter has a remark on the workbook.")


def retold(what: str, said: str, severity: Severity) -> Sentence:
    """Return pyxform's words as a sentence that the window says after ours.

    Args:
        what: what stays the text: its sentence, or the first part of it.
        said: all of its sentence.
        severity: of the remark.
    """
    return Sentence.retelling(
        what,
        Sentence("{plain} pyxform says: {said}", plain=told(said, severity), said=said),
    )

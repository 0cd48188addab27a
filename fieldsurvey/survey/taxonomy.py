"""The classes of a finding: a list of the office with a version, of which a finding may have several.

The forms of maladministration are counted with several labels a report, and practice adds new ones (domain.md §3.2). A
visit pins the list that was valid when it was made, so that an old finding keeps the words it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.model import Taxonomy
from fieldsurvey.survey.rules import open_rules

if TYPE_CHECKING:
    from pathlib import Path


def read_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the list of an office.

    Args:
        path: the file; by default the one in ``resources/rules``.

    Raises:
        FileProblem: it cannot be read, a key is unknown or missing, or a class stands twice.
    """
    top = open_rules("classification.toml", path)
    classes: dict[str, str] = {}
    for table in top.tables("class"):
        name = table.identifier()
        if name in classes:
            table.fault("the class '{name}' stands twice", name=name)
        classes[name] = table.text("label")
        table.done()
    if not classes:
        top.fault("at least one [[class]] must be written")
    read = Taxonomy(
        top.identifier(), top.text("version"), top.text("title"), top.text("source", ""), classes
    )
    top.done()
    return read

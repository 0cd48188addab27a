"""Is what was appended to a document nothing but signatures?

A signature vouches for the file as it was when it was made, whatever that was: pages drawn over in the very revision
that is signed leave it intact. So what follows the bytes that we know is held to the rules of signing as well, by
pyHanko's analysis of differences, from the last revision that we know on.
"""

# mypy: disable-error-code="no-untyped-call"
# pyHanko is typed in part only.

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fieldsurvey.report.document import quiet_pyhanko

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader


def only_signed(known: bytes, data: bytes) -> bool:
    """Return whether a file is another one with signatures (and what proves them) appended.

    Args:
        known: the file as it was.
        data: the file as it is.
    """
    if not data.startswith(known):
        return False
    if len(data) == len(known):
        return True
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import (
        DEFAULT_DIFF_POLICY,
        ModificationLevel,
        SuspiciousModification,
    )

    from fieldsurvey.report.signed_states import StateReader

    quiet_pyhanko()
    try:
        before, after = PdfFileReader(io.BytesIO(known)), StateReader(io.BytesIO(data))
        last = before.xrefs.total_revisions - 1
        # A chain of cross references may pass by what is known, and show another document behind it.
        if after.xrefs.total_revisions <= last or _ends(after, last) != _ends(before, last):
            return False
        found = DEFAULT_DIFF_POLICY.review_file(after, last)
    except Exception:  # noqa: BLE001  pyHanko raises anything on damaged files
        return False
    if isinstance(found, SuspiciousModification):
        return False
    return found.modification_level.value <= ModificationLevel.FORM_FILLING.value


def _ends(reader: PdfFileReader, last: int) -> list[int]:
    """Return where the tables of the revisions lie, the oldest first."""
    return [reader.xrefs.get_startxref_for_revision(number) for number in range(last + 1)]

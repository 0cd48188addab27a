"""Where objects are used in a signed state: what pyHanko finds by walking everything, and its judgement from it."""

# mypy: disable-error-code="no-untyped-call"
# pyHanko is typed in part only.

import io
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY

from fieldsurvey.report.signed_states import SignedState, StateReader
from tests.report.signed_example import brief_signed
from tests.report.test_attacks import add_field, annotate, draw, drop_page, swap_seal, updated

Change = Callable[[IncrementalPdfFileWriter], None]


def touch_the_structure(writer: IncrementalPdfFileWriter) -> None:
    """Write the document's element anew: it is reached from the root and from all below it."""
    root = writer.root["/StructTreeRoot"]
    element = root["/K"]
    element[generic.pdf_name("/Lang")] = generic.TextStringObject("id-ID")
    writer.update_container(element)


def touch_what_many_name(writer: IncrementalPdfFileWriter) -> None:
    """Write a page anew, which elements of the structure name without entering it, and the parent tree."""
    writer.update_container(writer.root["/Pages"]["/Kids"][1].get_object())
    writer.update_container(writer.root["/StructTreeRoot"]["/ParentTree"])


CHANGES: dict[str, Change] = {
    each.__name__: each
    for each in (
        draw, annotate, swap_seal, add_field, drop_page, touch_the_structure, touch_what_many_name,
    )
}  # fmt: skip


_QUICK = (touch_the_structure, annotate)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(change, marks=[] if change in _QUICK else pytest.mark.full, id=name)
        for name, change in [("nothing", None), *CHANGES.items()]
    ],
)
def data(request: pytest.FixtureRequest) -> bytes:
    """A signed document, and the same changed afterwards in each of these ways."""
    signed = brief_signed().read_bytes()
    return signed if request.param is None else updated(signed, request.param)


def states_of(data: bytes) -> list[tuple[PdfFileReader, StateReader, int]]:
    theirs, ours = PdfFileReader(io.BytesIO(data)), StateReader(io.BytesIO(data))
    return [(theirs, ours, revision) for revision in range(theirs.xrefs.total_revisions)]


def test_paths_are_those_that_pyhanko_finds(data: bytes) -> None:
    for theirs, ours, revision in states_of(data):
        whole, state = (each.get_historical_resolver(revision) for each in (theirs, ours))
        assert isinstance(state, SignedState)
        whole._load_reverse_xref_cache()
        state._load_reverse_xref_cache()
        known = state._known
        assert known
        for number, generation in known:
            ref = generic.Reference(number, generation)
            assert state._get_usages_of_ref(ref) == whole._get_usages_of_ref(ref), ref
        assert state._known is not None, "an object that is known was asked of pyHanko"


def test_the_judgement_is_that_of_pyhanko(data: bytes) -> None:
    for theirs, ours, revision in states_of(data)[1:]:
        wanted, found = (DEFAULT_DIFF_POLICY.review_file(each, revision) for each in (theirs, ours))
        assert type(found) is type(wanted)
        assert getattr(found, "modification_level", None) == getattr(
            wanted, "modification_level", None
        )


def test_what_was_not_expected_is_asked_of_pyhanko() -> None:
    ((theirs, ours, revision), *_) = states_of(brief_signed().read_bytes())
    whole, state = (each.get_historical_resolver(revision) for each in (theirs, ours))
    assert isinstance(state, SignedState)
    whole._load_reverse_xref_cache()
    state._load_reverse_xref_cache()
    assert state._known
    page = whole.root["/Pages"].raw_get("/Kids").raw_get(0).reference
    assert (page.idnum, page.generation) not in state._known
    assert state._get_usages_of_ref(page) == whole._get_usages_of_ref(page) != set()

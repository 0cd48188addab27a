"""Every attack that we know on a signed document is found, called by its name, and seen by pyHanko on its own too."""

# mypy: disable-error-code="no-untyped-call"
# pyHanko is typed in part only.

import io
import itertools
import json
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from fieldsurvey.report import Verification, seal_of, verify
from fieldsurvey.report.signed_ranges import signed_ranges
from tests.report.report_example import LEAD
from tests.report.signed_example import (
    authority,
    authority_file,
    brief_paper,
    brief_signed,
    key_of,
    revocation_list,
    sign_as,
)

Attack = Callable[[bytes], bytes]
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


def updated(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Change a document by an incremental update, which leaves every digest intact."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page: generic.DictionaryObject = writer.root["/Pages"]["/Kids"][0].get_object()
    return page


def draw(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    box = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 100 500 300 80 re f Q"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), box])
    writer.update_container(page)


def annotate(writer: IncrementalPdfFileWriter) -> None:
    page, name = first_page(writer), generic.pdf_name
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (50, 50, 300, 90)]
            ),
            name("/Contents"): generic.TextStringObject("Sebenarnya tidak"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def swap_seal(writer: IncrementalPdfFileWriter) -> None:
    forged = json.dumps({**seal_of(brief_signed()), "seal": "0" * 64}).encode()
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    spec = names[1]
    spec["/EF"]["/F"] = writer.add_object(
        generic.StreamObject(
            {generic.pdf_name("/Type"): generic.pdf_name("/EmbeddedFile")}, stream_data=forged
        )
    )
    writer.update_container(spec)


def add_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("TTD_LIAR", on_page=0))


def drop_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[:-1])
    pages[generic.pdf_name("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def resave(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


def flip(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


ATTACKS: dict[str, tuple[Attack, set[str]]] = {
    "drawing": (lambda d: updated(d, draw), {"drawn"}),
    "annotation": (lambda d: updated(d, annotate), {"annotated"}),
    "swapped attachment": (lambda d: updated(d, swap_seal), {"attachment"}),
    "added field": (lambda d: updated(d, add_field), {"field-added"}),
    "dropped page": (lambda d: updated(d, drop_page), {"pages"}),
    "re-save": (resave, {"resaved"}),
    "truncation": (lambda d: d[:-200], {"cut"}),
    "truncation before any signature": (lambda d: d[: len(d) // 3], {"cut-end"}),
    "something behind the end": (lambda d: d + b"\n% dan seterusnya\n", {"appended"}),
}
#: What pyHanko alone lets pass: an empty signature field waits for an approval that it would allow, and a tail without
#: a cross-reference table changes nothing that it reads.
ALLOWED_BY_PYHANKO = {"added field", "something behind the end"}


def verified(folder: Path, data: bytes) -> Verification:
    path = folder / "attacked.pdf"
    path.write_bytes(data)
    return verify(path, authority_file())


def codes(found: Verification) -> set[str]:
    return {problem.code for problem in found.problems}


def bottom_lines(data: bytes) -> list[bool]:
    """Return what pyHanko says of each signature; a file that it cannot read has none."""
    roots = list(load_certs_from_pemder_data(authority().pem))
    context = ValidationContext(trust_roots=roots)
    try:
        found = PdfFileReader(io.BytesIO(data)).embedded_signatures
        return [
            bool(validate_pdf_signature(each, context, key_usage_settings=_USAGE).bottom_line)
            for each in found
        ]
    except Exception:  # noqa: BLE001  pyHanko raises anything on damaged files
        return [False]


def test_without_an_attack_all_agree() -> None:
    found = verify(brief_signed(), authority_file())
    assert found.ok
    assert bottom_lines(brief_signed().read_bytes()) == [True, True]
    assert [each.chain for each in found.signatures] == [
        (each.signer, "Otoritas Contoh") for each in found.signatures
    ]


@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_is_found_and_named(tmp_path: Path, name: str) -> None:
    attack, wanted = ATTACKS[name]
    data = attack(brief_signed().read_bytes())
    found = verified(tmp_path, data)
    assert not found.ok
    assert wanted <= codes(found), found.problems
    named = set().union(*(codes for _, codes in ATTACKS.values()))
    assert codes(found) & named == wanted, found.problems


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(ATTACKS.keys() - ALLOWED_BY_PYHANKO))
def test_pyhanko_by_itself_agrees(name: str) -> None:
    assert not all(bottom_lines(ATTACKS[name][0](brief_signed().read_bytes())))


def _flips(count: int) -> list[tuple[int, int]]:
    """Return (place, number of the first signature that it breaks), spread over all revisions."""
    data, chance = brief_signed().read_bytes(), random.Random(7)
    starts = [0, *(each.end for each in signed_ranges(data))]
    gaps = [(m, data.index(b">", m)) for m in _finds(data, b"/Contents <")]
    found = []
    for number, (start, end) in enumerate(itertools.pairwise(starts), 1):
        places = [p for p in range(start, end) if not any(a <= p <= b for a, b in gaps)]
        found += [(place, number) for place in chance.sample(places, count)]
    return found


def _finds(data: bytes, what: bytes) -> list[int]:
    at, found = data.find(what), []
    while at >= 0:
        found.append(at)
        at = data.find(what, at + 1)
    return found


def _flipped_is_found(folder: Path, place: int, number: int) -> None:
    found = verified(folder, flip(brief_signed().read_bytes(), place))
    wanted = "altered-text" if number == 1 else "altered-part"
    # A flip in the byte range itself moves or cuts what it covers.
    assert codes(found) & {wanted, "resaved", "cut"}, (place, found.problems)
    assert not any(each.intact for each in found.signatures[number - 1 :])


def test_a_flip_in_each_revision_is_found_and_placed(tmp_path: Path) -> None:
    for place, number in _flips(1):
        _flipped_is_found(tmp_path, place, number)


@pytest.mark.full
def test_many_flips_in_each_revision_are_found_and_placed(tmp_path: Path) -> None:
    for place, number in _flips(100):
        _flipped_is_found(tmp_path, place, number)


@pytest.mark.parametrize("form", ["PEM", "DER"])
def test_a_revoked_signer_is_found_by_a_list_that_is_handed_in(tmp_path: Path, form: str) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(brief_paper().path.read_bytes())
    sign_as(path, LEAD)
    listed, clean = tmp_path / "revoked.crl", tmp_path / "clean.crl"
    listed.write_bytes(revocation_list(authority(), [key_of(LEAD)], form))
    clean.write_bytes(revocation_list(authority(), [], form))
    told = verify(path, authority_file(), revocation=[listed])
    assert codes(told) == {"revoked"}
    assert told.signatures[0].revocation == "revoked"
    assert verify(path, authority_file(), revocation=[clean]).signatures[0].revocation == "good"
    assert verify(path, authority_file()).signatures[0].revocation == "unknown"

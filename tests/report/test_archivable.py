"""PDF/A-3a and PDF/UA-1, as a validator that is not ours sees every kind of document, before and after signing."""

import re
import shutil
import zlib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from pikepdf import Dictionary, Name

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE, make_signer
from fieldsurvey.report import seal_of, sign
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.printed import digest
from fieldsurvey.report.streams import pack_streams, well_ended
from tests.report.every_kind import MAKERS, made
from tests.report.signed_example import authority, paper, run, signed

every_kind = pytest.mark.parametrize("kind", list(Kind))
#: What an attachment holds: what names the paper and its seal, what is printed, and the digest of that.
CARRIED = {
    "format", "kind", "visit", "document", "number", "seal", "cursor", "instrument", "sample", "zone", "software",
    "printed", "printed_sha256",
}  # fmt: skip
#: What the pages of a kind print, as data.
ALSO_CARRIED = {
    Kind.ADDENDUM: {"amends"},
    Kind.CERTIFICATE: {"score", "version"},
    Kind.ATTENDANCE: {"people"},
    Kind.PROTOCOL: {"samples"},
}
#: An earlier signature cannot cover what later ones append; the validator wants each to cover the file.
ONLY_AFTER_SEVERAL = {"PDFA3A-SIGNATURE-BYTERANGE-001"}


def failures(path: Path) -> set[str]:
    """Return the rules of PDF/A-3a and PDF/UA-1 that a file breaks."""
    found = set()
    for profile in ("3a", "ua1"):
        report = page.validate_pdf(path, profile=profile, limits=page.SafetyLimits.unlimited())
        found |= {failure.rule_id for failure in report.failures}
        assert report.is_compliant == (not report.failures)
    return found


def test_every_kind_has_a_document_here() -> None:
    assert set(MAKERS) == set(Kind)


@every_kind
def test_it_is_archivable_and_accessible(kind: Kind) -> None:
    assert not failures(made(kind).path)


@every_kind
def test_it_stays_so_when_signed(kind: Kind, tmp_path: Path) -> None:
    fields = made(kind).fields
    if not fields:
        pytest.skip("a paper for pens")
    copy = Path(shutil.copy(made(kind).path, tmp_path / "signed.pdf"))
    key = make_signer(authority(), fields[0].person)
    sign(copy, key, SAMPLE_PASSPHRASE, fields[0].person, field=fields[0].name)
    assert not failures(copy)


def test_after_several_signatures_only_their_ranges_are_told() -> None:
    assert failures(signed()) == ONLY_AFTER_SEVERAL


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is missing")
@every_kind
def test_it_is_well_formed(kind: Kind) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(made(kind).path))


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is missing")
def test_it_is_well_formed_when_signed() -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(signed()))


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is missing")
@pytest.mark.parametrize("kind", [*Kind, "signed"])
def test_all_its_fonts_are_embedded_and_say_what_they_show(kind: Kind | str) -> None:
    path = made(kind).path if isinstance(kind, Kind) else signed()
    rows = run("pdffonts", str(path)).splitlines()[2:]
    assert len(rows) >= 2
    assert all(re.search(r"\byes +yes +yes +\d+ +\d+$", row) for row in rows), rows


@every_kind
def test_nothing_on_a_page_is_neither_content_nor_artifact(kind: Kind) -> None:
    """Every operator that shows something stands inside one marked content, never in two."""
    shows = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "EI"}
    with pikepdf.open(made(kind).path) as pdf:
        for sheet in pdf.pages:
            depth = 0
            for operands, operator in instructions(sheet):
                name = str(operator)
                depth += (name in ("BDC", "BMC")) - (name == "EMC")
                assert 0 <= depth <= 1, name
                assert depth == 1 or name not in shows, (name, operands)
            assert depth == 0


@every_kind
def test_the_structure_names_what_is_there(kind: Kind) -> None:
    roles = [str(element.S) for element in elements(made(kind).path)]
    assert roles[0] == "/Document"
    assert roles.count("/H1") == 1
    assert "/P" in roles
    assert ("/Table" in roles) == ({"/TR", "/TH", "/TD"} <= set(roles))
    headings = [int(role[2:]) for role in roles if re.fullmatch(r"/H\d", role)]
    assert headings[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(headings))


def test_each_mark_leads_to_its_element_and_back() -> None:
    with pikepdf.open(paper().path) as pdf:
        parents = numbers(pdf.Root.StructTreeRoot.ParentTree)
        marked = 0
        for sheet in pdf.pages:
            assert sheet.obj.Tabs == Name.S
            owners = parents[int(sheet.obj.StructParents)]
            found = [
                int(operands[1].MCID)
                for operands, operator in instructions(sheet)
                if str(operator) == "BDC" and "/MCID" in operands[1]
            ]
            assert sorted(found) == list(range(len(owners)))
            for number, owner in enumerate(owners):
                assert (sheet.obj.objgen, number) in marks(owner)
            marked += len(found)
        assert marked > 300


def test_tables_have_heads_with_a_scope_and_say_what_spans() -> None:
    found = elements(paper().path)
    heads = [element for element in found if element.S == Name.TH]
    assert heads
    assert all(head.A.Scope == Name.Column for head in heads)
    spans = [int(each.A.ColSpan) for each in found if each.S == Name.TD and "/A" in each]
    assert 4 in spans
    for table in (element for element in found if str(element.S) == "/Table"):
        widths = {
            sum(int(cell.A.get("/ColSpan", 1)) if "/A" in cell else 1 for cell in kids(row))
            for row in kids(table)
        }
        assert len(widths) == 1


def test_lists_have_labels_and_bodies() -> None:
    lists = [element for element in elements(paper().path) if element.S == Name.L]
    assert {str(each.A.ListNumbering) for each in lists} == {"/Decimal", "/Disc"}
    for each in lists:
        assert all(
            [str(part.S) for part in kids(item)] == ["/Lbl", "/LBody"] for item in kids(each)
        )


def test_photos_speak_and_lie_where_their_box_says() -> None:
    figures = [element for element in elements(paper().path) if str(element.S) == "/Figure"]
    assert len(figures) == 7
    for number, figure in enumerate(figures, 1):
        assert str(figure.Alt).startswith(f"Foto {number}: ")
        assert [str(kid.S) for kid in kids(figure)] == ["/Caption"]
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842


def test_places_to_sign_are_read_where_they_stand() -> None:
    fields = [element for element in elements(paper().path) if str(element.S) == "/Form"]
    assert len(fields) == len(paper().fields) >= 6
    names = {field.name for field in paper().fields}
    with pikepdf.open(paper().path) as pdf:
        parents = numbers(pdf.Root.StructTreeRoot.ParentTree)
        widgets = [note for sheet in pdf.pages for note in sheet.obj.get("/Annots", [])]
        assert {str(widget.T) for widget in widgets} == names
        for widget in widgets:
            owner = parents[int(widget.StructParent)]
            assert str(owner.S) == "/Form"
            assert owner.K.Obj.objgen == widget.objgen


@every_kind
def test_the_attached_data_is_what_is_printed(kind: Kind) -> None:
    seal = seal_of(made(kind).path)
    assert seal["kind"] == kind.value
    assert seal.keys() <= CARRIED | ALSO_CARRIED.get(kind, set())
    assert seal["printed_sha256"] == digest(seal["printed"])
    with pikepdf.open(made(kind).path) as pdf:
        assert list(pdf.attachments) == ["seal.json"]
        (attached,) = pdf.Root.AF
        assert attached.AFRelationship == Name.Data
    shown = "".join(run("pdftotext", "-raw", str(made(kind).path), "-").split())
    for block in seal["printed"]:
        for text in texts(block):
            for line in text.split("\n"):
                assert "".join(line.split())[:40] in shown, line


def texts(block: dict[str, Any]) -> list[str]:
    """Return all texts of a block but those of figures and fields, which no page shows as words."""
    ((role, said),) = block.items()
    if role in ("Figure", "Form"):
        return []
    if role == "Table":
        return [cell for row in said for cell in row]
    return said if role == "L" else [said]


@cache
def opened(path: Path) -> pikepdf.Pdf:
    """Return a document that stays open as long as its elements are asked."""
    return pikepdf.open(path)


def elements(path: Path) -> list[Any]:
    """Return the elements of a document in the order of reading."""
    found: list[Any] = []
    waiting = [opened(path).Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += reversed(kids(element))
    return found


def kids(element: Any) -> list[Any]:
    """Return the elements that stand in an element."""
    inside = element.get("/K", [])
    listed = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def instructions(sheet: Any) -> list[Any]:
    """Return the operators of a page with what they apply to."""
    return list(pikepdf.parse_content_stream(sheet))


def marks(element: Any) -> set[tuple[tuple[int, int], int]]:
    """Return the marks of an element: page and number."""
    inside = element.get("/K", [])
    found = set()
    for kid in list(inside) if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(kid, int):
            found.add((element.Pg.objgen, kid))
        elif "/MCID" in kid:
            found.add((kid.Pg.objgen, int(kid.MCID)))
    return found


def numbers(tree: Any) -> dict[int, Any]:
    """Return what a number tree of one node holds."""
    flat = list(tree.Nums)
    return {int(flat[at]): flat[at + 1] for at in range(0, len(flat), 2)}


@pytest.mark.parametrize("came_packed", [False, True], ids=["plain", "packed"])
def test_a_stream_never_ends_like_a_line(came_packed: bool) -> None:
    """A form feed deflates to a carriage return at every level."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"\x0c")
        if came_packed:  # as reportlab packs what is drawn in a signed field
            page.Contents.write(zlib.compress(b"\x0c"), filter=Name.FlateDecode)
            assert page.Contents.read_raw_bytes().endswith(b"\r")
        pack_streams(pdf)
        assert not page.Contents.read_raw_bytes().endswith(b"\r")
        assert page.Contents.read_bytes() == b"\x0c"


def test_what_pyhanko_packs_does_not_end_like_a_line_either() -> None:
    assert zlib.compress(b"\x0c").endswith(b"\r")
    ended = well_ended(b"\x0c")
    assert ended.rstrip(b"\n") == b"\x0c"
    assert not zlib.compress(ended).endswith(b"\r")
    assert well_ended(b"0 0 m\n") == b"0 0 m\n"

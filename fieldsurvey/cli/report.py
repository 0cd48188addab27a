"""``fieldsurvey report``: make a document of a visit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

#: As ``report.kinds`` names them; written here, so that ``--help`` loads no PDF machinery.
KINDS = [
    "berita-acara",
    "addendum",
    "summary",
    "certificate",
    "attendance",
    "protocol",
    "paper-form",
]


@click.command()
@click.argument("visit_id", metavar="[VISIT]", default="")
@click.option("--instrument", default="", help="For paper-form without a visit: id or folder.")
@click.option("--kind", type=click.Choice(KINDS), required=True)
@click.option(
    "--paper",
    "size",
    type=click.Choice(["A4", "F4"], case_sensitive=False),
    default="A4",
    help="A4, or F4 (folio, 215 × 330 mm).",
)
@click.option(
    "--photos",
    type=click.Choice(["compact", "full"]),
    default="compact",
    help="Photos small enough to send by phone, or at full size.",
)
@click.option("--number", default="", help="Its number; by default the one it has, or dots.")
@click.option("--reserve", is_flag=True, help="Take the next number of the office's register.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def report(
    session: Session,
    visit_id: str,
    *,
    instrument: str,
    kind: str,
    size: str,
    photos: str,
    number: str,
    reserve: bool,
    out: Path,
) -> None:
    """Make a paper of a visit, or the blank paper forms of an instrument.

    A berita acara needs a sealed visit and is then ready to be signed.
    """
    from fieldsurvey.report.kinds import Kind
    from fieldsurvey.report.page_size import PageSize
    from fieldsurvey.report.paper_form import PaperForm, make_paper_form
    from fieldsurvey.report.paper_numbers import NEXT
    from fieldsurvey.report.papers import make_document
    from fieldsurvey.report.photos import PhotoSize

    if bool(visit_id) == bool(instrument):
        raise click.UsageError("give a visit, or with --kind paper-form an --instrument")
    if reserve and (number or kind not in {Kind.ADDENDUM, Kind.CERTIFICATE}):
        raise click.UsageError(
            "--reserve goes without --number, with an addendum or a certificate; the berita acara has "
            "`visit letter --reserve --berita-acara`"
        )
    if instrument:
        if kind != Kind.PAPER_FORM:
            raise click.UsageError("--instrument goes with --kind paper-form only")
        with session.open_catalogue() as catalogue:
            wanted = PaperForm(catalogue.instrument(instrument), size=PageSize[size])
        paper = make_paper_form(wanted, out)
    else:
        with session.open_desk() as desk:
            visit = desk.visits.find(visit_id)
            paper = make_document(
                desk,
                visit,
                Kind(kind),
                out,
                number=NEXT if reserve else number,
                size=PageSize[size],
                photos=PhotoSize(photos),
            )
    places = f"; {len(paper.fields)} places for signatures" if paper.fields else ""
    click.echo(f"{out}: {paper.pages} pages{places}")

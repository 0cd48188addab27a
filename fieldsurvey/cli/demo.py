"""``fieldsurvey demo``: a whole sample visit without a screen."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the results.",
)
def demo(out: Path) -> None:
    """Run a sample inspection end to end: fill, merge, score, seal, sign, verify.

    Leaves berita-acara.pdf, ca.pem, visit.json, visit.db, visit.bundle and passphrase.txt in the folder.
    """
    from fieldsurvey.app.demo import run_demo

    run_demo(out, tell=click.echo)

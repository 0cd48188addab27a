"""``fieldsurvey hub``: let other laptops meet at this machine."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import click

from fieldsurvey.errors import NotPaired

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.journal import Peer

_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")


@click.group()
def hub() -> None:
    """Meeting point: serve this database to the team's laptops, list them, forget one."""


@hub.command()
@click.option("--host", default="", help="Address to listen at; all of this machine's without it.")
@click.option("--port", default=8643, show_default=True, help="Port to listen at; 0 for any free.")
@click.option("--name", default="", help="What callers see; this machine's name without it.")
@click.pass_obj
def serve(session: Session, *, host: str, port: int, name: str) -> None:
    """Serve until Ctrl-C; prints the address and the pairing code to type on the other laptops."""
    from fieldsurvey.hub import Hub
    from fieldsurvey.store import Store
    from fieldsurvey.survey.training import refuse_training

    with session.open_store(create=True) as store:
        refuse_training(store)
        path, passphrase = store.path, session.opened_with
    lock = threading.Lock()

    def show(code: str) -> None:
        with lock:
            click.echo(f"kode pasangan: {code}  (berlaku 10 menit)")

    meeting = Hub(
        lambda: Store.open(path, passphrase), name=name, host=host, port=port, code_shown=show
    )
    with lock:
        for address in meeting.addresses:
            click.echo(f"titik temu: {address}")
    try:
        meeting.run()
    except KeyboardInterrupt:
        meeting.stop()
    for visitor in meeting.visitors():
        click.echo(f"{visitor.name}: {visitor.changes} perubahan, {visitor.files} berkas diterima")
    click.echo("titik temu ditutup")


@hub.command(name="list")
@_as_json
@click.pass_obj
def list_(session: Session, *, json_: bool) -> None:
    """List the laptops and hubs that this database was paired with."""
    with session.open_store() as store:
        peers = store.peers()
    if json_:
        click.echo(json.dumps([_row(peer) for peer in peers], ensure_ascii=False, indent=1))
        return
    for peer in peers:
        where = peer.address or "laptop"
        click.echo(f"{peer.device}  {where:<22} {peer.since:%Y-%m-%d %H:%M}  {peer.name}")


@hub.command()
@click.argument("device", metavar="DEVICE")
@click.pass_obj
def forget(session: Session, *, device: str) -> None:
    """Forget a paired device, named by its id or the beginning of it: it has to pair anew."""
    with session.open_store() as store:
        fitting = [peer for peer in store.peers() if peer.device.startswith(device)]
        if len(fitting) != 1:
            what = f"{len(fitting)} paired devices begin so; `hub list` shows them"
            raise NotPaired(address=device, what=what)
        store.forget_peer(fitting[0].device)
    click.echo(f"{fitting[0].name}: dilupakan")


def _row(peer: Peer) -> dict[str, str]:
    return {
        "device": peer.device,
        "name": peer.name,
        "since": peer.since.isoformat(),
        "address": peer.address,
    }

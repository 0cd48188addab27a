"""The *lampiran tertutup*: what was said in confidence, in a file that only its addressees open.

The container and its addressees are those of a bundle (``container``, ``addressees``); the header names no visit, so
that nothing outside the encrypted part says whose confidence it keeps, and a bundle's reader refuses it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import BundleError, BundleLocked
from fieldsurvey.survey.confidences import closed_annex
from fieldsurvey.survey.exports import log_export, require_reason
from fieldsurvey.sync.addressees import Addressees, Holder, check_of, new_content_key, unwrap, wrap
from fieldsurvey.sync.container import MAGIC, ContainerReader, ContainerWriter
from fieldsurvey.whole_file import refuse_to_replace, unreadable, whole_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

_MARK = "closed_annex"


def write_closed_annex(
    path: Path,
    annex: dict[str, Any],
    *,
    devices: Sequence[bytes] = (),
    passphrase: str | None = None,
) -> None:
    """Write an annex, encrypted, whole or not at all.

    Args:
        path: the file; an older container of that name is replaced, any other file is not.
        annex: plain data.
        devices: X25519 public keys to address it to.
        passphrase: a passphrase to address it to.

    Raises:
        BundleError: it is addressed to nobody.
        FileProblem: the file cannot be written.
    """
    to = Addressees(tuple(devices), passphrase)
    if not to:
        raise BundleError(
            path=path,
            what="a closed annex is addressed to somebody: give --to KEY.pub or --bundle-passphrase-file",
        )
    refuse_to_replace(path, "closed annex", MAGIC)
    content_key = new_content_key()
    header = {
        _MARK: 1,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "slots": wrap(content_key, to),
        "check": check_of(content_key),
    }
    with whole_file(path) as file:
        out = ContainerWriter(file, json.dumps(header).encode(), content_key)
        out.write(json.dumps(annex, ensure_ascii=False).encode())
        out.close()


def give_out_annex(
    desk: Desk,
    visit: str,
    path: Path,
    *,
    devices: Sequence[bytes] = (),
    passphrase: str | None = None,
    reason: str,
) -> int:
    """Write the annex of a visit and log with the visit who took it out and why; return how many entries it has.

    Raises:
        VisitError: no reason is given, or nothing that can be read here was said in confidence.
        BundleError: it is addressed to nobody.
        FileProblem: the file cannot be written.
    """
    require_reason(private=True, reason=reason)
    annex = closed_annex(desk, visit)
    write_closed_annex(path, annex, devices=devices, passphrase=passphrase)
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
    log_export(desk.visits, visit, "lampiran tertutup", digests, private=True, reason=reason)
    return len(annex["entries"])


def read_closed_annex(
    path: Path, *, devices: Sequence[bytes] = (), passphrase: str | None = None
) -> dict[str, Any]:
    """Return the annex in a file.

    Args:
        path: the file.
        devices: X25519 private keys that may open it.
        passphrase: the passphrase it may be addressed to.

    Raises:
        FileProblem: the file cannot be read.
        BundleError: truncated, altered, no closed annex, or not addressed to whoever opens it.
    """
    try:
        with path.open("rb") as file:
            reader = ContainerReader(file, path)
            header = _header(reader, path)
            opened = unwrap(header["slots"], header["check"], Holder(tuple(devices), passphrase))
            if opened is None:
                raise BundleLocked(
                    path=path,
                    what="it is not addressed to this laptop, or the passphrase is another one",
                )
            data = b"".join(reader.payload(opened[0]))
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BundleError(path=path, what="it is no closed annex")
    return found


def _header(reader: ContainerReader, path: Path) -> dict[str, Any]:
    try:
        header = json.loads(reader.header)
    except (ValueError, RecursionError) as error:
        raise BundleError(path=path, what="its header is not readable") from error
    fits = (
        reader.sealed
        and isinstance(header, dict)
        and header.get(_MARK) == 1
        and isinstance(header.get("slots"), list)
        and all(isinstance(slot, dict) for slot in header["slots"])
        and isinstance(header.get("check"), str)
    )
    if not fits:
        raise BundleError(path=path, what="it is no closed annex; `bundle show` reads bundles")
    return dict(header)

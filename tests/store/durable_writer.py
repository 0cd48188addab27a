"""A process that writes until it is killed, or the disk is full, and says what it was promised.

Usage: python -m tests.store.durable_writer DATABASE PASSPHRASE [--file-limit BYTES | --user UID | --change NEW]
Each line on stdout is an acknowledged number; the last may be the name of an error.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path

from fieldsurvey.errors import StoreError
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from tests.store.store_story import AT, VISIT


def main(path: str, passphrase: str, option: str = "", value: str = "0") -> None:
    """Write numbered answers, each with its photo, in one transaction."""
    if option == "--user":
        os.seteuid(int(value))
    try:
        with Store.open(Path(path), passphrase or None, create=True) as store:
            if option == "--file-limit":
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(value), hard))
            if option == "--change":
                store.change_passphrase(value)
                return
            number = len(store.changes(VISIT))
            while True:
                number += 1
                with store.atomic():
                    name = store.put_blob(f"photo {number} ".encode() * 200)
                    entry = Entry("stand", f"s{number}", "photo", name, blobs=(name,))
                    store.write(VISIT, [entry], author="Ani", at=AT)
                print(number, flush=True)
    except StoreError as error:
        print(type(error).__name__, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

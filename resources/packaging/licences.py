"""Lists what is shipped beside our own code: name, version, licence, and the licence's own text.

``python resources/packaging/licences.py LOCK FOLDER`` writes ``LICENCES.txt`` into the folder of ``make dist``.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

#: What only builds and tests; nothing of it is in the folder.
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
_TEXT = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


def shipped(lock: Path, folder: Path) -> list[metadata.Distribution]:
    """Return the distributions of the lock of which something lies in the folder, by name."""
    inside = {path.name for path in (folder / "_internal").iterdir()}
    archive = (folder.parent / "modules.txt").read_text(encoding="utf-8").split()
    found = []
    for name in sorted(set(_NAME.findall(lock.read_text(encoding="utf-8"))), key=str.lower):
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        tops = {path.parts[0].removesuffix(".py") for path in distribution.files or ()}
        if tops & inside or tops & set(archive):
            found.append(distribution)
    return found


def licence_of(distribution: metadata.Distribution) -> str:
    """Return the licence as the distribution names it."""
    about = distribution.metadata
    named = about.get("License-Expression") or ""
    kinds = [
        k.rpartition(" :: ")[2] for k in about.get_all("Classifier") or () if "License ::" in k
    ]
    plain = (about.get("License") or "").strip().splitlines()
    return named or ", ".join(kinds) or (plain[0] if plain else "see its text")


def listing(found: list[metadata.Distribution]) -> str:
    """Return the list, then the texts."""
    lines = [
        "fieldsurvey is under the Apache License 2.0 (LICENSE). With it come, each under its own licence:",
        "",
    ]
    lines += [f"{d.name} {d.version}: {licence_of(d)}" for d in found]
    for distribution in found:
        for path in distribution.files or ():
            if ".dist-info" in path.parts[0] and _TEXT.search(path.name):
                text = Path(str(distribution.locate_file(path))).read_text("utf-8", "replace")
                lines += ["", "=" * 100, f"{distribution.name}: {path.name}", "=" * 100, text]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    lock, folder = Path(sys.argv[1]), Path(sys.argv[2])
    (folder / "LICENCES.txt").write_text(listing(shipped(lock, folder)), encoding="utf-8")

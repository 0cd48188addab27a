"""For all tests: windows are drawn where no screen is, and a key is derived from a passphrase once a process.

A derivation is a quarter of a second by design, and the commands of a test open the same database again and again.
What is remembered is what Argon2id gave for just this passphrase and salt: another of either derives anew.
"""

from __future__ import annotations

import functools
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from fieldsurvey.store import driver
from fieldsurvey.sync import addressees

for room, name in ((driver, "_derive"), (addressees, "_passphrase_key")):
    setattr(room, name, functools.cache(getattr(room, name)))

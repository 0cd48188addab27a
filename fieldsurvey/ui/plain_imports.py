"""PySide6 without what only its makers need: at each start that is a fifth of what a first page waits for.

Two things, both of PySide6 6.11:

* It replaces ``import`` by one that reads the source of every module imported after it, to find out whether the module
  takes part in ``__feature__`` switching (snake_case names, properties). None of ours does. Reading took a fifth of the
  time of every import, those of the papers too, and kept 10 MB of source lines in memory.
* It loads the generator of its own ``.pyi`` files, 20 ms, of which nothing is called.
"""

from __future__ import annotations

import builtins
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

_GENERATOR = "shibokensupport.signature.lib.pyi_generator"


def import_plainly() -> None:
    """Load PySide6 without its generator, if it is not loaded yet, and put back the import that it replaces."""
    if "PySide6" not in sys.modules:
        empty = ModuleType(_GENERATOR)
        empty.__spec__ = ModuleSpec(_GENERATOR, None)
        sys.modules[_GENERATOR] = empty
    import PySide6.QtCore  # noqa: F401  puts its import in place

    replaced = getattr(builtins, "__orig_import__", None)
    if replaced is not None and builtins.__import__ is getattr(
        builtins, "__feature_import__", None
    ):
        builtins.__import__ = replaced

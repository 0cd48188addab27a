"""Instruments in memory, by the content of their files: read and parsed once a process, however many desks ask."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from fieldsurvey.survey.instruments import load_instrument

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldsurvey.survey.instruments import Instrument

#: A form of 5,000 questions takes some 80 MB.
_ROOM = 8


class Shelf:
    """Keeps the instruments that were asked for last. Any thread may ask: an instrument never changes.

    Args:
        room: how many are kept.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._lock = Lock()
        self._kept: OrderedDict[frozenset[tuple[str, str]], Instrument] = OrderedDict()

    def instrument(self, files: Mapping[str, str], read: Callable[[str], bytes]) -> Instrument:
        """Return the instrument of these files.

        Args:
            files: name → SHA-256, as a visit pins them: equal hashes are the same instrument, wherever it came from.
            read: returns the bytes of a hash; called when the instrument is not here.

        Raises:
            InstrumentError, FormError: as `load_instrument`.
        """
        content = frozenset(files.items())
        with self._lock:
            if content in self._kept:
                self._kept.move_to_end(content)
                return self._kept[content]
        made = load_instrument({name: read(sha256) for name, sha256 in files.items()})
        with self._lock:
            kept = self._kept.setdefault(content, made)  # another thread may have been quicker
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return kept


#: Shared by all desks of this process.
SHELF = Shelf()

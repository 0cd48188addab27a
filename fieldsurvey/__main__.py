"""``python -m fieldsurvey`` and the ``fieldsurvey`` command."""

from __future__ import annotations

from fieldsurvey.cli import main

if __name__ == "__main__":
    main()

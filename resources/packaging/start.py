"""Where the packaged program begins."""

import multiprocessing

from fieldsurvey.cli import main

if __name__ == "__main__":
    # A spawned process of a packaged program starts here as well.
    multiprocessing.freeze_support()
    main()

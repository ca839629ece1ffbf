"""How the commands here begin and end."""

import signal
import sys
from collections.abc import Callable


def run_command(main: Callable[[], int]):
    """Runs to the end; whoever ends it before that ends what it started, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())

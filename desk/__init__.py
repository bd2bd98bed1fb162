"""What the tasks run: the site built, looked at, cleaned away; and the environment that this needs."""

import signal
import sys

# "-m": a command's own imports are under way. A Ctrl-C now just ends it; `command.run` answers a later one.
if sys.argv[0] == "-m" and signal.getsignal(signal.SIGINT) == signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

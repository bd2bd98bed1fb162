"""Builds in fresh processes that need not import: everything is loaded once, then forked.

Reads one order a line (JSON), runs `python -m desk.build` for it, leaves `<ticket>.pid` and `<ticket>.code`.
"""

import gc
import json
import os
import runpy
import signal
import sys
from pathlib import Path

import desk.run  # noqa: F401  (the part that takes long to import)


def leave(ticket: str, kind: str, number: int) -> None:
    """Write a number so that it appears whole."""
    half = Path(f"{ticket}.half")
    half.write_text(str(number))
    half.replace(f"{ticket}.{kind}")


def work(order: dict) -> None:
    os.chdir(order["folder"])
    os.environ.update(order["env"])
    os.umask(order["umask"])
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{order['ticket']}.{name}", os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.argv = ["desk.build", *order["arguments"]]
    try:
        runpy.run_module("desk.build", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        # Without taking the interpreter down politely, which takes longer than the build.
        sys.stdout.flush()
        os._exit(end.code)


gc.freeze()
for line in sys.stdin:
    order = json.loads(line)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.fork():
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    worker = os.fork()
    if worker:
        leave(order["ticket"], "pid", worker)
        leave(order["ticket"], "code", os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))
        os._exit(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    work(order)

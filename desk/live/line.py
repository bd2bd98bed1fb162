"""The line to the worker: orders go out, answers come in; it is replaced when the code has changed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from desk.live.worker import Answer, Order

Tell = Callable[[Answer | None], None]
"""Takes an answer, or None when the worker has died."""


class Line:
    """Holds one worker at a time."""

    def __init__(self, settings: Path, scratch: Path, tell: Tell) -> None:
        self.settings = settings
        self.scratch = scratch
        self.tell = tell
        self.worker: subprocess.Popen[str] | None = None

    def is_open(self) -> bool:
        """Whether there is a worker."""
        return self.worker is not None and self.worker.poll() is None

    def open(self) -> None:
        """Have a new worker, which loads the code as it is now."""
        self.close()
        templates = tempfile.mkdtemp(prefix="templates-", dir=self.scratch)
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "desk.live.worker", str(self.settings), templates],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,  # Ctrl-C is for us; and its builds are ended with it
        )
        Thread(target=self._listen, args=(self.worker,), daemon=True).start()

    def give(self, order: Order) -> None:
        """Send an order; it takes the place of the one before."""
        if self.worker and self.worker.stdin:
            with suppress(BrokenPipeError):  # it has died, which `_listen` tells
                self.worker.stdin.write(json.dumps(asdict(order)) + "\n")
                self.worker.stdin.flush()

    def close(self) -> None:
        """End the worker and its build."""
        worker, self.worker = self.worker, None
        if worker:
            with suppress(ProcessLookupError):  # it has died already
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            assert worker.stdin
            with suppress(BrokenPipeError):
                worker.stdin.close()

    def _listen(self, worker: subprocess.Popen[str]) -> None:
        assert worker.stdout
        with worker.stdout as answers:
            for line in answers:
                self.tell(Answer(**json.loads(line)))
        if worker is self.worker:
            self.tell(None)

"""How git asks a remote: it neither asks a person for a password nor waits for ever."""

import os
import subprocess
from pathlib import Path
from shutil import which

ANSWERS_WITHIN = 12
"""Seconds until a remote that says nothing counts as gone."""
HTTP = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_HTTP_LOW_SPEED_LIMIT": "1",
    "GIT_HTTP_LOW_SPEED_TIME": str(ANSWERS_WITHIN),
}
SSH = "-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=2"


def surroundings(folder: Path = Path()) -> dict[str, str]:
    """The variables for that. The command for ssh that the clone has may name a key: it stays."""
    asked = ["git", "-C", str(folder), "config", "--default=ssh", "--get", "core.sshCommand"]
    ssh = os.environ.get("GIT_SSH_COMMAND")
    if not ssh and which("git"):
        ssh = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return {**HTTP, "GIT_SSH_COMMAND": f"{ssh or 'ssh'} {SSH}"}

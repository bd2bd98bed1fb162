"""Whether what would be built is what everybody has: all committed, and nothing of the others missing."""

import os
import subprocess
from pathlib import Path

from desk import remote
from desk.stop import Code, Stop

SECONDS = 15


def refuse_unsettled(folder: Path) -> None:
    """The folder's git tree must be clean, and not behind the branch that it follows.

    Raises:
        Stop: it is not (2), or the remote cannot be asked (3).
    """
    if _git(folder, "rev-parse", "--git-dir").returncode:
        raise Stop.saying(Code.USAGE, "no-git")
    if changed := _git(folder, "status", "--porcelain").stdout.splitlines():
        raise Stop.saying(Code.USAGE, "dirty", count=len(changed), path=changed[0][3:])
    if _git(folder, "rev-parse", "@{upstream}").returncode:
        return  # a branch that follows none is behind none
    fetched = _git(folder, "fetch", "--quiet")
    if fetched.returncode:
        # It begins with the reason, and goes on with what one could try.
        reason = (fetched.stderr.strip().splitlines() or ["?"])[0]
        raise Stop.saying(Code.ENVIRONMENT, "no-upstream", reason=reason)
    behind = int(_git(folder, "rev-list", "--count", "HEAD..@{upstream}").stdout)
    if behind:
        raise Stop.saying(Code.USAGE, "behind", count=behind)


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            env={**os.environ, **remote.surroundings(folder)},
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"git {words[0]}: {SECONDS} s")

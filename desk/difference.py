"""Shows what would change in files before anything is written, and asks whether it may be."""

import difflib
import sys

from desk.wording import words


def show(before: str, after: str, name: str) -> None:
    """Print the lines of a file that change, with what stands around them."""
    states = words("before-change"), words("after-change")
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, name, *states, n=1, lineterm=""
    )
    sys.stdout.writelines(f"{line}\n" for line in lines)


def is_agreed_to() -> bool:
    """Whether a person at the terminal wants it written."""
    return sys.stdin.isatty() and input(words("ask-write")).strip().lower() in words("yes").split()

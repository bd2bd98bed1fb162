"""A text is named as too much or rendered soon: patterns on which readers of Markdown take quadratic time."""

import multiprocessing
import resource
from pathlib import Path

import pytest

from dossier.languages import language
from dossier.prose import locate
from plugins.rendering import reader

SECONDS = 5
MEBIBYTES = 300
SIZE = 2**18

RUNS = (
    "[", "](", "[a](", "![", "[a](<", "[^a]", "*a ", "**a _b", "a_b_", "***a***", "`a ``b ", "<a ", "<!--",
    "<?a ", "<a b='", "&amp;", "&#38;", "&a", "\\.", "{: .a }", "*a*{: .b }", "{=", '"a" ', "a' ", "~~a",
    "a|", "1 000 ", "https://a ", "a@b ", "1. ", " : ", "A. ", "12h30 ", "[a][b] ", "[[a]] ", "1,",
    "one hundred ",
)  # fmt: skip
LINES = (
    "a", "*a", "[a", "- a", "1. a", "> a", "    a", "# a", "## a {#a}", "| a | b |", "---", "===", "[a]: b",
    "[^a]: b", "*[a]: b", "<a", "<!--", "```", "{: .a }", "a  ", "- - a", "> - a", "a|b",
    "a\n\nb", "- a\n\n    b", "a[^a]\n",
)  # fmt: skip
WHOLES = {
    "columns": "|" + " a |" * 2_000 + "\n|" + " - |" * 2_000 + "\n|" + " b |" * 2_000,
    "definitions": "\n".join(f"[a{number}]: /b" for number in range(4_000)) + "\n\n" + "[a1] " * 100,
    "runs of backticks": " ".join("`" * number for number in range(1, 190)),
    "brackets in one another": "[" * 199 + "a" + "](b)" * 199,
    "lists in one another": "\n".join("    " * number + "- a" for number in range(20)),
    "one long word": "a" * SIZE,
    "one long number": "1" * SIZE,
    "one long address": "<https://" + "a." * SIZE,
    "attributes": "a\n{:" + " .a" * SIZE + "}",
    "attribute never closed": "a{: a='" + "b" * SIZE,
}
TEXTS = {
    **{f"{unit!r} again and again": unit * (SIZE // len(unit)) for unit in RUNS},
    **{f"lines of {unit!r}": "\n".join([unit] * 9_900)[:SIZE].rpartition("\n")[0] for unit in LINES},
    **WHOLES,
}


@pytest.fixture(scope="module")
def processes():
    """Forks of a process that has loaded this module and does nothing else."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_refused_orread_within_bounds(name, processes):
    text = TEXTS[name]

    ended = processes.Process(target=read, args=(text,))
    ended.start()
    ended.join()

    assert ended.exitcode == 0


def read(text):
    """As far as a build would, and no further than the limits."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEBIBYTES * 2**20, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if locate(text).excess is None:
        reader().convert(text)
        language("fr").typeset(text)
        language("en").typeset(text)

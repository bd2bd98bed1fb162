"""Whatever is typed, a check ends soon, with documented problems or with harmless pages.

Some hundreds of examples in every run, always the same; `inv hardening` tries as many others as it is told.
"""

import resource
import sys
import time
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.fuzz import grammar

SECONDS = 5
"""Of a processor, for one example."""
MEBIBYTES = 300


@pytest.fixture(scope="module", autouse=True)
def bounded_memory():
    """No more than so much above what the process already has."""
    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEBIBYTES * 2**20, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.parametrize("kind", grammar.CLAIMS)
def test_it_holds_soon_for_whatever_is_typed(kind):
    claim = getattr(grammar, kind)
    accepted = []

    @given(st.tuples(*grammar.CLAIMS[kind]))
    def holds(typed):
        started = time.process_time()
        accepted.append(claim(*typed))
        event("accepted" if accepted[-1] else "refused")
        assert time.process_time() - started < SECONDS

    holds()
    # What is refused never gets as far as a page: both halves are to be tried.
    assert len(accepted) / 3 < sum(accepted)


@pytest.mark.parametrize(
    ("kind", "typed"), [(kind, one) for kind in grammar.FOUND for one in grammar.FOUND[kind]]
)
def test_what_was_found_once_is_accepted(kind, typed):
    assert getattr(grammar, kind)(*typed)

"""What holds for whatever is typed, and how long one example takes at most; what failed is tried again."""

import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies
from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase

from benchmarks.hardening.rows import Options, Row
from tests.fuzz import grammar
from tests.fuzz.test_fuzz import SECONDS

KEPT = DirectoryBasedExampleDatabase(".hypothesis/examples")


def rows(options: Options) -> Iterator[Row]:
    """Try so many new examples of each kind."""
    for kind, typed in grammar.CLAIMS.items():
        yield tried(kind, getattr(grammar, kind), typed, options.examples, KEPT)


def tried(
    kind: str,
    claim: Callable[..., bool],
    typed: tuple[Any, ...],
    examples: int,
    database: ExampleDatabase | None = None,
) -> Row:
    """The row of one kind; the first example for which the claim does not hold is made small, and ends it."""
    held: list[bool] = []
    failed: list[tuple[Any, ...]] = []
    slowest = 0.0

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=False,
        database=database,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.tuples(*typed))
    def holds(example: tuple[Any, ...]) -> None:
        nonlocal slowest
        started = time.process_time()
        try:
            accepted = claim(*example)
            took = time.process_time() - started
            assert took < SECONDS, f"{took} s"
        except Exception:
            failed.append(example)
            raise
        slowest = max(slowest, took)
        held.append(accepted)

    wrong = []
    try:
        holds()
    except Exception as error:
        wrong.append(f"{type(error).__name__}: {error}: {failed[-1]!r}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    return Row(
        section="Fuzz",
        what=kind,
        tried=len(held) + len(failed),
        held=len(held),
        promised="documented problems or harmless pages",
        notes=(f"{sum(held):,} accepted", f"{slowest:.2f} s and {memory:.0f} MiB at most", *wrong),
    )

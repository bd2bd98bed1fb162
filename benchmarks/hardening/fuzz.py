"""What holds for whatever is typed, how long one example takes at most, and how much memory: lines of JSON.

python -m benchmarks.hardening.fuzz --examples 100000
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies

from tests.fuzz import grammar


def main() -> int:
    """Try so many examples of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1_000)
    examples = parser.parse_args().examples
    for kind, typed in grammar.CLAIMS.items():
        print(json.dumps(measured(kind, getattr(grammar, kind), typed, examples)), flush=True)
    return 0


def measured(kind: str, claim: Callable[..., bool], typed: tuple[Any, ...], examples: int) -> dict[str, Any]:
    """The figures of one kind; an example for which the claim does not hold ends all."""
    seconds, accepted = [], 0

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategies.tuples(*typed))
    def holds(example: tuple[Any, ...]) -> None:
        nonlocal accepted
        started = time.process_time()
        accepted += claim(*example)
        seconds.append(time.process_time() - started)

    holds()
    return {
        "part": "fuzz",
        "kind": kind,
        "examples": len(seconds),
        "accepted": accepted,
        "seconds_at_most": round(max(seconds), 2),
        "mebibytes_at_most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    sys.exit(main())

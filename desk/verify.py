"""Check that a finished site is, file by file, what was built.

python -m desk.verify
"""

import argparse
import sys

from desk import command
from desk.manifest import NAME, Manifest
from desk.stop import Code, Stop
from desk.wording import complain, words


def verify(given: argparse.Namespace) -> None:
    """Compare every file with the manifest.

    Raises:
        Stop: some are not what they were, or there is no manifest to say so (3).
    """
    try:
        manifest = Manifest.read((given.output / NAME).read_bytes())
    except FileNotFoundError:
        raise Stop.saying(Code.ENVIRONMENT, "no-manifest", output=given.output) from None
    except ValueError:
        raise Stop.saying(Code.ENVIRONMENT, "bad-manifest", output=given.output, name=NAME) from None
    damage = manifest.damage(given.output)
    for path in damage:
        complain(words("damaged", path=path))
    if damage:
        raise Stop.saying(Code.ENVIRONMENT, "not-whole", output=given.output, count=len(damage))
    print(words("whole", count=len(manifest.files), output=given.output, release=manifest.release))


def main() -> int:
    """Run from the command line."""
    return command.run(verify, command.options("help-verify"))


if __name__ == "__main__":
    sys.exit(main())

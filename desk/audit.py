"""Ask OSV, the open database of vulnerabilities, about every locked package of every group.

python -m desk.audit
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desk import command
from desk.environment import REQUIREMENTS
from desk.stop import Code, Stop
from desk.wording import words

OSV = "https://api.osv.dev/v1/query"


def audit(given: argparse.Namespace) -> None:
    """Ask about the packages of all requirement files, each version once.

    Raises:
        Stop: a package has a known vulnerability (1); the database cannot be asked (4).
    """
    packages = _answers([Path(name) for name in REQUIREMENTS.values()], given.osv, given.timeout)
    found = [
        _said(package, vulnerability) for package in packages for vulnerability in package.get("vulns", ())
    ]
    if found:
        raise Stop(Code.CONTENT, "\n".join(found))
    print(words("audited", packages=len(packages)))


def _answers(requirements: Sequence[Path], osv: str, timeout: int) -> list[dict[str, Any]]:
    """What pip-audit says of each package that the files name; it resolves and installs nothing."""
    named = [argument for path in requirements for argument in ("--requirement", str(path))]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", *named, "--disable-pip", "--require-hashes"),
            *("--vulnerability-service", "osv", "--osv-url", osv, "--timeout", str(timeout)),
            *("--format", "json", "--progress-spinner", "off"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError as error:
        # It ends with 1 whether it found something or broke down; only what it found is JSON.
        reason = next(reversed(done.stderr.splitlines()), done.returncode)
        raise Stop.saying(Code.DEPLOY, "not-audited", service=osv, reason=reason) from error
    return dependencies


def _said(package: dict[str, Any], vulnerability: dict[str, Any]) -> str:
    values = {
        "package": package["name"],
        "version": package["version"],
        "advisory": ", ".join([vulnerability["id"], *sorted(vulnerability["aliases"])]),
    }
    if fixed := vulnerability["fix_versions"]:
        return words("vulnerable", **values, fixed=", ".join(fixed))
    return words("vulnerable-unfixed", **values)


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-audit")
    parser.add_argument("--osv", default=OSV, metavar="ADDRESS", help=words("help-osv"))
    parser.add_argument("--timeout", type=int, default=15, metavar="SECONDS", help=words("help-timeout"))
    return command.run(audit, parser)


if __name__ == "__main__":
    sys.exit(main())

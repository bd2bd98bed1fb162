"""What the site is made with, as a bill of materials (CycloneDX): the packages of a build, and the fonts.

python -m desk.bill
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.spdx import is_supported_id
from packageurl import PackageURL

from desk import command
from desk.environment import REQUIREMENTS
from desk.stop import Code, Stop
from desk.wording import words

PATH = Path("deploy/sbom.cdx.json")
FONTS = Path("theme/static/fonts")

# Packages that put something of their own into the site; all others only work on it.
PUBLISHED = {"pagefind-bin"}

CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
}
READ_BY_HAND = {
    # "BSD License" leaves open which; their licence files are the one with three clauses.
    "feedgenerator": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    # Dedicated to the public, but for some files; the one under the GPL, for an editor, is not installed.
    "docutils": "CC-PDDC AND BSD-2-Clause AND BSD-3-Clause",
}


def bill() -> str:
    """The bill of what is locked now, as JSON: the same for the same lock.

    Raises:
        Stop: a package does not say under which licence it is (1).
    """
    lock = tomllib.loads(Path("uv.lock").read_text(encoding="utf-8"))
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = re.findall(r"^([\w.-]+)==", Path(REQUIREMENTS["main"]).read_text(encoding="utf-8"), re.MULTILINE)
    locked = {package["name"]: package for package in lock["package"]}
    components = {name: _package(locked[name]) for name in names}

    fonts = list(_fonts())
    root = Component(
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        name=project["name"],
        version=project["version"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )

    bom = Bom(components=[*components.values(), *fonts])
    bom.metadata.component = root
    # Nothing of the day, and no number that chance drew: the library can leave them out, its types cannot.
    bom.serial_number = bom.metadata.timestamp = None  # type: ignore[assignment]
    bom.register_dependency(root, [*(components[name] for name in _needs(locked[root.name])), *fonts])
    for name, component in components.items():
        # What only another platform needs is not in the list.
        needs = _needs(locked[name]) & components.keys()
        bom.register_dependency(component, [components[need] for need in needs])
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2) + "\n"


def licence_of(package: str) -> str:
    """The licence of an installed package, as SPDX writes it.

    Raises:
        Stop: neither its metadata nor we say it (1).
    """
    said = metadata(package)
    found = [
        *said.get_all("License-Expression", []),
        *filter(is_supported_id, said.get_all("License", [])),
        *(CLASSIFIERS[line] for line in said.get_all("Classifier", []) if line in CLASSIFIERS),
    ] or [READ_BY_HAND.get(package)]
    if not found[0]:
        raise Stop.saying(Code.CONTENT, "no-licence", package=package)
    return str(found[0])


def _package(locked: dict[str, Any]) -> Component:
    """A package as it is locked, with every file that its authors made of it."""
    purl = PackageURL("pypi", name=locked["name"], version=locked["version"])
    return Component(
        bom_ref=str(purl),
        name=locked["name"],
        version=locked["version"],
        purl=purl,
        scope=ComponentScope.REQUIRED if locked["name"] in PUBLISHED else ComponentScope.EXCLUDED,
        licenses=[LicenseFactory().make_from_string(licence_of(locked["name"]))],
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(file["url"]),
                hashes=[HashTypeFactory().from_composite_str(file["hash"])],
            )
            for file in [*([locked["sdist"]] if "sdist" in locked else []), *locked["wheels"]]
        ],
    )


def _needs(locked: dict[str, Any]) -> set[str]:
    return {need["name"] for need in locked.get("dependencies", [])}


def _fonts() -> Iterator[Component]:
    """The families that the fonts were cut from, as their README says, and the files that are published."""
    readme = (FONTS / "README.md").read_text(encoding="utf-8")
    licence = LicenseFactory().make_with_id("OFL-1.1")
    for group, name, version in re.findall(r"(@[\w-]+)/([\w-]+)@([\d.]+)", readme):
        purl = PackageURL("npm", group, name, version)
        yield Component(
            bom_ref=str(purl), group=group, name=name, version=version, purl=purl, licenses=[licence]
        )
    for file in sorted(FONTS.glob("*.woff2")):
        digest = sha256(file.read_bytes()).hexdigest()
        yield Component(
            type=ComponentType.FILE,
            bom_ref=str(file),
            name=str(file),
            hashes=[HashTypeFactory().from_composite_str(f"sha256:{digest}")],
            licenses=[licence],
        )


def write(_given: argparse.Namespace) -> None:
    """Write the bill to its place.

    Raises:
        Stop: a package does not say under which licence it is (1).
    """
    PATH.write_text(bill(), encoding="utf-8")
    print(words("billed", path=PATH))


def main() -> int:
    """Run from the command line."""
    return command.run(write, command.options("help-bill"))


if __name__ == "__main__":
    sys.exit(main())

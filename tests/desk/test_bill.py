"""The bill of materials says what the lock says, with licences, and nothing of the day it was written."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from desk import bill
from desk.stop import Code, Stop

PROJECT = Path(__file__).resolve().parents[2]
BILL = json.loads((PROJECT / bill.PATH).read_text(encoding="utf-8"))
PACKAGES = [part for part in BILL["components"] if part.get("purl", "").startswith("pkg:pypi/")]
FONTS = [part for part in BILL["components"] if part not in PACKAGES]

# Each may be used in a work under AGPL-3.0-or-later.
COMPATIBLE = {
    "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-PDDC", "GPL-2.0-or-later", "MIT",
    "MIT-CMU", "OFL-1.1", "PSF-2.0",
}  # fmt: skip


def licences(part: dict) -> set[str]:
    """The SPDX ids that a component's licence consists of."""
    said = [choice.get("expression") or choice["license"].get("id", "") for choice in part["licenses"]]
    return {name for expression in said for name in expression.split(" AND ")}


def hashes(part: dict) -> set[str]:
    return {digest["content"] for file in part["externalReferences"] for digest in file["hashes"]}


def test_it_names_what_a_build_installs_with_the_same_versions_and_hashes():
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w.-]+)==(\S+) (.*?)(?=^\w|\Z)", text, re.MULTILINE | re.DOTALL)

    assert {(part["name"], part["version"]): hashes(part) for part in PACKAGES} == {
        (name, version): set(re.findall(r"sha256:(\w+)", block)) for name, version, block in blocks
    }


def test_written_anew_it_has_the_same_bytes(monkeypatch):
    monkeypatch.chdir(PROJECT)

    assert bill.bill() == (PROJECT / bill.PATH).read_text(encoding="utf-8"), "python3 tasks.py bill"


def test_it_holds_no_time_and_no_random_number():
    assert "timestamp" not in BILL["metadata"]
    assert "serialNumber" not in BILL


def test_it_keeps_to_the_schema():
    validator = JsonStrictValidator(SchemaVersion.V1_6)

    assert validator.validate_str((PROJECT / bill.PATH).read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("part", BILL["components"], ids=lambda part: part["name"])
def test_every_component_has_a_licence_that_goes_with_ours(part):
    assert licences(part)
    assert licences(part) <= COMPATIBLE


def test_it_tells_what_is_published_from_what_only_works_on_the_site():
    assert {part["name"] for part in PACKAGES if part["scope"] == "required"} == {"pagefind-bin"}


def test_it_names_the_fonts_and_the_families_they_were_cut_from():
    assert {part["name"]: part.get("version") for part in FONTS} == {
        "newsreader": "5.3.0",
        "radio-canada": "5.3.0",
        **{str(file.relative_to(PROJECT)): None for file in PROJECT.glob("theme/static/**/*.woff2")},
    }


def test_a_package_of_which_nobody_says_the_licence_is_named(monkeypatch):
    monkeypatch.setattr(bill, "READ_BY_HAND", {})

    with pytest.raises(Stop) as stopped:
        bill.licence_of("jinja2")

    assert stopped.value.code == Code.CONTENT
    assert str(stopped.value) == (
        "jinja2: the package does not say exactly under which licence it is: "
        "read it, and say it in desk/bill.py"
    )


@pytest.mark.parametrize("package", bill.READ_BY_HAND)
def test_what_we_say_by_hand_the_package_does_not_say(monkeypatch, package):
    monkeypatch.setattr(bill, "READ_BY_HAND", {})

    with pytest.raises(Stop):
        bill.licence_of(package)

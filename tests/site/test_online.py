"""What a build for the real address has besides its pages, and a preview has not."""

import gzip
import subprocess
import sys

import brotli
import pytest

from desk.hosting import headers_of, is_hidden
from desk.manifest import Manifest
from tests.site.conftest import ROOT

SEARCHES = ["de/suche/index.html", "es/busqueda/index.html"]
TEXTS = {".html", ".css", ".js", ".json", ".xml", ".svg", ".csv", ".ics"}


@pytest.fixture(scope="module")
def files(lighthouse):
    """Every file of the published build, by its path."""
    root = lighthouse.folder.resolve()
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}


def test_every_text_that_is_not_tiny_has_two_copies_which_are_smaller(files):
    texts = {
        path: file.read_bytes()
        for path, file in files.items()
        if file.suffix in TEXTS and file.stat().st_size > 1000 and path != "manifest.json"
    }

    assert len(texts) > 50
    for path, content in texts.items():
        assert brotli.decompress(files[f"{path}.br"].read_bytes()) == content
        assert gzip.decompress(files[f"{path}.gz"].read_bytes()) == content
        assert files[f"{path}.br"].stat().st_size < files[f"{path}.gz"].stat().st_size < len(content)


def test_the_manifest_names_every_other_file_and_verifies(lighthouse, files):
    manifest = Manifest.read(files["manifest.json"].read_bytes())

    assert manifest.address == lighthouse.address
    assert manifest.files.keys() == files.keys() - {"manifest.json"}
    assert manifest.damage(lighthouse.folder) == []


def test_each_former_address_is_marked_as_one(files):
    lines = files["_redirects"].read_text().splitlines()
    former = {line.split()[0].removeprefix("/news/").rstrip("/") for line in lines}

    assert former
    assert {path.removesuffix("/.moved") for path in files if path.endswith(".moved")} == former


def test_the_task_says_that_the_build_is_whole(lighthouse, files):
    command = [sys.executable, "-m", "desk.verify", "--output", str(lighthouse.folder)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.startswith(f"{len(files) - 1} files of ")
    assert (done.returncode, done.stderr) == (0, "")


def test_hosts_are_told_of_every_file_below_the_path_of_the_site(files):
    rules = files["_headers"].read_text().split("\n\n")

    assert rules[0].startswith("/news/*\n")
    for search in SEARCHES:
        (rule,) = (rule for rule in rules if rule.startswith(f"/news/{search.removesuffix('index.html')}*"))
        assert headers_of(search, SEARCHES)["Content-Security-Policy"] in rule
    assert all(rule.startswith("/news/") for rule in rules)


def test_every_page_says_itself_what_it_may_do_before_anything_else(site):
    wrong = []
    for path, page in site.pages.items():
        charset, policy, referrer = page.css("head > *")[:3]
        said = policy.get("content")
        header = headers_of(f"{path}index.html" if path.endswith("/") else path, [])[
            "Content-Security-Policy"
        ]
        missing = set(header.split("; ")) - set(said.split("; "))
        allowed = {"frame-ancestors 'none'", "upgrade-insecure-requests"}
        if "site--search" in page.text:
            allowed |= {"script-src 'self'", "connect-src 'none'"}
        if (
            policy.get("http-equiv") != "Content-Security-Policy"
            or missing != allowed
            or charset.get("charset") != "utf-8"
            or (referrer.get("name"), referrer.get("content")) != ("referrer", "no-referrer")
        ):
            wrong.append(path)

    assert wrong == []


def test_a_preview_has_none_of_it(ours):
    names = {path.name for path in ours.folder.iterdir()}

    assert not any(map(is_hidden, names))
    assert "manifest.json" not in names

"""Where nothing has changed nothing is made; where anything has, all that depends on it is."""

import shutil
import signal
from pathlib import Path

import pytest

FROM_OUTSIDE = """
import os
SITENAME = os.environ.get("NAME", "A site")
"""


def was_made(ended):
    """Whether a build made the site, and did not find it made."""
    assert (ended.code, ended.err) == (0, "")
    return "nothing has changed" not in ended.out


def test_what_nothing_has_changed_of_is_not_made_again(site):
    site.build()
    shown, link = site.shown(), site.output.readlink()

    ended = site.build(WAIT_AT="start")

    seconds = ended.out.partition("compared in ")[2].split()[0]
    assert ended.out == (
        f"nothing has changed (compared in {seconds} s): the 2 pages of the last build stay: output/ "
        "(to look at them: python3 tasks.py serve)\n"
    )
    assert not site.waiting.exists()  # Pelican never started
    assert (site.shown(), site.output.readlink()) == (shown, link)


def test_a_french_terminal_is_answered_in_french(site):
    site.build()

    ended = site.build(LC_ALL="fr_FR.UTF-8")

    seconds = ended.out.partition("vérifié en ")[2].split()[0]
    assert ended.out == (
        f"rien n’a changé (vérifié en {seconds} s) : les 2 pages de la dernière construction restent : "
        "output/ (pour voir : python3 tasks.py serve)\n"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/one.md", "Title: Two\nDate: 2020-08-01\n\nText.\n"),
        ("content/files/another.txt", "A file.\n"),
        ("content/linked/some.txt", "Another file behind a link.\n"),
        ("theme/templates/index.html", "<!doctype html>\n<title>Other</title>\n"),
        ("pelicanconf.py", 'SITENAME = "Another"\n'),
        ("instants.py", "\nNUMBER = 2\n"),
    ],
)
def test_whatever_has_changed_it_is_made(site, name, text):
    site.write("elsewhere/some.txt", "A file behind a link.\n")
    (site.folder / "content/linked").symlink_to(site.folder / "elsewhere")
    site.build()
    assert not was_made(site.build())

    (site.append if name.endswith(".py") else site.write)(name, text)

    assert was_made(site.build())
    assert not was_made(site.build())


def test_what_is_gone_is_a_change(site):
    site.build()
    (site.folder / "content/files/some.txt").unlink()

    assert was_made(site.build())
    assert "files/some.txt" not in site.shown()


def test_a_setting_counts_by_its_value_wherever_that_comes_from(site):
    site.append("pelicanconf.py", FROM_OUTSIDE)
    site.build()

    assert was_made(site.build(NAME="Another"))
    assert b"<title>Another" in site.shown()["index.html"]


def test_what_was_changed_back_is_made_again_because_something_else_is_shown(site):
    first = (site.folder / "content/one.md").read_text("utf-8")
    site.build()
    shown = site.shown()
    site.write("content/one.md", first.replace("One", "Two"))
    site.build()
    site.write("content/one.md", first)

    assert was_made(site.build())
    assert site.shown() == shown


def test_what_changed_while_the_site_was_made_is_made_by_the_next_build(site):
    build = site.start_and_wait("end", WAIT_FOR="0.3")
    site.write("content/one.md", "Title: Two\nDate: 2020-08-01\n\nText.\n")
    assert build.end().code == 0

    assert was_made(site.build())
    assert b"Two" in site.shown()["index.html"]


HARMS = ("changed", "removed", "added", "no link", "another build", "what was noted")


@pytest.mark.parametrize("harm", HARMS)
def test_where_anything_else_is_shown_it_is_made(site, harm):
    site.build()
    shown = site.shown()
    if harm == "changed":
        (site.output / "index.html").write_text("scribbled", "utf-8")
    elif harm == "removed":
        (site.output / "index.html").unlink()
    elif harm == "added":
        (site.output / "more.html").write_text("more", "utf-8")
    elif harm == "no link":
        site.output.unlink()
    elif harm == "another build":
        other = site.builds / ("0" * 16)
        shutil.copytree(site.output, other)
        (other / "index.html").write_text("other", "utf-8")
        site.output.unlink()
        site.output.symlink_to(Path(".builds", other.name))
    else:
        (noted,) = (site.builds / "cache/shown").iterdir()
        noted.write_bytes(noted.read_bytes()[:-1])

    assert was_made(site.build())
    assert site.shown() == shown


def test_a_mode_is_mended_without_a_build(site):
    site.build()
    page = site.output / "index.html"
    page.chmod(0o600)
    site.builds.chmod(0o700)

    assert not was_made(site.build())
    assert page.stat().st_mode & 0o777 == 0o644
    assert site.builds.stat().st_mode & 0o777 == 0o755


def test_what_a_killed_build_left_is_swept_without_a_build(site):
    first = (site.folder / "content/one.md").read_text("utf-8")
    site.build()
    site.write("content/one.md", first.replace("One", "Two"))
    site.start_and_wait("page").stop(signal.SIGKILL)
    assert list(site.builds.glob("tmp-*"))
    site.write("content/one.md", first)

    assert not was_made(site.build())
    assert not list(site.builds.glob("tmp-*"))


def test_who_wants_to_hear_how_it_is_made_has_it_made(site):
    site.build()

    assert "Done: Processed 1 article" in site.build("--verbose").out


def test_a_plugin_in_a_folder_counts_and_a_file_counts_where_it_stands(site):
    site.write("more/__init__.py", "def register(): pass\n")
    site.append("pelicanconf.py", 'PLUGINS = [*PLUGINS, "more"]\nGUIDE = "guide"\n')
    site.write("guide/a.md", "A.\n")
    site.build()
    assert not was_made(site.build())

    site.append("more/__init__.py", "NUMBER = 2\n")
    assert was_made(site.build())

    (site.folder / "guide/a.md").rename(site.folder / "theme/a.md")
    assert was_made(site.build())

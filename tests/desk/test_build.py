"""A build is shown when it is complete and clean, and only then."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dossier import DossierError, load, worded

UNSEARCHABLE = """
from pathlib import Path
from pelican import signals
from plugins import pagefind

def written(pelican): pagefind.index([], Path("/bin/true"))

def register(): signals.finalized.connect(written)
"""

DENIED = "you may not do this there: see whose it is (ls -l), make it yours (chown), then start again"


def test_a_build_is_shown_by_a_relative_link_to_its_digest(site):
    ended = site.build()

    assert ended.code == 0
    assert ended.err == ""
    assert site.output.readlink().parts[0] == ".builds"
    assert set(site.shown()) == {"index.html", "one.html", "files/some.txt"}


def test_success_is_one_line_with_pages_seconds_place_and_what_to_do_next(site):
    ended = site.build()

    seconds = ended.out.split()[3]
    assert ended.out == f"2 pages in {seconds} s: output/ (to look at it: python3 tasks.py serve)\n"


def test_a_french_terminal_is_answered_in_french(site):
    ended = site.build(LC_ALL="fr_FR.UTF-8")

    seconds = ended.out.split()[3]
    assert ended.out == f"2 pages en {seconds} s : output/ (pour voir : python3 tasks.py serve)\n"


def test_verbose_adds_what_pelican_reports(site):
    ended = site.build("--verbose")

    assert "Done: Processed 1 article" in ended.out
    assert "Writing" in ended.err


def test_the_same_content_gives_the_same_build_and_keeps_the_one_before(site):
    site.build()
    first = site.output.readlink()
    site.write("content/one.md", "Title: Two\nDate: 2020-08-01\n\nText.\n")
    site.build()
    second = site.output.readlink()
    site.append("instants.py", "\nNUMBER = 2\n")  # it is made again, and the same comes of it

    site.build()

    assert site.output.readlink() == second != first
    assert site.complete_builds() == {first.name, second.name}


def test_only_the_build_before_is_kept(site):
    site.build()
    first = site.output.readlink()
    site.write("content/one.md", "Title: Two\nDate: 2020-08-01\n\nText.\n")
    site.build()
    second = site.output.readlink()
    site.write("content/one.md", "Title: Three\nDate: 2020-08-01\n\nText.\n")

    site.build()

    third = site.output.readlink()
    assert site.complete_builds() == {second.name, third.name}
    assert first.name not in site.complete_builds()


def test_a_build_that_was_changed_by_hand_is_not_shown_again(site):
    site.build()
    fresh = site.shown()
    (site.output / "index.html").write_text("scribbled")

    site.build()

    assert site.shown() == fresh


def test_another_link_may_be_given(site):
    ended = site.build("--output", "elsewhere/shown")

    assert ended.code == 0
    assert (site.folder / "elsewhere/shown/one.html").is_file()
    assert not site.output.exists()


def test_all_that_pelican_logs_is_printed_and_stops_the_build(site):
    site.build()
    before = site.shown()
    site.write(
        "content/one.md",
        "Title: One\nDate: 2020-08-01\n\n" + "\n".join(f"[x]({{filename}}no{n}.md)" for n in range(9)),
    )
    site.write("content/impossible.md", "Title: Impossible\nDate: 2020-02-31\n\nText.\n")

    ended = site.build()

    lines = ended.err.splitlines()
    assert ended.code == 1
    assert [line for line in lines if "Unable to find 'no" in line] == [
        f"warning: Unable to find 'no{n}.md', skipping url replacement." for n in range(9)
    ]
    assert [line for line in lines if "impossible" in line] == [
        "error: Could not process ./impossible.md: ValueError: '2020-02-31' is not a valid date"
    ]
    assert lines[-1] == "not built: see the warnings and errors above (10); the last build is unchanged"
    assert site.shown() == before


def test_a_repeated_or_filtered_warning_counts_each_time(site):
    site.append("pelicanconf.py", 'import logging\nLOG_FILTER = [(logging.WARNING, "twice")]\n')
    site.append("instants.py", 'import logging\nfor n in "12": logging.getLogger("x").warning("twice")\n')

    ended = site.build()

    assert ended.code == 1
    assert ended.err.splitlines()[:2] == ["warning: twice", "warning: twice"]


def test_a_plugin_that_cannot_be_imported_stops_the_build(site):
    site.append("pelicanconf.py", 'PLUGINS = ["nowhere"]\n')

    ended = site.build()

    assert ended.code == 1
    assert ended.err.splitlines()[0:2] == [
        "error: Cannot load plugin `nowhere`",
        "Cannot import plugin `nowhere`",
    ]
    assert not site.output.exists()


def test_what_a_log_line_hides_from_a_terminal_is_made_visible(site):
    site.append(
        "instants.py", 'import logging\nlogging.getLogger("x").warning("\\x1b[2J \\u202e l’été\\u00a0!")\n'
    )

    ended = site.build()

    assert ended.err.splitlines()[0] == r"warning: \x1b[2J \u202e l’été" + "\N{NO-BREAK SPACE}!"


def test_problems_of_the_content_are_listed_as_the_checker_lists_them(site, tmp_path):
    (tmp_path / "nothing").mkdir()
    site.append(
        "instants.py",
        f"import dossier\ndef started(pelican): dossier.load({str(tmp_path / 'nothing')!r})\n"
        "def register(): signals.initialized.connect(started)\n",
    )
    with pytest.raises(DossierError) as stopped:
        load(tmp_path / "nothing")

    ended = site.build()

    assert ended.code == 1
    assert ended.err.splitlines()[:-1] == worded(stopped.value.problems, "en")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("x = (\n", "pelicanconf.py:13: settings: '(' was never closed\n"),
        ("x = nobody\n", "pelicanconf.py:13: settings: name 'nobody' is not defined\n"),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_its_line(site, settings, said):
    site.append("pelicanconf.py", settings)

    ended = site.build()

    assert (ended.code, ended.err) == (2, said)


def test_missing_settings_are_named(site):
    ended = site.build("--settings", "nowhere.py")

    assert (ended.code, ended.err) == (2, "nowhere.py: there is no such settings file\n")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n{% if %}", "2: template: Expected an expression, got 'end of statement block'\n"),
        ("{{ 1 | nofilter }}", "1: template: No filter named 'nofilter'.\n"),
        ("\n\n{{ nobody.name }}", "3: template: 'nobody' is undefined\n"),
        ('\n{% include "no.html" %}', '2: template: there is no template "no.html"\n'),
    ],
)
def test_a_mistake_in_a_template_is_named_with_its_line(site, template, said):
    site.write("theme/templates/index.html", template)

    ended = site.build()

    assert (ended.code, ended.err) == (2, "theme/templates/index.html:" + said)


def test_where_no_search_index_can_be_made_nothing_is_built(site):
    site.append("pelicanconf.py", 'PLUGINS.append("unsearchable")\n')
    site.write("unsearchable.py", UNSEARCHABLE)

    ended = site.build()

    assert ended.code == 3
    assert ended.err == (
        "not built: Pagefind, the program that makes the search index, does not work on this machine: "
        "it ended without an answer\n"
    )
    assert not site.output.exists()


def test_a_template_that_includes_itself_is_stopped(site):
    site.write("theme/templates/index.html", '{% include "index.html" %}')

    ended = site.build()

    assert ended.code == 2
    assert ended.err.startswith("theme/templates/index.html:1: template: maximum recursion depth exceeded")


def test_a_site_without_a_page_is_not_shown(site):
    site.append("pelicanconf.py", "DIRECT_TEMPLATES = []\nARTICLE_PATHS = []\n")

    ended = site.build()

    assert ended.code == 1
    assert ended.err == "not built: the settings lead to no page at all; the last build is unchanged\n"
    assert not site.output.exists()


def test_an_internal_error_is_one_line_and_a_file_with_the_details(site):
    site.append("instants.py", "def started(pelican): 1 / 0\n")

    ended = site.build()

    assert ended.code == 70
    assert (
        ended.err
        == "internal error: ZeroDivisionError: division by zero; the details are in .builds/crash.txt\n"
    )
    assert "ZeroDivisionError" in (site.builds / "crash.txt").read_text()


def test_debug_prints_the_traceback(site):
    site.append("instants.py", "def started(pelican): 1 / 0\n")

    ended = site.build("--debug")

    assert ended.err.startswith("Traceback (most recent call last):")


@pytest.mark.parametrize("instant", ["start", "page", "end"])
def test_a_killed_build_leaves_the_last_one_and_is_swept_by_the_next(site, instant):
    site.build()
    before = site.shown()
    site.write("content/one.md", "Title: Two\nDate: 2020-08-01\n\nText.\n")

    killed = site.start_and_wait(instant).stop(signal.SIGKILL)

    assert killed.code == -signal.SIGKILL
    assert site.shown() == before
    assert site.build().code == 0
    assert not list(site.builds.glob("tmp-*"))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_says_so_and_leaves_nothing_behind(site, number, code):
    site.build()
    before = site.shown()
    site.write("content/one.md", "Title: Two\nDate: 2020-08-01\n\nText.\n")

    stopped = site.start_and_wait("page").stop(number)

    assert (stopped.code, stopped.out, stopped.err) == (code, "", "stopped\n")
    assert site.shown() == before
    assert not list(site.builds.glob("tmp-*"))


@pytest.mark.parametrize("module", ["argparse", "desk.command", "desk.release"])
def test_a_ctrl_c_while_a_command_is_still_importing_ends_it_without_a_traceback(tmp_path, module):
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "sys.addaudithook(lambda event, told: event == 'import' and 'desk' in sys.modules"
        f" and told[0] == {module!r} and os.kill(os.getpid(), signal.SIGINT))\n"
    )

    ended = subprocess.run(
        [sys.executable, "-m", "desk.build", "--output", str(tmp_path / "output")],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{Path.cwd()}"},
        capture_output=True,
        text=True,
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")
    assert not (tmp_path / "output").exists()


def test_of_two_builds_at_once_the_second_waits_and_both_end_well(site):
    first = site.start_and_wait("page", WAIT_FOR="0.3")
    second = site.start()

    assert first.end().code == 0
    ended = second.end()
    assert ended.code == 0
    assert ended.err == f"another build is running (process {first.pid}): waiting for it\n"
    assert len(site.complete_builds()) == 1


def test_a_build_that_waits_can_be_stopped(site):
    first = site.start_and_wait("page")
    second = site.start()
    second.has_said("waiting for it")

    stopped = second.stop(signal.SIGTERM)

    assert stopped.code == 143
    assert first.stop(signal.SIGTERM).code == 143


def test_a_web_server_can_read_every_file_whatever_the_umask(site):
    (site.folder / "content/files/some.txt").chmod(0o600)

    site.build(umask=0o077)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in site.output.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in [site.builds, site.output.resolve()]}
    assert (modes, folders) == ({0o644}, {0o755})


def test_a_folder_in_the_place_of_the_link_is_left_alone(site):
    site.write("output/mine.txt", "Mine.")

    ended = site.build()

    assert ended.code == 3
    assert ended.err == (
        "output is a folder that no build made: move it away, or give another one by --output\n"
    )
    assert site.shown() == {"mine.txt": b"Mine."}


def test_an_empty_folder_in_the_place_of_the_link_is_replaced(site):
    site.output.mkdir()

    assert site.build().code == 0
    assert site.output.is_symlink()


def test_a_link_to_somewhere_else_is_left_alone(site, tmp_path):
    site.output.symlink_to(tmp_path)

    ended = site.build()

    assert ended.code == 3
    assert ended.err == (
        f"output points to {tmp_path}, which no build made: move it away, or give another one by --output\n"
    )
    assert site.output.readlink() == tmp_path


def test_a_full_disk_is_the_machine_s_refusal(site):
    site.build()
    before = site.shown()
    site.write("content/one.md", "Title: One\nDate: 2020-08-01\n\n" + "Text. " * 20_000)
    site.append(
        "instants.py", "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
    )

    ended = site.build()

    assert ended.code == 3
    assert ended.err == (
        ".builds: no file may become that big here: raise the limit (ulimit -f), then start again\n"
    )
    assert site.shown() == before


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("ENOSPC, 'x'", ".builds: the disk is full: make room there, then start again\n"),
        ("EROFS, 'x', 'a/b'", "a/b: the disk can only be read: make it writable (mount), then start again\n"),
        ("EACCES, 'x', 'a/b'", f"a/b: {DENIED}\n"),
        (
            "EMFILE, 'x', 'a/b'",
            "a/b: too many files are open at once: raise the limit (ulimit -n), then start again\n",
        ),
        ("EIO, 'Input/output error', 'a/b'", "a/b: Input/output error\n"),
    ],
)
def test_a_refusal_of_the_machine_is_said_with_the_way_out(site, error, said):
    site.append("instants.py", f"import errno\ndef started(pelican): raise OSError(errno.{error})\n")

    ended = site.build()

    assert (ended.code, ended.err) == (3, said)


def test_a_refusal_that_pelican_only_logs_is_the_machine_s_too(site):
    site.append(
        "instants.py",
        "import logging, errno\n"
        "try: raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "except OSError: logging.getLogger('x').error('While copying')\n",
    )

    ended = site.build()

    assert ended.code == 3
    assert ended.err.splitlines()[0] == "error: While copying: OSError: [Errno 28] No space left on device"


def test_the_bytes_do_not_depend_on_the_machine(site):
    site.write("content/two.md", "Title: Two\nDate: 2020-08-02\nTags: b, a, c\n\nText.\n")
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "fr_FR.UTF-8", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}
    command = [sys.executable, "-m", "desk.build", "--output", "there/output"]

    site.build(TZ="America/Los_Angeles")
    subprocess.run(
        command,
        cwd=site.folder,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "WAITING": "", **elsewhere},
        check=True,
    )

    assert site.output.readlink() == (site.folder / "there/output").readlink()

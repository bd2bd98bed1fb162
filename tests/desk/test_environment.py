"""A fresh machine gets its environment by itself, wholly or not at all, and hears why in two languages."""

import ast
import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desk import environment

PROJECT = Path(__file__).resolve().parents[2]
BASE = getattr(sys, "_base_executable", sys.executable)  # not the one of an environment
UV = shutil.which("uv")
NEEDS_UV = pytest.mark.skipif(not UV, reason="uv is not on this machine")
WITH = {"pip": "", "uv": str(Path(UV).parent) if UV else ""}  # what PATH is for each of the tools
OLD_PYTHONS = sorted(Path.home().glob(".pyenv/versions/3.[6-9].*/bin/python3"))

# What tasks.py does first, and then proof of where it runs and what is installed there.
SCRIPT = """
import sys
from pathlib import Path
from desk import environment

environment.enter(Path(__file__).resolve().parent, sys.argv[1:])
import tiny

print(sys.prefix, tiny.NAME)
"""
# A bare Debian: Python without the ensurepip that python3-venv would bring.
WITHOUT_ENSUREPIP = "import sys\nsys.modules['ensurepip'] = None\n"


def wheel(folder: Path, name: str) -> str:
    """Make a package by hand; gives its line for a requirements file."""
    path = folder / f"{name}-1-py3-none-any.whl"
    files = {
        f"{name}.py": f"NAME = {name!r}\n",
        f"{name}-1.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        f"{name}-1.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in files.items():
            archive.writestr(zipfile.ZipInfo(inside), text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
            record += f"{inside},sha256={digest},{len(text)}\n"
        archive.writestr(zipfile.ZipInfo(f"{name}-1.dist-info/RECORD"), record)
    return f"{name}==1 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Machine:
    """A machine without network, where a project lies."""

    def __init__(self, folder: Path):
        self.project = folder / "the project"
        (folder / "bare").mkdir(parents=True)
        (folder / "bare/sitecustomize.py").write_text(WITHOUT_ENSUREPIP)
        (folder / "wheels").mkdir()
        (folder / "programs").mkdir()
        (self.project / "desk").mkdir(parents=True)
        for name in ("__init__.py", "environment.py"):
            shutil.copy(PROJECT / "desk" / name, self.project / "desk" / name)
        (self.project / "tasks.py").write_text(SCRIPT)
        tiny, more, other = (wheel(folder / "wheels", name) for name in ("tiny", "more", "other"))
        (self.project / "requirements.txt").write_text(tiny)
        (self.project / "requirements-chain.txt").write_text(tiny)
        (self.project / "requirements-test.txt").write_text(tiny + more)
        (self.project / "requirements-bench.txt").write_text(tiny + other)
        self.env = {
            "PATH": str(folder / "programs"),
            "PYTHONPATH": str(folder / "bare"),
            "PYTHONIOENCODING": "utf-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(folder / "wheels"),
            "PIP_CONFIG_FILE": os.devnull,
            "UV_OFFLINE": "1",
            "UV_FIND_LINKS": str(folder / "wheels"),
            "XDG_CONFIG_HOME": str(folder / "nowhere"),
            "UV_CACHE_DIR": str(folder / "cache"),
        }

    def start(self, groups: str, python: str = BASE, **env: str) -> subprocess.Popen:
        return subprocess.Popen(
            [python, "tasks.py", *groups.split()],
            cwd=self.project,
            env={**self.env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, groups: str, python: str = BASE, **env: str) -> tuple[str, str, int]:
        """What it printed, what it said to stderr, and its exit code."""
        process = self.start(groups, python, **env)
        out, err = process.communicate()
        return out, err, process.returncode

    def packages(self) -> set[str]:
        """What was installed, wholly or in part."""
        found = {path.name.partition("-")[0] for path in self.project.glob(".venv/lib/*/site-packages/*")}
        return {name.removesuffix(".py") for name in found} & {"tiny", "more", "other"}

    def is_ready(self, group: str = "main") -> bool:
        return environment.Environment(self.project).is_ready(group)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A machine where the project was started for the first time, twice at once."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    starts = [machine.start("main"), machine.start("main")]
    ends = [(*start.communicate(), start.returncode) for start in starts]
    # The one that prepared, and the one that waited.
    machine.first, machine.second = sorted(ends, key=lambda end: end[1] == spoken("waiting"))
    return machine


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def spoken(key: str, **values: object) -> str:
    return environment.sentences(key, **values) + "\n"


def test_a_bare_machine_prepares_itself_and_goes_on_inside(prepared):
    assert prepared.first == (
        f"{prepared.project}/.venv tiny\n",
        spoken("preparing", group="main", tool="pip"),
        0,
    )


def test_a_start_at_the_same_time_waits_and_ends_as_well(prepared):
    assert prepared.second == (f"{prepared.project}/.venv tiny\n", spoken("waiting"), 0)


def test_a_later_start_is_silent(prepared):
    later = prepared.run("main")

    assert later == (f"{prepared.project}/.venv tiny\n", "", 0)


def test_a_later_start_calls_no_pip(prepared):
    assert prepared.run("main", PIP_FIND_LINKS="/nowhere")[1:] == ("", 0)


def test_the_test_group_comes_on_top_and_brings_the_main_group(prepared):
    made = (prepared.project / ".venv/pyvenv.cfg").stat().st_ino

    added = prepared.run("test")

    assert added[1:] == (spoken("preparing", group="test", tool="pip"), 0)
    assert all(map(prepared.is_ready, ("test", "chain", "main")))
    assert not prepared.is_ready("bench")
    assert (prepared.project / ".venv/pyvenv.cfg").stat().st_ino == made


def test_tasks_of_two_groups_get_the_packages_of_both(machine):
    added = machine.run("test bench")

    said = spoken("preparing", group="test", tool="pip") + spoken("preparing", group="bench", tool="pip")
    assert added == (f"{machine.project}/.venv tiny\n", said, 0)
    assert machine.packages() == {"tiny", "more", "other"}


def test_a_moved_project_heals_itself(prepared, tmp_path):
    moved = Machine(tmp_path)
    shutil.copytree(prepared.project, moved.project, symlinks=True, dirs_exist_ok=True)

    healed = moved.run("main")

    assert healed == (f"{moved.project}/.venv tiny\n", spoken("preparing", group="main", tool="pip"), 0)


def no_python(venv: Path) -> None:
    (venv / "bin/python").unlink()
    (venv / "bin/python").symlink_to("/nowhere/python3.11")


def other_python(venv: Path) -> None:
    (venv / "bin/python").unlink()
    (venv / "bin/python").write_text("#!/bin/sh\necho 3.99.0\n")
    (venv / "bin/python").chmod(0o755)


def other_requirements(venv: Path) -> None:
    (venv.parent / "requirements.txt").write_text("tiny==2\n")


def no_requirements(venv: Path) -> None:
    (venv.parent / "requirements.txt").unlink()


def no_marker(venv: Path) -> None:
    (venv / ".ready-main").unlink()


@pytest.mark.parametrize("harm", [no_python, other_python, other_requirements, no_requirements, no_marker])
def test_what_is_not_exactly_as_installed_is_not_ready(prepared, tmp_path, harm):
    project = tmp_path / "here"
    venv = project / ".venv"
    shutil.copytree(prepared.project, project, symlinks=True)
    here = environment.Environment(project)
    marker = venv / ".ready-main"
    marker.write_text(marker.read_text().replace(str(prepared.project), str(project)))
    assert here.is_ready("main")

    harm(venv)

    assert not here.is_ready("main")


@pytest.mark.parametrize(
    ("tool", "complaint"),
    [("pip", "THESE PACKAGES DO NOT MATCH THE HASHES"), pytest.param("uv", "Hash mismatch", marks=NEEDS_UV)],
)
@pytest.mark.parametrize("group", environment.REQUIREMENTS)
def test_a_package_that_is_not_the_locked_one_is_refused_with_all_others(machine, group, tool, complaint):
    requirements = machine.project / environment.REQUIREMENTS[group]
    before, last = requirements.read_text()[:-2], requirements.read_text()[-2]
    requirements.write_text(before + ("1" if last == "0" else "0"))

    out, err, code = machine.run(group, PATH=WITH[tool])

    assert (out, code) == ("", 3)
    assert complaint in err
    assert err.endswith(spoken("not-installed", requirements=requirements.name))
    assert machine.packages() == set()
    assert not machine.is_ready("main")


def test_what_was_installed_stays_when_a_package_that_is_not_the_locked_one_is_refused(prepared, tmp_path):
    machine = Machine(tmp_path)
    shutil.copytree(prepared.project, machine.project, symlinks=True, dirs_exist_ok=True)
    assert machine.run("main")[2] == 0
    (tmp_path / "wheels/other-1-py3-none-any.whl").write_bytes(b"another")

    refused = machine.run("bench")

    assert refused[2] == 3
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in refused[1]
    assert machine.packages() >= {"tiny"}
    assert machine.packages().isdisjoint({"other"})
    assert machine.run("main") == (f"{machine.project}/.venv tiny\n", "", 0)


def test_a_read_only_project_is_named(machine, monkeypatch, capsys):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere/.venv")

    monkeypatch.setattr(environment.Environment, "prepare", refuse)

    with pytest.raises(SystemExit) as ended:
        environment.enter(machine.project, ["main"])

    assert ended.value.code == 3
    assert capsys.readouterr().err == (
        "Impossible d’écrire dans /somewhere/.venv : Permission denied.\n"
        "Cannot write in /somewhere/.venv: Permission denied.\n"
    )


@NEEDS_UV
def test_where_there_is_uv_it_does_the_work(machine):
    prepared = machine.run("test", PATH=WITH["uv"])

    assert prepared == (f"{machine.project}/.venv tiny\n", spoken("preparing", group="test", tool="uv"), 0)


@NEEDS_UV
def test_how_long_a_release_waits_to_be_locked_does_not_keep_uv_from_installing_it(machine, tmp_path):
    (machine.project / "pyproject.toml").write_text('[tool.uv]\nexclude-newer = "7 days"\n')
    # A mirror, where files have no date: they count as new.
    (tmp_path / "mirror/tiny").mkdir(parents=True)
    shutil.move(tmp_path / "wheels/tiny-1-py3-none-any.whl", tmp_path / "mirror/tiny")
    (tmp_path / "mirror/tiny/index.html").write_text('<a href="tiny-1-py3-none-any.whl">tiny</a>')

    prepared = machine.run("main", PATH=WITH["uv"], UV_DEFAULT_INDEX=f"file://{tmp_path}/mirror")

    assert prepared == (f"{machine.project}/.venv tiny\n", spoken("preparing", group="main", tool="uv"), 0)


def test_with_uv_the_environment_is_made_and_filled_by_it():
    make = environment.creator("/usr/bin/python3", Path("/p/.venv"), "/bin/uv", has_ensurepip=False)
    fill = environment.installer(Path("/p/.venv/bin/python"), Path("/p/r.txt"), "/bin/uv", None)

    assert make == ["/bin/uv", "venv", "--quiet", "--python", "/usr/bin/python3", "/p/.venv"]
    assert fill[:6] == ["/bin/uv", "pip", "install", "--quiet", "--python", "/p/.venv/bin/python"]
    assert fill[6:] == ["--require-hashes", "--only-binary", ":all:", "-r", "/p/r.txt"]


def test_with_ensurepip_the_environment_has_its_own_pip():
    make = environment.creator("/usr/bin/python3", Path("/p/.venv"), None, has_ensurepip=True)

    assert make == ["/usr/bin/python3", "-m", "venv", "/p/.venv"]


def test_with_neither_pip_nor_uv_both_ways_out_are_named():
    with pytest.raises(environment.CannotPrepare) as why:
        environment.installer(Path("python"), Path("r.txt"), None, None)

    assert str(why.value) == (
        "Ce Python ne sait pas créer un environnement. Installez le paquet python3-venv, ou bien uv.\n"
        "This Python cannot make an environment. Install the package python3-venv, or else uv."
    )


def test_a_python_that_is_too_old_is_told_so_in_both_languages(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit) as ended:
        environment.enter(tmp_path, ["main"])

    assert ended.value.code == 3
    assert capsys.readouterr().err == (
        "Il faut Python 3.11 ou plus récent ; celui-ci est 3.8.18 (/usr/bin/python3).\n"
        "Python 3.11 or newer is needed; this one is 3.8.18 (/usr/bin/python3).\n"
    )


@pytest.mark.skipif(not OLD_PYTHONS, reason="no old Python on this machine")
@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda path: path.parts[-3])
def test_an_old_python_really_gets_as_far_as_the_message(machine, python):
    ended = machine.run("main", str(python))

    assert ended == ("", spoken("old", found=python.parts[-3], python=python), 3)


@pytest.mark.skipif(not OLD_PYTHONS, reason="no old Python on this machine")
def test_an_old_python_hands_over_to_a_newer_one_on_path(prepared, tmp_path):
    # The first that PATH offers is a shim that leads nowhere, as pyenv leaves them.
    (tmp_path / "python3.14").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3.14").chmod(0o755)
    (tmp_path / "python3.11").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "python3.11").chmod(0o755)
    python = OLD_PYTHONS[0]

    ended = prepared.run("main", str(python), PATH=str(tmp_path))

    newer = spoken("newer", found=python.parts[-3], newer=f"{tmp_path}/python3.11")
    assert ended == (f"{prepared.project}/.venv tiny\n", newer, 0)


@pytest.mark.parametrize("name", ["tasks.py", "desk/__init__.py", "desk/environment.py"])
def test_what_an_old_python_reads_first_it_can_parse(name):
    ast.parse((PROJECT / name).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_terminal_that_knows_no_accents_gets_the_message_all_the_same(monkeypatch, tmp_path):
    terminal = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit):
        environment.enter(tmp_path, ["main"])

    assert terminal.buffer.getvalue().startswith(b"Il faut Python 3.11 ou plus r\\xe9cent ; celui-ci")


def names(group: str) -> dict[str, str]:
    """The packages of a requirements file with all that is locked about them."""
    text = (PROJECT / environment.REQUIREMENTS[group]).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    return {block.split("==")[0]: re.sub(r"\n +#.*", "", block) for block in blocks}


@pytest.mark.parametrize(
    ("group", "held"), [(group, held) for group, all_held in environment.HOLDS.items() for held in all_held]
)
def test_a_group_holds_those_that_come_with_it_with_the_same_versions(group, held):
    assert names(held).items() <= names(group).items()


@pytest.mark.parametrize("group", environment.REQUIREMENTS)
def test_every_package_is_locked_to_one_version_and_its_hashes(group):
    assert all(re.match(r"[\w.-]+==[\w.]+ .*\n +--hash=sha256:", block) for block in names(group).values())


@pytest.mark.parametrize("name", ["uv.lock", *environment.REQUIREMENTS.values()])
def test_locked_files_come_from_the_public_registry(name):
    hosts = set(re.findall(r"https?://([^/\"]+)", (PROJECT / name).read_text(encoding="utf-8")))

    assert hosts <= {"pypi.org", "files.pythonhosted.org"}

"""The file of targets: what may stand in it, and what is said of a mistake."""

import re
from pathlib import Path

import pytest

from desk import deploy
from desk.stop import Stop
from desk.targets import reading
from desk.targets.branch import Branch
from desk.targets.server import Server

ONE = '[one]\nkind = "ssh"\nhost = "deploy@www.example.org"\npath = "/srv/site"\n'
TWO = '[two]\nkind = "ssh"\nhost = "www.example.org"\npath = "/srv/other"\n'


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Path("targets.toml")


def refused(file, text, name=None):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stopped:
        reading.chosen(file, name)
    assert stopped.value.code == 2
    return str(stopped.value)


def test_the_only_target_needs_no_name(file):
    file.write_text(ONE)

    place = reading.chosen(file, None)

    assert place.target == Server(name="one", host="deploy@www.example.org", path="/srv/site")
    assert place.address is None


def test_a_pages_branch_needs_no_table(file):
    file.write_text(ONE)

    assert reading.chosen(file, "gh-pages").target == Branch(name="gh-pages")


def test_one_of_several_is_chosen_by_its_name(file):
    file.write_text(ONE + TWO + 'address = "https://next.example.org"\nkeep = 9\nport = 2222\n')

    place = reading.chosen(file, "two")

    assert place.target == Server(
        name="two", host="www.example.org", path="/srv/other", port=2222, keep=9
    )  # fmt: skip
    assert place.address == "https://next.example.org"


def test_the_file_that_we_ship_names_no_target_yet():
    with pytest.raises(Stop) as stopped:
        reading.chosen(reading.FILE, None)

    assert str(stopped.value) == ("deploy/targets.toml: names no target yet: the examples in it show how")


def test_the_examples_that_we_ship_are_right(file):
    shipped = (Path(__file__).parents[2] / reading.FILE).read_text(encoding="utf-8")
    lines = re.findall(r"^# (\[.*\]|\w+ = .*)$", shipped, re.MULTILINE)
    names = [line.strip("[]") for line in lines if line.startswith("[")]
    file.write_text("\n".join(lines), encoding="utf-8")

    assert [reading.chosen(file, name).target.name for name in names] == names
    assert "server" in names


def test_without_the_file_that_is_said(file):
    with pytest.raises(Stop) as stopped:
        reading.chosen(file, None)

    assert (stopped.value.code, str(stopped.value)) == (
        2, "targets.toml: there is no such file of targets"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n[one\n", "2:5: Expected ']' at the end of a table declaration"),
        ('[one]\nhost = """x\n', "2:1: Unterminated string"),
    ],
)
def test_a_mistake_of_toml_is_said_with_its_line(file, text, said):
    assert refused(file, text) == f"targets.toml:{said}"


def test_a_file_that_is_no_text_is_said(file):
    file.write_bytes(b"\xff")

    with pytest.raises(Stop, match=r"^targets\.toml: 'utf-8' codec can't decode byte 0xff"):
        reading.chosen(file, None)


def test_all_mistakes_are_named_at_once_each_with_its_place(file):
    assert refused(file, f'{ONE}ports = 22\n\n[ "two" ]\nkind = "ssh"\n  keep = 1\n', "one").splitlines() == [
        'targets.toml:5:1: [one]: a target of this kind has no "ports". Did you mean "port"?',
        'targets.toml:7:1: [two]: "host" is missing',
        'targets.toml:7:1: [two]: "path" is missing',
        f'targets.toml:9:3: [two]: "keep" cannot be "1"; its form is {Server.FORMS["keep"]}',
    ]


def test_without_a_name_several_are_named(file):
    assert refused(file, ONE + TWO) == "which target? One of: one, two"


def test_an_unknown_target_is_answered_by_the_nearest(file):
    assert refused(file, ONE + TWO, "tow") == ('targets.toml: there is no target "tow". Did you mean "two"?')


def test_a_key_outside_a_table_is_named(file):
    assert refused(file, 'host = "x"\n' + ONE) == (
        'targets.toml:1:1: "host" stands outside the table of a target: begin one by [name]'
    )


def test_an_unknown_kind_is_answered_by_the_nearest(file):
    said = refused(file, ONE.replace('"ssh"', '"shs"'))

    assert said.startswith('targets.toml:2:1: [one]: "kind" is one of ssh, branch, store')
    assert said.endswith(', not "shs". Did you mean "ssh"?')


def test_a_missing_kind_is_named(file):
    assert refused(file, "[one]\n").endswith(', not "".')


def test_an_unknown_key_is_answered_by_the_nearest(file):
    assert refused(file, ONE + "ports = 22\n") == (
        'targets.toml:5:1: [one]: a target of this kind has no "ports". Did you mean "port"?'
    )


@pytest.mark.parametrize("key", ["host", "path"])
def test_a_missing_key_is_named(file, key):
    text = "".join(line for line in ONE.splitlines(keepends=True) if not line.startswith(key))

    assert refused(file, text) == f'targets.toml:1:1: [one]: "{key}" is missing'


@pytest.mark.parametrize(
    "key",
    ["password", "secret", "AWS_SECRET_ACCESS_KEY", "aws_access_key_id", "token", "keyid", "passphrase",
     "api_key", "private_key", "credentials"],
)  # fmt: skip
def test_what_looks_like_a_secret_is_refused_and_not_repeated(file, key):
    said = refused(file, f'{TWO}{key} = "hunter2"\n{ONE}', "one")

    assert said == (
        f'targets.toml:5:1: [two]: "{key}" looks like a secret: none may stand in a file; '
        "give it by the ssh agent or the environment"
    )


@pytest.mark.parametrize(
    "address", ["www.example.org", "https://www.example.org/", "ftp://example.org", "", "7"]
)
def test_an_address_that_is_none_is_named(file, address):
    assert refused(file, f'{ONE}address = "{address}"\n') == (
        'targets.toml:5:1: [one]: "address" begins with https:// or http:// and does not end with /, '
        f'unlike "{address}"'
    )


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("host", '"-oProxyCommand=x"'),
        ("host", '"a@b@c"'),
        ("path", '"srv/site"'),
        ("path", '"/srv/my site"'),
        ("port", "0"),
        ("port", '"ssh"'),
        ("keep", "1"),
        ("keep", "1.5"),
        ("identity", '""'),
        ("known_hosts", "[]"),
    ],
)
def test_a_value_that_cannot_be_one_is_named(file, key, given):
    text = "".join(line for line in ONE.splitlines(keepends=True) if not line.startswith(key))

    said = refused(file, f"{text}{key} = {given}\n")

    shown = given.strip('"')
    line = text.count("\n") + 1
    assert said == (
        f'targets.toml:{line}:1: [one]: "{key}" cannot be "{shown}"; its form is {Server.FORMS[key]}'
    )


def test_a_target_of_another_kind_needs_no_set_up(file, monkeypatch, capsys):
    file.write_text('[pages]\nkind = "branch"\n')
    monkeypatch.setattr("sys.argv", ["desk.deploy", "--set-up", "--targets", str(file)])

    assert deploy.main() == 2

    assert capsys.readouterr().err == "pages needs no set-up: only a server does\n"

"""The configuration of nginx that is shipped is the one that would be written."""

import sys
from pathlib import Path

from desk import nginx
from dossier import Redirect

SHIPPED = Path("deploy/nginx")


def test_the_files_that_are_shipped_are_what_would_be_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["nginx", "--write", str(tmp_path)])

    assert nginx.main() == 0

    assert capsys.readouterr().out == f"written: {tmp_path}/\n"
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text() for path in SHIPPED.iterdir()}


def test_former_addresses_are_mapped_to_where_they_lead():
    gone = [
        Redirect(path="fr/vieux/", to="fr/neuf/#a", name="event/old", lang="fr"),
        Redirect(path="id/event/lost/", to=None, name="event/lost", lang=""),
    ]

    text = nginx.files([], gone, "/srv/site")["redirects.map"]

    assert text == nginx.HEAD + ('"~^/fr/vieux/$" "/fr/neuf/#a";\n"~^/id/event/lost/$" "gone";\n')


def test_the_folder_on_the_server_is_given():
    server = nginx.files([], [], "/var/www/it")["server.conf"]

    assert "root /var/www/it/current;" in server
    assert "root /var/www/it/assets;" in server
    assert "/srv" not in server


def test_problems_of_the_content_stop_it(write_content, monkeypatch, capsys):
    write_content({"people.yaml": None})
    monkeypatch.setattr(sys, "argv", ["nginx", "--write", "deploy"])

    assert nginx.main() == 1
    assert "missing-file" in capsys.readouterr().err
    assert not Path("deploy").exists()

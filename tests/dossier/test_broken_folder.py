"""One folder in which much is wrong: every problem is named in one run, and nothing else happens."""

from pathlib import Path

import pytest

from dossier.__main__ import main

HERE = Path(__file__).parent


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_all_problems_are_printed_in_one_run_sorted_by_place(lang, monkeypatch, capsys):
    monkeypatch.chdir(HERE)

    code = main(["broken", "--lang", lang])

    printed = capsys.readouterr()
    assert printed.out == (HERE / f"broken.expected.{lang}.txt").read_text(encoding="utf-8")
    assert printed.err == ""
    assert code == 1

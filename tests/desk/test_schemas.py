"""`schemas` writes what an editor reads, and leaves nothing else beside it."""

import argparse
import json

import pytest

from desk.schemas import write_schemas
from desk.stop import Code, Stop
from desk.wording import chosen_language


@pytest.fixture
def speak(monkeypatch):
    def choose(language):
        monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
        chosen_language.cache_clear()

    yield choose
    chosen_language.cache_clear()


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "13 schemas in content/.schemas\n"), ("fr", "13 schémas dans content/.schemas\n")],
)
def test_there_is_one_schema_a_kind_of_file_and_nothing_old(write_content, speak, capsys, lang, said):
    content = write_content({".schemas/old.json": "{}"})
    speak(lang)

    write_schemas(argparse.Namespace(content=content))

    assert capsys.readouterr().out == said
    written = {file.name: json.loads(file.read_text("utf-8")) for file in (content / ".schemas").iterdir()}
    assert {"timeline.json", "people.json", "story.json", "explainer.json"} <= written.keys()
    assert "old.json" not in written


def test_content_with_problems_is_described_when_it_is_right(write_content, speak):
    content = write_content({"people.yaml": ("kind: person", "kind: robot")})
    speak("en")

    with pytest.raises(Stop) as stopped:
        write_schemas(argparse.Namespace(content=content))

    assert stopped.value.code == Code.CONTENT
    assert str(stopped.value).startswith("content/people.yaml:2:9: unknown-value: ")

"""One record drives everything: a changed title shows wherever the event is told."""

import gzip
import shutil

import pytest

from dossier import load
from tests.site.conftest import ROOT, STORIES, Built, build

NEW = {"es": "Titulo cambiado del todo", "de": "Ganz und gar neue Zeile"}


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The invented story with another title for one event."""
    folder = tmp_path_factory.mktemp("changed")
    story = shutil.copytree(STORIES["lighthouse"][0].parent, folder / "lighthouse")
    chapter = story / "content/timeline/20-the-night.yaml"
    text = chapter.read_text(encoding="utf-8")
    event = load(STORIES["lighthouse"][1]).event("lamp-goes-dark")
    for lang in NEW:
        assert text.count(event.title[lang]) == 1
        text = text.replace(event.title[lang], NEW[lang])
    chapter.write_text(text, encoding="utf-8")
    settings = story / "storyconf.py"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            'str(HERE.parents[2] / "theme")', repr(str(ROOT / "theme"))
        ),
        encoding="utf-8",
    )
    done = build(settings, folder / "output")
    assert done.returncode == 0, done.stderr
    return Built(folder / "output", "https://lighthouse.example.org/news")


@pytest.mark.parametrize("lang", NEW)
def test_timeline_people_snapshots_search_and_every_data_file_show_the_new_title(changed, lang):
    dossier = load(STORIES["lighthouse"][1])
    event = dossier.event("lamp-goes-dark")
    folder = changed.folder / dossier.page("data", "", lang).path
    day = dossier.snapshots_with(event)[-1].isoformat()

    found = [
        text
        for path in changed.folder.glob(f"pagefind/fragment/{lang}_*")
        if f"{event.id}/" in (text := gzip.decompress(path.read_bytes()).decode("utf-8"))
    ]
    places = {
        "timeline": changed.pages[dossier.page("timeline", "", lang).path].text,
        "event": changed.pages[dossier.page("event", event.id, lang).path].text,
        "person": changed.pages[dossier.page("person", event.actors[0], lang).path].text,
        "snapshot": changed.pages[dossier.page("snapshot", day, lang).path].text,
        "json": (folder / "record.json").read_text(encoding="utf-8"),
        "csv": (folder / "timeline.csv").read_text(encoding="utf-8"),
        "calendar": (folder / "timeline.ics").read_text(encoding="utf-8").replace("\r\n ", ""),
        "search": "".join(found),
        "stub": changed.pages[f"id/event/{event.id}/"].text,
    }

    assert [place for place, text in places.items() if NEW[lang] not in text] == []
    assert [place for place, text in places.items() if event.title[lang] in text] == []

"""A build that takes from the one before what is still right makes the same bytes as one that starts anew."""

import os
import random
import re
import shutil
import traceback
from collections import defaultdict
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from desk import run
from desk.stop import Stop
from dossier import forks, load, memory
from dossier.yamltree import read
from plugins import attach, generators, inputs, outputs, reader, reuse  # noqa: F401  # for all the forks at once
from plugins.reader import DocumentReader
from plugins.site import Site

ROOT = Path(__file__).parents[2]
STORY = ROOT / "tests/stories/lighthouse"
EDITS = int(os.environ.get("EDITS", "8"))
"""Random edits that are built. A few in every run; many where somebody asks for them."""


class Desk:
    """A story that is edited, and built after each edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(STORY / "content", folder / "content")
        self.settings = folder / "settings.py"
        lines = (STORY / "storyconf.py").read_text("utf-8").split("\n\nHERE")[0]
        self.settings.write_text(
            f"{lines}\nPATH = {str(folder / 'content')!r}\nTHEME = {str(ROOT / 'theme')!r}\n"
            f"TRANSLATIONS = [{str(STORY / 'translations')!r}]\nSITEURL = 'https://example.org/news'\n"
            f"GUIDE = {str(ROOT / 'guide')!r}\n",
            "utf-8",
        )
        self.number = 0
        self.is_live = True
        """What is not registered passes then; pictures and the search are left out."""
        self.latest: Path | None = None

    def build(self) -> Path | None:
        """The site as it is now, from what was built before; None while the content has problems."""
        self.number += 1
        built = self._run("again", self.latest)
        self.latest = built or self.latest
        return built

    def anew(self) -> Path | None:
        """The site as it is now, from nothing."""
        return self._run(f"anew-{self.number}", None)

    def _run(self, name: str, before: Path | None) -> Path | None:
        # In a process of its own, like every build; what it imports is here already.
        output = self.folder / name / f"build-{self.number}"
        output.mkdir(parents=True)
        if not (child := os.fork()):
            try:
                run.write(self.settings, output, before=before, adapt=self._live)
            except Stop as stop:
                os._exit(stop.code)
            except BaseException:
                traceback.print_exc()
                os._exit(99)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 1), code
        return output if code == 0 else None

    def _live(self, settings):
        settings["LIVE"] = self.is_live

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.folder / "content" / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def made_anew(built: Path, before: Path) -> set[str]:
    """The files that are others than before."""
    now, then = files(built), files(before)
    return {path for path in now if now[path] != then.get(path)}


def random_edit(content: Path, chance: random.Random) -> None:
    """Two values of the same key change places, or a word of ours changes, or a line of it goes."""
    file = chance.choice(sorted(content.rglob("*.yaml")) + sorted(content.rglob("*.md")))
    text = file.read_text("utf-8")
    if file.suffix == ".md" or chance.random() < 0.3:
        words = list(re.finditer(r"(?<=[a-z] )[a-zäñéíóúü]{5,}(?= [a-z])", text))
        if words:
            word = chance.choice(words)
            text = f"{text[: word.start()]}{word[0]}{chance.choice('aeiou')}{text[word.end() :]}"
    else:
        by_key = defaultdict(list)
        for path, (start, end, _) in read(text, file.name, 1).places.scalars.items():
            by_key[tuple(step for step in path if isinstance(step, str))[-2:]].append((start, end))
            by_key[path[-1]].append((start, end))
        several = [places for places in by_key.values() if len({text[a:b] for a, b in places}) > 1]
        if several:
            (a, b), (c, d) = sorted(chance.sample(chance.choice(several), 2))
            text = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
    file.write_text(text, "utf-8")


def test_after_random_edits_it_makes_the_same_bytes_as_a_build_that_starts_anew(desk):
    chance = random.Random(os.environ.get("SEED", "1969"))
    assert desk.build()
    built = 0
    for _ in range(60 * EDITS):
        kept = {path: path.read_bytes() for path in (desk.folder / "content").rglob("*") if path.is_file()}
        random_edit(desk.folder / "content", chance)
        if again := desk.build():
            built += 1
            assert files(again) == files(desk.anew())
            if built == EDITS:
                break
        else:
            for path, content in kept.items():
                path.write_bytes(content)
    assert built == EDITS


def test_after_a_word_of_one_text_only_what_shows_it_is_made_again(desk):
    first = desk.build()
    text = next(iter(sorted((desk.folder / "content/explainers").glob("*.es.md"))))
    body = text.read_text("utf-8")
    word = re.search(r"(?<=[a-z] )[a-zñó]{4,}(?= [a-z])", body.split("---\n", 2)[2])[0]
    desk.edit(f"explainers/{text.name}", f" {word} ", f" {word}a ")

    again = desk.build()

    changed = made_anew(again, first)
    assert 0 < len(changed) < len(files(first)) / 4
    left = memory.unsealed(next((desk.folder / "again/cache/made").iterdir()))
    assert {name[0] for name in left.made} == {"page", "part", "inline", "document", "outputs"}
    pages = {path for path in files(again) if path.endswith(".html")}
    assert {name[1] for name in left.made if name[0] == "page"} == pages


def test_only_the_texts_whose_pages_are_made_again_are_read_by_pelican(desk, monkeypatch):
    told = desk.folder / "read.txt"
    read_it = DocumentReader.read

    def read(self, source_path):
        with told.open("a", encoding="utf-8") as file:
            file.write(f"{Path(source_path).name}\n")
        return read_it(self, source_path)

    monkeypatch.setattr(DocumentReader, "read", read)
    desk.build()
    texts = sorted(path.name for path in (desk.folder / "content").rglob("*.md"))
    assert sorted(told.read_text("utf-8").split()) == texts
    told.unlink()
    text = next(iter(sorted((desk.folder / "content/explainers").glob("*.es.md"))))
    end = text.read_text("utf-8").rstrip()[-30:]
    desk.edit(f"explainers/{text.name}", end, f"{end.rstrip('.')} ja.")

    again = desk.build()

    assert text.name in told.read_text("utf-8")
    assert len(told.read_text("utf-8").split()) < len(texts) / 2
    assert files(again) == files(desk.anew())


def test_a_page_that_somebody_changed_in_the_build_before_is_read_and_made_again(desk):
    page = next(desk.build().glob("es/*/index.html"))
    page.write_text("<p>Changed by hand.", "utf-8")

    assert files(desk.build()) == files(desk.anew())


def test_content_that_was_read_already_is_no_setting_that_another_build_must_have(desk):
    settings = {"PLUGINS": ["plugins.attach"]}
    with_content = {**settings, "DOSSIER": load(desk.folder / "content")}

    assert inputs.digest(with_content, desk.settings) == inputs.digest(settings, desk.settings)
    assert inputs.digest({**settings, "LIVE": True}, desk.settings) != inputs.digest(settings, desk.settings)


def test_with_forks_or_alone_the_site_and_what_is_left_are_the_same(desk, monkeypatch):
    heard = forks._heard

    def hear(fork):
        news = heard(fork)
        assert news, "a fork did not come to its end"
        return news

    monkeypatch.setattr(forks, "_heard", hear)
    desk.is_live = False
    found = []
    for processors in (1, 3):
        monkeypatch.setattr(forks, "_processors", lambda number=processors: number)
        built = desk._run(f"on-{processors}", None)
        left = memory.unsealed(next((built.parent / "cache/made").iterdir()))
        made = {
            name: ({(left.questions[at], left.digests[at]) for at in one.questions}, one.pictures)
            for name, one in left.made.items()
        }
        found.append((files(built), made))

    assert found[0][0] == found[1][0]
    assert found[0][1] == found[1][1]
    assert any(pictures for _, pictures in found[0][1].values())


def test_parts_of_a_page_that_stands_stay_with_it(desk):
    first = desk.build()
    for lang in ("de", "es"):
        text = next(iter(sorted((desk.folder / "content/explainers").glob(f"*.{lang}.md"))))
        end = text.read_text("utf-8").rstrip()[-30:]
        desk.edit(f"explainers/{text.name}", end, f"{end.rstrip('.')} ja.")
        desk.build()
    left = memory.unsealed(next((desk.folder / "again/cache/made").iterdir()))
    texts = {document for document in files(first) if document.startswith("id/explainer/")}

    assert len([name for name in left.made if name[0] == "part"]) >= 2 * len(texts)


def test_a_little_that_is_new_is_not_left_and_the_site_is_right_all_the_same(desk, monkeypatch):
    monkeypatch.setattr(memory, "LITTLE", 1)  # all is a little
    text = next(iter(sorted((desk.folder / "content/explainers").glob("*.es.md"))))
    end = text.read_text("utf-8").rstrip()[-30:]
    desk.build()
    left = next((desk.folder / "again/cache/made").iterdir()).read_bytes()

    for old, new in ((end, f"{end}!"), (f"{end}!", f"{end}!!"), (f"{end}!!", end)):
        desk.edit(f"explainers/{text.name}", old, new)
        assert files(desk.build()) == files(desk.anew())
        assert next((desk.folder / "again/cache/made").iterdir()).read_bytes() == left


def test_a_second_page_at_one_address_is_a_mistake_of_ours(tmp_path):
    settings = {"SITE": Site(load(STORY / "content", registering=True), "", ROOT / "theme", defaultdict(str))}
    writer = reuse.SiteWriter(str(tmp_path), settings)

    writer.write(("page", "one.html"), dict)

    with pytest.raises(reuse.WrittenTwice):
        writer.write(("page", "one.html"), dict)


def test_what_is_written_after_all_is_finished_is_made_at_once(tmp_path):
    settings = {"SITE": Site(load(STORY / "content", registering=True), "", ROOT / "theme", defaultdict(str))}
    writer = reuse.SiteWriter(str(tmp_path), settings)

    writer.write(("outputs", "one"), lambda: {"one.txt": b"one"})
    writer.finish()
    writer.write(("outputs", "two"), lambda: {"two.txt": b"two"})

    assert files(tmp_path) == {"one.txt": b"one", "two.txt": b"two"}


def test_what_is_taken_is_a_link_or_where_there_are_none_a_copy(desk, monkeypatch):
    def refuse(*args):
        raise PermissionError

    first = desk.build()
    linked = desk.build()
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    copied = desk.build()

    assert files(copied) == files(linked) == files(first)
    home = [(build / "es/index.html").stat().st_ino for build in (first, linked, copied)]
    assert home[0] == home[1] != home[2]


@pytest.mark.parametrize("damage", ["changed", "removed", "nothing left"])
def test_what_somebody_changed_in_the_build_before_is_made_again(desk, damage):
    first = desk.build()
    whole = files(first)
    page = first / "es/index.html"
    if damage == "changed":
        page.write_text("<p>by hand", "utf-8")
    elif damage == "removed":
        page.unlink()
    else:
        shutil.rmtree(first)
        first.mkdir()

    assert files(desk.build()) == whole


def test_what_a_build_left_with_other_settings_is_not_used(desk):
    first = desk.build()
    settings = desk.settings.read_text("utf-8")
    desk.settings.write_text(settings.replace("example.org/news", "example.net"), "utf-8")

    again = desk.build()

    assert files(again) == files(desk.anew())
    assert files(again) != files(first)


def test_what_a_build_left_is_not_used_when_a_function_in_the_settings_changed(desk):
    desk.build()
    before = {path.name for path in (desk.folder / "again/cache/made").iterdir()}
    settings = desk.settings.read_text("utf-8")
    desk.settings.write_text(settings + "\nJINJA_TESTS = {'odd': lambda number: number % 2}\n", "utf-8")
    desk.build()
    between = {path.name for path in (desk.folder / "again/cache/made").iterdir()}
    desk.settings.write_text(settings + "\nJINJA_TESTS = {'odd': lambda number: number % 3}\n", "utf-8")

    desk.build()

    after = {path.name for path in (desk.folder / "again/cache/made").iterdir()}
    assert len(before) == len(between) == len(after) == 1
    assert len(before | between | after) == 3


def test_a_file_that_was_left_half_written_is_not_used(desk):
    first = desk.build()
    left = next((desk.folder / "again/cache/made").iterdir())
    left.write_bytes(left.read_bytes()[:-1])

    assert files(desk.build()) == files(first)


@pytest.mark.parametrize("harm", ["cut", "flipped"])
def test_a_compiled_template_that_is_damaged_is_compiled_anew(desk, harm):
    first = desk.build()
    for file in (desk.folder / "again/cache/templates").rglob("*"):
        if file.is_file():
            whole = bytearray(file.read_bytes())
            whole[-20] ^= 1
            file.write_bytes(whole[:60] if harm == "cut" else whole)
    (first / "es/index.html").unlink()  # so that one page is made

    assert files(desk.build()) == files(desk.anew())


def test_pictures_and_search_are_those_of_a_build_that_starts_anew(desk):
    desk.is_live = False
    first = desk.build()
    same = desk.build()
    assert made_anew(same, first) == set()
    assert files(same).keys() == files(first).keys()
    assert any(path.startswith("pictures/") for path in files(same))
    assert any(path.startswith("pagefind/") for path in files(same))
    text = next(iter(sorted((desk.folder / "content/explainers").glob("*.de.md"))))
    desk.edit(f"explainers/{text.name}", "summary: ", "summary: Neu. ")

    again = desk.build()

    assert files(again) == files(desk.anew())


def test_no_template_reads_what_only_pelican_knows():
    """Nothing would note it: a page asks the dossier for all that it tells of others."""
    environment = Environment()
    own = {
        "articles", "pages", "hidden_articles", "hidden_pages", "drafts", "draft_pages", "translations",
        "categories", "tags", "authors", "dates", "period_archives", "related_posts", "generated_content",
        "static_content", "static_links",
    }  # fmt: skip
    for template in (ROOT / "theme/templates").rglob("*.html"):
        tree = environment.parse(template.read_text("utf-8"))
        environment.filters |= {one.name: str for one in tree.find_all(nodes.Filter)}
        names = meta.find_undeclared_variables(tree)
        assert not names & own, template


def test_a_new_title_of_the_story_reaches_all_that_says_it(desk):
    first = desk.build()
    title = re.search(r"title:\s+\w+: (.+)", (desk.folder / "content/story.yaml").read_text("utf-8"))[1]
    desk.edit("story.yaml", title, f"{title} y algo")

    again = desk.build()

    assert files(again) == files(desk.anew())
    assert {path.rpartition(".")[2] for path in made_anew(again, first)} >= {"html", "xml", "ics", "json"}

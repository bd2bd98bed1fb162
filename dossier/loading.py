"""Reads `content/`: each file once, into records and documents with their places, whatever is wrong."""

import os
import re
import stat
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from dossier.agreement import Agreed, Agreements, compared
from dossier.characters import unfit
from dossier.limits import IMAGE_MEBIBYTES, MEBIBYTES
from dossier.memory import ahead, recalled, remembered
from dossier.model import (
    COLLECTIONS,
    KEPT,
    SLUG,
    SLUG_LENGTH,
    Chapter,
    Entry,
    Event,
    ExplainerFront,
    Front,
    Story,
    id_fault,
    is_language_code,
    zones,
)
from dossier.parts import Names, Part, names_in, parts_of
from dossier.passages import Passage, passages, placed
from dossier.problems import Problem, Spot, Values, nearest
from dossier.prose import locate
from dossier.record import Document, Dossier
from dossier.validating import validated
from dossier.walk import Found, marked
from dossier.yamltree import Node, Path, Places, Tree
from dossier.yamltree import read as read_yaml

STORY = "story.yaml"
REGISTER = "register.txt"
AGREED = "agreed.txt"
TIMELINE = "timeline"
IMAGES = "images"
DOCUMENTS: Mapping[str, tuple[str, type[Front]]] = {
    "explainers": ("explainer", ExplainerFront),
    "pages": ("page", Front),
}
"""The folders of documents: their kind, and the model of their front matter."""
ALLOWED = (STORY, *COLLECTIONS, f"{TIMELINE}/*.yaml", "explainers/*.md", "pages/*.md", f"{IMAGES}/*")
"""The files of a content folder, as messages name them."""

CHAPTER_NAME = re.compile(rf"(?P<order>[0-9]+)-{SLUG}\.yaml")
IMAGE_NAME = re.compile(rf"{IMAGES}(?:/(?!(?:{KEPT})[./])[a-z0-9][a-z0-9._-]*)+/?")
DOCUMENT_NAME = re.compile(rf"(?P<key>{SLUG})\.(?P<lang>[a-z]{{2,3}})\.md")
NOT_TEXT = re.compile(rb"PK\x03\x04|\0[^\0]\0[^\0]\0")
"""How a document of an office program begins, and letters of two bytes each."""
EDITOR_JUNK = re.compile(r"\..*|.*~|.*\.(orig|swp|bak|tmp)|#.*#|Thumbs\.db")
"""What editors and systems leave lying about; never read, never published."""
IMAGE_SIGNS: Mapping[str, re.Pattern[bytes]] = {
    ".avif": re.compile(rb"....ftypavi[fs]", re.DOTALL),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How the images begin that every browser shows and none runs, by how their names end."""
SIGN_LENGTH = 12


Understood = tuple[BaseModel | None, Sequence[Problem]]
"""What was made of something written, if it is valid, and what is wrong with it."""


@dataclass(slots=True, eq=False)
class Loaded:
    """One record as written and, if it is valid, as understood; the same one only if its file is the same."""

    kind: str
    id: str
    model: type[BaseModel]
    raw: Node
    places: Places
    at: Path
    """Where the record stands in its file."""
    entry: Entry | None = None
    _marked: tuple[Found, ...] | None = None

    @property
    def marked(self) -> tuple[Found, ...]:
        """The references and texts in the record as written; found once, because many rules look at them."""
        if self._marked is None:
            self._marked = tuple(marked(self.model, self.raw))
        return self._marked

    def problem(self, below: Path, code: str, /, **values: Any) -> Problem:
        """A problem at a value of the record."""
        return self.places.problem((*self.at, *below), code, kind=self.kind, id=self.id, **values)

    def problem_at_key(self, below: Path, code: str, /, **values: Any) -> Problem:
        """A problem at a key of the record, or at the record's own."""
        return self.places.problem_at_key((*self.at, *below), code, kind=self.kind, id=self.id, **values)


@dataclass(frozen=True, slots=True)
class Opened:
    """A document's file: its front matter and its body as they are written."""

    kind: str
    model: type[Front]
    key: str
    lang: str
    path: str
    head: str
    body: str
    first_line: int
    """Of the body in its file."""


@dataclass(slots=True)
class Drawer:
    """What was read so far: records and documents, raw and valid, and the problems met on the way."""

    folder: FilePath
    pending: Mapping[str, str | None] = field(default_factory=dict)
    """Texts of files as they are about to be written: read instead of what is there; None: taken away."""
    drafts: bool = False
    """Whether drafts are shown too."""
    problems: list[Problem] = field(default_factory=list)
    story: Story | None = None
    story_places: Places = field(default_factory=lambda: Places(STORY))
    records: list[Loaded] = field(default_factory=list)
    chapters: list[tuple[Mapping[str, str] | None, Sequence[Loaded]]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    fronts: dict[str, Places] = field(default_factory=dict)
    """Where the front matter of each document stands, by the document's path."""
    files: set[str] = field(default_factory=set)
    """Every file in the folder, relative to it."""
    unread: set[str] = field(default_factory=set)
    """The kinds of record of which a file could not be read: what refers to one may be right."""
    absent: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The kinds of record that have no file: its path as shown, and its name."""
    misnamed: set[str] = field(default_factory=set)
    """Files that are here under another name, or as something else: they are not missing besides."""
    context: dict[str, Any] = field(default_factory=lambda: {"languages": (), "zone": ZoneInfo("UTC")})
    """What the models need to know: the story's languages and its home zone, as far as they are known."""
    knows_zone: bool = False
    register: Mapping[int, list[str]] | None = None
    """The words of each line of the committed list of all that is public; None where the story keeps none."""
    agreed: Agreements = field(default_factory=Agreements)
    """Which versions of passages were compared."""
    # A drawer that is made of another, with `replace`, works these out anew.
    _place: str = field(default="", init=False)
    _pairs: dict[tuple[str, str], dict[str, Document]] | None = field(default=None, init=False)
    _names: Names | None = field(default=None, init=False)
    _parts: tuple[Part, ...] | None = field(default=None, init=False)
    _passages: tuple[Passage, ...] | None = field(default=None, init=False)
    _dossier: Dossier | None = field(default=None, init=False)

    # --- Reading ---

    def read(self) -> None:
        """Read every file once; nothing here raises on bad content."""
        if not _is_folder(self.folder):
            self._add(self._shown(""), Spot(), "no-content-folder")
            return
        self._list_files()
        self._read_story()
        self._read_register()
        self._read_agreed()
        for name, (kind, model) in COLLECTIONS.items():
            self._read_collection(name, kind, model)
        opened = []
        for name in sorted(self.files, key=_by_number):
            folder = name.split("/")[0]
            if folder == TIMELINE:
                self._read_chapter(name)
            elif folder in DOCUMENTS:
                opened.append(self._open_document(name, *DOCUMENTS[folder]))
            elif folder == IMAGES:
                self._look_at_image(name)
        texts = [one for one in opened if one]
        ahead(locate, [(one.body, one.first_line) for one in texts])
        for text in texts:
            self._read_document(text)

    def _list_files(self) -> None:
        """Note every regular file that belongs here; complain of every other."""
        for directory, folders, names in os.walk(self.folder, onerror=self._add_unreadable):
            inside = FilePath(directory).relative_to(self.folder).as_posix().removeprefix(".")
            folders[:] = sorted(name for name in folders if not EDITOR_JUNK.fullmatch(name))
            looking_like_files = [
                name
                for name in folders
                if name.endswith((".md", ".yaml")) or _is_link(FilePath(directory, name))
            ]
            for name in sorted([*names, *looking_like_files]):
                if not EDITOR_JUNK.fullmatch(name):
                    self._note_file(f"{inside}/{name}" if inside else name)
        self.files |= self.pending.keys()
        self.files -= {name for name, text in self.pending.items() if text is None}
        if not any(name.startswith(f"{TIMELINE}/") for name in self.files):
            self.unread.add("event")
            if not any(name.split("/")[0] == TIMELINE for name in self.misnamed):
                self._add(self._shown(TIMELINE), Spot(), "missing-file", file=f"{TIMELINE}/10-….yaml")

    def _note_file(self, path: str) -> None:
        try:
            is_regular = stat.S_ISREG(os.lstat(f"{self.folder}/{path}").st_mode)
        except OSError as error:
            self._add_unreadable(error)
            return
        if not is_regular:
            self._add(self._shown(path), Spot(), "not-a-file")
            self.misnamed.add(path)
        elif not _belongs(path):
            self._refuse_name(path)
        else:
            self.files.add(path)

    def _refuse_name(self, path: str) -> None:
        """Complain of a file that we do not read, and of nothing else that comes of its name."""
        folder, name = path.split("/")[0].lower(), path.split("/")[-1]
        is_image = FilePath(name).suffix.lower() in IMAGE_SIGNS
        near = f"{IMAGES}/{name}" if is_image else nearest(path.lower(), ALLOWED)
        self._add(self._shown(path), Spot(), "unknown-file", near=near, allowed=ALLOWED)
        self.misnamed.add(near)
        if folder in DOCUMENTS:
            self.unread.add(DOCUMENTS[folder][0])
        if folder == TIMELINE:
            self.misnamed.add(path.lower())
            self.unread.add("event")

    def _text_of(self, name: str) -> str | None:
        """The text of a file, its line ends and byte order mark put right; None when it cannot be read."""
        pending = self.pending.get(name)
        most = MEBIBYTES.get(f".{name.rpartition('.')[2]}", max(MEBIBYTES.values()))
        try:
            if pending is None:
                with (self.folder / name).open("rb") as file:
                    if os.fstat(file.fileno()).st_size > most * 2**20:
                        self._add(self._shown(name), Spot(), "too-big", most=most)
                        return None
                    raw = file.read()
            else:
                raw = pending.encode()
        except OSError as error:
            self._add_unreadable(error)
            return None
        text = _decoded(raw)
        if isinstance(text, str):
            return text
        spot, code, values = text
        self._add(self._shown(name), spot, code, **values)
        return None

    def _read_tree(self, name: str) -> Tree | None:
        text = self._text_of(name)
        if text is None:
            return None
        tree = read_yaml(text, self._shown(name), 1)
        self.problems += tree.problems
        if isinstance(tree.data, dict):
            return tree
        if tree.data:
            self.problems.append(tree.places.problem((), "mapping-expected", key=name))
        elif not tree.problems:
            self._add(self._shown(name), Spot(), "empty-file")
        return None

    def _read_story(self) -> None:
        if STORY not in self.files:
            if STORY not in self.misnamed:
                self._add(self._shown(STORY), Spot(), "missing-file", file=STORY)
            return
        tree = self._read_tree(STORY)
        if tree is None:
            return
        self.story_places = tree.places
        # Even of a story that is wrong elsewhere, these two serve to check the other files.
        languages, zone = tree.data.get("languages"), tree.data.get("zone")
        if isinstance(languages, dict) and len(languages) > 1 and all(map(is_language_code, languages)):
            self.context["languages"] = tuple(languages)
        name = zone.get("id") if isinstance(zone, dict) else None
        if isinstance(name, str) and name in zones():
            self.context["zone"], self.knows_zone = ZoneInfo(name), True
        story, problems = self._understood(tree, Story, ("story", ""))
        self.problems += problems
        if isinstance(story, Story):
            self.story = story

    @property
    def names(self) -> Names:
        """What the parts may know of each other."""
        if self._names is None:
            self._names = names_in(self)
        return self._names

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that was read, part by part."""
        if self._parts is None:
            self._parts = tuple(parts_of(self))
        return self._parts

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of what was read, in order."""
        if self._passages is None:
            self._passages = tuple(chain.from_iterable(map(passages, self.parts)))
        return self._passages

    @property
    def pairs(self) -> Mapping[tuple[str, str], Mapping[str, Document]]:
        """The documents by kind and key, then language."""
        if self._pairs is None:
            self._pairs = {}
            for document in self.documents:
                self._pairs.setdefault((document.kind, document.key), {})[document.lang] = document
        return self._pairs

    @property
    def register_path(self) -> str:
        """The register as problems name it."""
        return self._shown(REGISTER)

    def _read_register(self) -> None:
        """A name and its addresses a line; lines that start with # are remarks."""
        text = self._text_of(REGISTER) if REGISTER in self.files else None
        if text is not None:
            lines = enumerate((line.split() for line in text.split("\n")), 1)
            self.register = {number: line for number, line in lines if line and not line[0].startswith("#")}

    @property
    def registered(self) -> dict[str, tuple[str, ...]]:
        """The addresses in the register by what stands there; a name that stands twice has all of them."""
        found: dict[str, tuple[str, ...]] = {}
        for name, *addresses in (self.register or {}).values():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *addresses)))
        return found

    def _read_agreed(self) -> None:
        """One agreement a line; lines that start with # are remarks."""
        text = self._text_of(AGREED) if AGREED in self.files else None
        self.agreed, others = _agreements(text or "")
        for number in others:
            self._add(self._shown(AGREED), Spot(number), "agreement-form")

    def _read_collection(self, name: str, kind: str, model: type[Entry]) -> None:
        if name not in self.files:
            if name not in self.misnamed:
                self.absent[kind] = (self._shown(name), name)
            self.unread.add(kind)
            return
        tree = self._read_tree(name)
        if tree is None:
            self.unread.add(kind)
        else:
            self.records += self._entries(tree, (), kind, model)

    def _read_chapter(self, name: str) -> None:
        if not CHAPTER_NAME.fullmatch(name.split("/")[-1]):
            self._add(self._shown(name), Spot(), "chapter-name")
        tree = self._read_tree(name)
        if tree is None:
            self.unread.add("event")
            return
        events, places = tree.data.get("events"), tree.places
        chapter, problems = self._understood(tree, Chapter, ("chapter", ""))
        self.problems += problems
        found: Sequence[Loaded] = ()
        if isinstance(events, dict) and events:
            found = self._entries(tree, ("events",), "event", Event)
        elif events:
            self.unread.add("event")
            self.problems.append(places.problem_at_key(("events",), "mapping-expected", key="events"))
        else:
            self.unread.add("event")
            self.problems.append(places.problem_at_key(("events",), "no-events"))
        self.records += found
        self.chapters.append((chapter.title if isinstance(chapter, Chapter) else None, found))

    def _look_at_image(self, name: str) -> None:
        """An image is one by its name and by its first bytes: a page or a script could pass for one."""
        if not IMAGE_NAME.fullmatch(name):
            self._add(self._shown(name), Spot(), "image-name")
            self.misnamed.add(name.lower())
            return
        sign, file = IMAGE_SIGNS.get(FilePath(name).suffix), self.folder / name
        try:
            if file.stat().st_size > IMAGE_MEBIBYTES * 2**20:
                self._add(self._shown(name), Spot(), "too-big", most=IMAGE_MEBIBYTES)
                return
            with file.open("rb") as opened:
                begin = opened.read(SIGN_LENGTH)
        except OSError as error:
            self._add_unreadable(error)
            return
        if not sign or not sign.match(begin):
            self._add(self._shown(name), Spot(), "image-form", allowed=tuple(IMAGE_SIGNS))

    def _entries(self, tree: Tree, top: Path, kind: str, model: type[Entry]) -> Sequence[Loaded]:
        text, path = tree.places.source, tree.places.path
        found, problems = _entries(text, path, top, kind, model, *self._surroundings)
        self.problems += problems
        return found

    def _understood(self, tree: Tree, model: type[BaseModel], who: tuple[str, str]) -> Understood:
        text, path, first_line = tree.places.source, tree.places.path, tree.places.first_line
        return _understood(text, path, first_line, model, who, *self._surroundings)

    @property
    def _surroundings(self) -> tuple[tuple[str, ...], str]:
        """The context of the models as plain values: the languages, and the name of the zone."""
        return self.context["languages"], str(self.context["zone"])

    def _open_document(self, name: str, kind: str, model: type[Front]) -> Opened | None:
        shown = self._shown(name)
        match = DOCUMENT_NAME.fullmatch(name.split("/")[-1])
        if match is None:
            self._add(shown, Spot(), "document-name")
            self.unread.add(kind)
            return None
        if code := id_fault(match["key"]):
            self._add(shown, Spot(), code, kind=kind, id=match["key"], most=SLUG_LENGTH)
        languages = self.context["languages"]
        if languages and match["lang"] not in languages:
            near = nearest(match["lang"], languages)
            values = {"language": match["lang"], "near": near, "languages": languages}
            self._add(shown, Spot(), "document-language", **values)
            if near:
                self.unread.add(kind)
            return None
        text = self._text_of(name)
        if text is not None and (divided := _divided(text)):
            return Opened(kind, model, match["key"], match["lang"], shown, *divided)
        self.unread.add(kind)
        if text is not None and not text.strip():
            self._add(shown, Spot(), "empty-file")
        elif text is not None:
            is_open = text.partition("\n")[0].rstrip() == "---"
            self._add(shown, Spot(), "open-front-matter" if is_open else "no-front-matter")
        return None

    def _read_document(self, opened: Opened) -> None:
        prose = locate(opened.body, opened.first_line)
        if prose.excess:
            code, spot, most = prose.excess
            self._add(opened.path, spot, code, most=most)
            self.unread.add(opened.kind)
            return
        tree = read_yaml(opened.head, opened.path, 2)
        self.fronts[opened.path] = tree.places
        front = self._front(tree, opened.kind, opened.key, opened.model)
        self.documents.append(
            Document(
                kind=opened.kind,
                key=opened.key,
                lang=opened.lang,
                front=front,
                prose=prose,
                path=opened.path,
                first_line=opened.first_line,
                is_shown=self.drafts or front.status != "draft",
            )
        )

    def _front(self, tree: Tree, kind: str, key: str, model: type[Front]) -> Front:
        """The front matter of a document; where it is broken, a stand-in, so that the body is checked."""
        self.problems += tree.problems
        data = tree.data if isinstance(tree.data, dict) else {}
        if isinstance(tree.data, dict) or (tree.data is None and not tree.problems):
            front, problems = self._understood(tree, model, (kind, key))
            self.problems += problems
            if isinstance(front, Front):
                return front
        elif not tree.problems:
            self.problems.append(tree.places.problem((), "mapping-expected", kind=kind, id=key, key="---"))
        slug, status = data.get("slug"), data.get("status")
        return model.model_construct(
            title="", slug=slug if isinstance(slug, str) else "", summary="", order=0, status=status
        )

    @property
    def shown_diagrams(self) -> set[str]:
        """The diagrams that stand in a text which is shown."""
        texts = (document for document in self.documents if document.is_shown)
        return {name for document in texts for name in document.prose.diagrams}

    # --- Joining ---

    def dossier(self) -> Dossier:
        """All that was read, joined; only for content without problems.

        It is joined once: the last rule asks for it before the caller does, a seventh of the time of a check.
        """
        if self._dossier is None:
            self._dossier = self._joined()
        return self._dossier

    def _joined(self) -> Dossier:
        assert self.story is not None

        def entries(kind: str) -> dict[str, Any]:
            return {one.id: one.entry for one in self.records if one.kind == kind}

        def events(found: Sequence[Loaded]) -> tuple[Event, ...]:
            return tuple(one.entry for one in found if isinstance(one.entry, Event))

        def documents(kind: str) -> dict[str, dict[str, Document]]:
            pairs: dict[str, dict[str, Document]] = {}
            for document in sorted(self.documents, key=lambda d: (d.front.order, d.key, d.lang)):
                if document.kind == kind:
                    pairs.setdefault(document.key, {})[document.lang] = document
            return pairs

        return Dossier(
            story=self.story,
            chapters=tuple(
                # Not checked again: its parts were, and the model would have to be made ready for it.
                Chapter.model_construct(title=dict(title), events=events(found))
                for title, found in self.chapters
                if title
            ),
            people=entries("person"),
            sources=entries("source"),
            terms=entries("term"),
            quotations=entries("quote"),
            figures=entries("figure"),
            questions=entries("question"),
            diagrams={name: one for name, one in entries("diagram").items() if name in self.shown_diagrams},
            changes=entries("change"),
            explainers=documents("explainer"),
            pages=documents("page"),
            moved=entries("moved"),
            registered=self.registered,
            compared=compared(self),
            texts=tuple(chain.from_iterable(map(placed, self.parts))),
        )

    # --- Helpers ---

    def _shown(self, name: str) -> str:
        """A file's path as problems name it: from where the writer stands, if it lies below."""
        if not self._place:
            path = self.folder
            if path.is_absolute() and path.is_relative_to(FilePath.cwd()):
                path = path.relative_to(FilePath.cwd())
            self._place = path.as_posix()
        return (f"{self._place}/{name}" if self._place != "." else name) if name else self._place

    def _add_unreadable(self, error: OSError) -> None:
        name = os.path.relpath(error.filename, self.folder)
        self._add(self._shown(name), Spot(), "unreadable", reason=error.strerror or "")

    def _add(self, path: str, spot: Spot, code: str, **values: Any) -> None:
        self.problems.append(Problem(path, spot, code, values))


@lru_cache(maxsize=2)  # a preview asks for the same again and again
def _agreements(text: str) -> tuple[Agreements, list[int]]:
    """What stands in the register, and the numbers of the lines that have not its form."""
    found = _agreed_in(text)
    return Agreements(tuple(line for _, line in found if line)), [at for at, line in found if not line]


@remembered
def _agreed_in(text: str, /) -> tuple[tuple[int, Agreed | None], ...]:
    """What each line says that is no remark, by its number; nothing where it has not the form."""
    lines = enumerate(text.split("\n"), 1)
    return tuple(
        (number, Agreed.parse(line.strip()))
        for number, line in lines
        if line.strip() and not line.startswith("#")
    )


@remembered  # with the records below, a third of a check
def _understood(
    text: str,
    path: str,
    first_line: int,
    model: type[BaseModel],
    who: tuple[str, str],
    languages: tuple[str, ...],
    zone: str,
) -> Understood:
    """What stands at the top of a file, or of a page; the events of a chapter are read for themselves."""
    tree = read_yaml(text, path, first_line)
    raw = {**(tree.data or {}), **({"events": []} if model is Chapter else {})}
    return validated(model, raw, tree.places, (), who, {"languages": languages, "zone": ZoneInfo(zone)})


@remembered
def _entries(
    text: str,
    path: str,
    top: Path,
    kind: str,
    model: type[Entry],
    languages: tuple[str, ...],
    zone: str,
) -> tuple[tuple[Loaded, ...], tuple[Problem, ...]]:
    """Every record of a kind that stands at `top` of a file, and what is wrong with them."""
    tree = read_yaml(text, path, 1)
    context = {"languages": languages, "zone": ZoneInfo(zone)}
    found, problems = [], []
    data: Any = tree.data
    for name in top:
        data = data[name]
    for name, raw in data.items():
        at = (*top, name)
        loaded = Loaded(kind, name, model, raw, tree.places, at)
        if isinstance(raw, dict):
            entry, wrong = validated(model, raw, tree.places, at, (kind, name), context)
            loaded.entry = entry if isinstance(entry, Entry) else None
            problems += wrong
        else:
            problems.append(tree.places.problem_at_key(at, "mapping-expected", kind=kind, id=name, key=name))
        found.append(loaded)
    return tuple(found), tuple(problems)


@recalled
def _decoded(raw: bytes, /) -> str | tuple[Spot, str, Values]:
    """The text in the bytes of a file, its line ends put right; or what is wrong with them, and where."""
    raw = raw.removeprefix(BOM_UTF8)
    if (foreign := _first_foreign(raw)) is not None:
        return Spot(raw.count(b"\n", 0, foreign) + 1, foreign - raw.rfind(b"\n", 0, foreign)), "not-utf8", {}
    text = raw.decode().replace("\r\n", "\n").replace("\r", "\n")
    if found := unfit(text):
        offset, code, values = found
        return Places("", source=text).spot(offset), code, values
    return text


@recalled
def _divided(text: str, /) -> tuple[str, str, int] | None:
    """The front matter of a document, its body and the first line of that; None where it has not both."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n > 0 and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        return None
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _first_foreign(raw: bytes) -> int | None:
    """Where bytes begin that are no text in UTF-8, if any are not."""
    # Looked for whole only where one of its signs stands, which nearly no text has.
    if (b"\0" in raw or b"PK" in raw) and (match := NOT_TEXT.search(raw)):
        return match.start()
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def _is_folder(path: FilePath) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):  # which a NUL in its name raises
        return False


def _is_link(path: FilePath) -> bool:
    with suppress(OSError):  # a path may be too long
        return path.is_symlink()
    return False


def _belongs(path: str) -> bool:
    """Whether a file of this name, relative to the content folder, is one that we read."""
    folder, _, name = path.rpartition("/")
    if folder == TIMELINE:
        return name.endswith(".yaml")
    if folder in DOCUMENTS:
        return name.endswith(".md")
    return path in (STORY, REGISTER, AGREED) or path in COLLECTIONS or path.startswith(f"{IMAGES}/")


def _by_number(name: str) -> tuple[int, str]:
    """Orders the chapters by their number, so that 100 comes after 20; other files by name."""
    match = CHAPTER_NAME.fullmatch(name.split("/")[-1])
    return (int(match["order"]) if match else 0), name

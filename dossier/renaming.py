"""What would become of the content with another id, or another address, for something in it.

Nothing is written here. Words are changed at their places in the files, and nowhere else. What was
public under the old name stays so: the register keeps it, and `moved.yaml` says where it went.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path as FilePath

from dossier import checks
from dossier.addresses import public_addresses
from dossier.agreement import Agreed, compared
from dossier.drafting import EXPECTED, file_of, id_problem
from dossier.editing import Edits
from dossier.loading import AGREED, REGISTER, Drawer, Loaded
from dossier.model import COLLECTIONS, KINDS, RefersTo, RefersToAny, Target
from dossier.passages import inside, texts
from dossier.problems import Problem, Spot, nearest
from dossier.prose import Located, locate
from dossier.yamltree import Path

MOVED = next(file for file, (kind, _) in COLLECTIONS.items() if kind == "moved")
NAMED = (*KINDS, "change")
"""The kinds of which each thing has an id."""
Files = Mapping[str, str | None]
"""The text of each file that changes, relative to the content folder; None takes a file away."""


class Renaming:
    """The content of a folder, in which something is to be called otherwise."""

    def __init__(self, folder: FilePath) -> None:
        self.folder = folder
        self._drawer = Drawer(folder)
        self.problems = _unexpected(self._drawer)
        """What has to be put right first: a place that cannot be read could not be changed."""

    # --- What is there ---

    def thing(self, named: str) -> tuple[str, str] | None:
        """The kind and the id of what was named: `kind:id`, `kind/id` as in the register, or a file."""
        for document in self._drawer.documents:
            if FilePath(document.path).resolve() == FilePath(named).resolve():
                return document.kind, document.key
        kind, name = re.match(r"([^:/]*)[:/]?(.*)", named, re.DOTALL).groups()  # type: ignore[union-attr]
        return (kind, name) if f"{kind}:{name}" in self.names else None

    def nearest(self, named: str) -> str:
        """What was probably meant."""
        return nearest(named, self.names)

    @property
    def names(self) -> set[str]:
        """All that can be named, as `kind:id`."""
        records = {f"{one.kind}:{one.id}" for one in self._drawer.records if one.kind in NAMED}
        return records | {f"{one.kind}:{one.key}" for one in self._drawer.documents}

    def id_problem(self, kind: str, name: str) -> Problem | None:
        """What is wrong with an id: its form, or that something has it."""
        return id_problem(self._drawer, kind, name)

    def was_used(self, kind: str, name: str) -> bool:
        """Whether something else had this id, so that its addresses lead elsewhere."""
        return f"{kind}/{name}" in self._drawer.registered

    def former_owner(self, kind: str, name: str, address: str) -> str:
        """What else had this address, as the register calls it; nothing if it is free."""
        registered = self._drawer.registered.items()
        owners = (other for other, paths in registered if address in paths and other != f"{kind}/{name}")
        return next(owners, "")

    # --- What would be there ---

    def with_id(self, kind: str, old: str, new: str, on: date) -> Files:
        """The files that change when something gets another id, on a day."""
        edits = Edits(self.folder)
        for path, spot in self._mentions(kind, old):
            edits.replace(path, spot, old, new)
        files: dict[str, str | None] = dict(edits.texts())
        for document in self._drawer.documents:
            if (document.kind, document.key) == (kind, old):
                before, after = (file_of(kind, name, document.lang) for name in (old, new))
                files[after] = files.get(before) or (self.folder / before).read_bytes().decode()
                files[before] = None
        if f"{kind}/{old}" in self._drawer.registered and kind != "quote":
            files[MOVED] = self._left_word(files.get(MOVED), f"{kind}/{old}", f"{kind}/{new}", on)
        return self._in_lists(files, (f"{kind}:{old}", f"{kind}:{new}"))

    def with_slug(self, kind: str, name: str, lang: str, slug: str) -> Files:
        """The files that change when a text gets another address in a language."""
        edits = Edits(self.folder)
        for document in self._drawer.documents:
            if (document.kind, document.key, document.lang) == (kind, name, lang):
                places = self._drawer.fronts[document.path]
                edits.replace(document.path, places.inside(("slug",), ""), document.front.slug, slug)
        files = edits.texts()
        return self._in_lists(files, ("", "")) if files else files

    def problems_with(self, files: Files) -> list[Problem]:
        """The problems that these files would bring along."""
        return _unexpected(Drawer(self.folder, pending=files))

    # --- Where a name stands ---

    def _mentions(self, kind: str, name: str) -> Iterator[tuple[str, Spot]]:
        """Every place of an id: where it is given, and where something refers to it."""
        for record in self._drawer.records:
            if (record.kind, record.id) == (kind, name):
                yield record.places.path, _unquoted(record.places.keys[record.at], record.places.source, name)
            for below, before in _in_record(record, kind, name):
                yield record.places.path, record.places.inside((*record.at, *below), before)
        for record, text in texts(self._drawer.records):
            for spot in _in_prose(locate(text.value), kind, name):
                yield record.places.path, inside(record, text, spot)
        for document in self._drawer.documents:
            for spot in _in_prose(document.prose, kind, name):
                yield document.path, spot

    # --- Lists of names ---

    def _left_word(self, text: str | None, old: str, new: str, on: date) -> str:
        """The file that says where things went, with one more."""
        if text is None and MOVED in self._drawer.files:
            text = (self.folder / MOVED).read_bytes().decode()
        if text is None:
            text = f"# yaml-language-server: $schema=.schemas/{FilePath(MOVED).stem}.json\n"
        end = "\r\n" if "\r\n" in text else "\n"
        return end.join([text.rstrip(), "", f"{old}:", f"  on: {on}", f"  to: {new}", ""])

    def _in_lists(self, files: Files, name: tuple[str, str]) -> Files:
        """The files, with the register and the list of agreements as they are then."""
        after = Drawer(self.folder, pending=files)
        after.read()
        lists: dict[str, str | None] = {}
        if self._drawer.register is not None:
            lists[REGISTER] = self._register(after)
        if AGREED in self._drawer.files:
            lists[AGREED] = self._agreed(after, name)
        kept = {file: (self.folder / file).read_bytes().decode() for file in lists}
        return {**files, **{file: text for file, text in lists.items() if text != kept[file]}}

    def _register(self, after: Drawer) -> str:
        """The register with the addresses that the new name brings; what was not public is not made so."""
        whole = dict(self._drawer.registered)
        before = public_addresses(self._drawer.dossier())
        gone = before.keys() - (now := public_addresses(after.dossier())).keys()
        for name, addresses in now.items():
            is_new = set(addresses) - set(before.get(name, ())) or name not in before
            if is_new and (name in whole or gone & whole.keys()):
                former = (path for path in whole.get(name, ()) if path not in addresses)
                whole[name] = (*former, *addresses)
        return self._listed(REGISTER, (" ".join((name, *paths)) for name, paths in whole.items()))

    def _agreed(self, after: Drawer, name: tuple[str, str]) -> str:
        """The agreements under the new name: what was agreed stays so, because no word has changed.

        A reference without words stands in a fingerprint by its target, which has changed.
        """
        old, new = name
        now = {one.id: one.prints for one in compared(after)}
        found = {str(one.agreed): one for one in compared(self._drawer) if one.agreed}

        def renamed(passage: str) -> str:
            text, mark, rest = re.match(r"([^#/]*)([#/]?)(.*)", passage).groups()  # type: ignore[union-attr]
            return f"{new}{mark}{rest}" if text == old else passage

        def as_it_is_now(line: Agreed) -> Agreed:
            one, prints = found.get(str(line)), line.prints
            if one:
                then, since = one.prints, now[renamed(one.id)]
                prints = {lang: since[lang] if old == then.get(lang) else old for lang, old in prints.items()}
            return replace(line, id=renamed(line.id), prints=prints)

        return self._listed(AGREED, (str(as_it_is_now(line)) for line in self._drawer.agreed.lines))

    def _listed(self, file: str, lines: Iterator[str]) -> str:
        """A list in order, below the remarks that it has."""
        text = (self.folder / file).read_text(encoding="utf-8")
        return "\n".join([*(line for line in text.splitlines() if line.startswith("#")), *sorted(lines), ""])


def _unexpected(drawer: Drawer) -> list[Problem]:
    return [problem for problem in checks.problems_of(drawer) if problem.code not in EXPECTED]


def _in_record(record: Loaded, kind: str, name: str) -> Iterator[tuple[Path, str]]:
    """The values of a record that refer to something, and what stands in each before its id."""
    if record.kind == "moved" and record.raw.get("to") == f"{kind}/{name}":
        yield ("to",), f"{kind}/"
    for found in record.marked:
        if found.marker == RefersTo(kind) and found.value == name:
            yield found.path, ""
        elif isinstance(found.marker, RefersToAny) and Target.parse(found.value)[:2] == (kind, name):
            yield found.path, f"{kind}:"


def _in_prose(prose: Located, kind: str, name: str) -> Iterator[Spot]:
    """Where the id of something stands in Markdown."""
    marked = [(link.spot, f"{kind}:") for link in prose.links if _leads_to(link.target, kind, name)]
    if kind == "source":
        marked += [(one.spot, "[^") for one in prose.citations if one.source == name]
    for spot, mark in marked:
        yield Spot(spot.line, spot.column + len(mark))


def _leads_to(target: str, kind: str, name: str) -> bool:
    return re.split("[#@]", target)[0] == f"{kind}:{name}"


def _unquoted(spot: Spot, source: str, name: str) -> Spot:
    """The place of a key, within its quotation marks if it has any."""
    line = source.split("\n")[spot.line - 1]
    return spot if line.startswith(name, spot.column - 1) else Spot(spot.line, spot.column + 1)

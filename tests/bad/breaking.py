"""The cases, and the story with one of them in it: where it was written, or elsewhere."""

import os
import re
import socket
from fnmatch import fnmatch
from pathlib import Path

import yaml

HERE = Path(__file__).parent


def cases(folder):
    """Each case by its family and name; every value is the text that was written."""
    return {
        f"{file.stem}: {name}": case
        for file in sorted((HERE / folder).glob("*.yaml"))
        for name, case in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader).items()
    }


BAD, CONTROLS = cases("cases"), cases("controls")
MOVABLE = {
    name: case
    for name, case in BAD.items()
    if not {"make", "become"} & case.keys() and not case["file"].startswith("images/")
}


def changed(case, story, key="wrong"):
    """The files of a case: the story's with its fault or, by the `key` "repair", with the right text."""
    files = dict(story)
    for name in [name for name in story if fnmatch(name, case["file"])] or [case["file"]]:
        before = story.get(name, b"")
        if "become" in case:
            del files[name]
            files |= {case["become"]: before} if case["become"] else {}
        elif "right" in case and case["right"] in before.decode():
            there = case["wrong"] * int(case.get("times", 1)) if key == "wrong" else case[key]
            after = before.decode().replace(case["right"], there, 1)
            files[name] = after.encode(case.get("encoding", "utf-8"))
        elif "right" not in case and "make" not in case:
            files[name] = case["write"].encode() if "write" in case else before + case["add"].encode()
    assert files != story or "make" in case or key == "repair", "the case changes nothing"
    return files


def make(case):
    """Put what is no regular file in the place of one."""
    place = Path("content", case["file"])
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    match case["make"]:
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(str(place))
        case "link":
            place.symlink_to(case["to"])


def places(problems):
    return sorted(f"{problem.place.removeprefix('content/')} {problem.code}" for problem in problems)


def expected(case):
    return sorted(case["says"] if isinstance(case["says"], list) else [case["says"]])


# --- Elsewhere ------------------------------------------------------------------------------------

OF_THE_FILE = {
    "chapter-name", "document-name", "document-language", "empty-file", "image-form", "missing-file",
    "missing-translation", "no-front-matter", "open-front-matter", "too-big", "unknown-file",
}  # fmt: skip
"""What is said of a file as a whole stands at its first line, wherever the fault is."""
RECORD = re.compile(rb"(?m)^( *)([a-z-]+):\n(?:\1 +.*\n|\n)+")


def below_lines(files, after, lines):
    """The files with lines put into some of them after the line number in `after`, and how far they move."""
    files = dict(files)
    for name, number in after.items():
        old = files[name].split(b"\n")
        files[name] = b"\n".join([*old[:number], *lines, *old[number:]])
    return files, after, len(lines)


def at_the_top(names):
    """After the first line of a text, before that of a record."""
    return {name: int(name.endswith(".md")) for name in names}


def below_remarks(files, names, story):
    return below_lines(files, at_the_top(names), [b"# A remark: \"long\", 'old' [and] {wide}."] * 40)


def below_blank_lines(files, names, story):
    return below_lines(files, at_the_top(names), [b""] * 7)


def below_another_record(files, names, story, more=1):
    """Below more records of the same kind; in a text, below more paragraphs in every language."""
    name = names[0]
    if name not in story or name in ("story.yaml", "diagrams.yaml") or b":\n  " not in files[name]:
        return below_blank_lines(files, names, story)
    if name.endswith(".md"):
        of_text = [other for other in story if other.split(".")[0] == name.split(".")[0]]
        after = {
            other: end_of_front_matter(files[other]) or end_of_front_matter(story[other]) for other in of_text
        }
        return below_lines(files, after, [b"Ada Vane.", b"{: .transition }", b""] * more)
    top, _, records = story[name].rpartition(b"events:\n")
    record = RECORD.search(records)
    another = b"".join(record[0].replace(record[2], b"another-%d" % number, 1) for number in range(more))
    after = files[name].split(b"\n").index(b"events:") + 1 if top else 0
    return below_lines(files, {name: after}, another.split(b"\n")[:-1])


def below_four_records(files, names, story):
    return below_another_record(files, names, story, more=4)


def with_line_ends_of_windows(files, names, story):
    ends = {name: b"\xef\xbb\xbf" + files[name].replace(b"\n", b"\r\n") for name in names}
    return {**files, **ends}, {}, 0


def end_of_front_matter(text):
    """The number of the line that closes it, or 0."""
    first, *lines = text.split(b"\n")
    return lines.index(b"---") + 2 if first == b"---" and b"---" in lines else 0


PLACES = (
    below_remarks, below_blank_lines, below_another_record, below_four_records, with_line_ends_of_windows,
)  # fmt: skip


def moved(says, after, by):
    """What is said of a file of which all lines after the number in `after` moved down."""
    place, code = says.split(" ")
    path, line, column = place.split(":")
    moves = path in after and int(line) > after[path] and code not in OF_THE_FILE
    return f"{path}:{int(line) + by * moves}:{column} {code}"


def put_elsewhere(case, elsewhere, story):
    """The files of a case with its fault in another place, and what is said of it there."""
    files = changed(case, story)
    said = expected(case)
    # The files of one text are alike, line by line; they move together.
    by_text = {}
    for file in sorted({says.split(":")[0] for says in said} & files.keys()):
        by_text.setdefault(file.split(".")[0], []).append(file)
    for names in by_text.values():
        files, after, by = elsewhere(files, names, story)
        said = [moved(says, after, by) for says in said]
    return files, sorted(said)

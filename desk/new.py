"""Add something to the content: a record at its place in its file, or a text in every language.

python -m desk.new event
python -m desk.new event board-meets --when 1969-07-20 --sources gazette …

At a terminal it asks for what no option says. Nothing is written unless all of it can be.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desk import command, skeleton
from desk.interview import Interview, option_of, sentences, slug
from desk.stop import Code, Stop
from desk.wording import chosen_language, words
from desk.writing import write_whole
from dossier import DEPTHS, TO_BE_WRITTEN, Field, Problem, drafting, fields, keys, worded

CORRECTION = "correction"
KINDS = (
    "explainer", "page", "event", "person", "source", "term", "quote", "figure", "question", "diagram",
    CORRECTION,
)  # fmt: skip
OF_AN_ERROR = frozenset({"said", "says", "since", "learnt"})
"""What a correction must say, and no other change."""
DECIDED = {CORRECTION: "kind", "explainer": "status", "page": "status"}
"""What is not asked, because the kind decides it."""


def new(given: argparse.Namespace) -> None:
    """Find out what is wanted, see what `check` would say of it, and write it.

    Raises:
        Stop: something is missing or wrong in what was given (2), or the content is (1).
    """
    kind = "change" if given.kind == CORRECTION else given.kind
    drafts = drafting.Drafts(given.content)
    story, broken = drafts.story, drafts.unreadable(kind)
    if story is None or broken:
        problems = worded(broken or drafts.problems, chosen_language())
        raise Stop(Code.CONTENT, "\n".join([words("mend-first"), *problems]))
    wanted = [
        _as_wanted(one, given.kind) for one in fields(kind, story) if one.key != DECIDED.get(given.kind)
    ]
    name, answers = _answers(given, kind, wanted, drafts, story.default_language)
    drafts = drafting.Drafts(
        given.content
    )  # anew: a person takes time, and may have changed a file meanwhile
    if any(field.is_in_files for field in wanted):
        files = _documents(kind, name, answers, wanted, drafts)
        _refuse_problems(drafts.problems_with(files), "\n".join(files.values()))
        places, following = [*files], "next-draft"  # its text is always to be written
    else:
        added = _addition(kind, name, _record(given.kind, answers, wanted), wanted, drafts)
        files = {added.file: added.text}
        waits = any(TO_BE_WRITTEN in line for line in added.new)
        places, following = [f"{added.file}:{added.entry_line}"], "next-words" if waits else "next-check"
    for file in files:
        (given.content / file).parent.mkdir(exist_ok=True)
    write_whole({given.content / file: text.encode() for file, text in files.items()})
    for place in places:
        print(words("added", place=f"{given.content}/{place}"))
    print(words(following, marker=TO_BE_WRITTEN))


# --- What is asked --------------------------------------------------------------------------------


def _as_wanted(field: Field, kind: str) -> Field:
    return replace(field, is_required=True) if kind == CORRECTION and field.key in OF_AN_ERROR else field


def _answers(
    given: argparse.Namespace, kind: str, wanted: list[Field], drafts: drafting.Drafts, language: str
) -> tuple[str, Mapping[str, skeleton.Value]]:
    """The id and the answers; an id that was given is looked at before anybody types the rest."""
    options = vars(_parser(given.kind, wanted).parse_args(given.rest))
    interview = Interview(drafts, options, at_terminal=sys.stdin.isatty())
    if options["id"] is not None:
        interview.check_name(kind, options["id"], slug(options.get(f"--title-{language}") or ""))
    try:
        interview.ask(wanted, _defaults(given.kind, drafts))
        name = interview.name(kind, options["id"], _proposed_id(interview.answers, language))
    except EOFError:
        raise Stop.saying(Code.USAGE, "no-more-answers") from None
    return name, interview.answers


def _parser(kind: str, wanted: list[Field]) -> argparse.ArgumentParser:
    """The options of a kind: one a field, or one a field and language."""
    parser = command.parser("help-new", prog=f"new {kind}")
    parser.add_argument("id", nargs="?", help=words("ask-id").replace("%", "%%"))
    for field in wanted:
        about = field.explained(chosen_language()).replace("%", "%%")
        for language in field.languages or ("",):
            metavar = "|".join(field.allowed) or ("A,B" if field.is_list else field.key.upper())
            option = option_of(field, language)
            parser.add_argument(option, dest=option, metavar=metavar, help=about)
    return parser


def _defaults(kind: str, drafts: drafting.Drafts) -> dict[str, str]:
    """What nobody has to be asked."""
    today = datetime.now(UTC).date().isoformat()
    match kind:
        case "correction":
            return {"on": today}
        case "question":
            return {"checked": today}
        case "explainer" | "page":
            return {"order": str(drafts.next_order(kind)), "published": today}
        case _:
            return {}


def _proposed_id(answers: Mapping[str, object], language: str) -> str:
    for key in ("title", "name", "term", "label", "original"):
        words_of = answers.get(key)
        if isinstance(words_of, dict):
            words_of = words_of.get(language)
        if isinstance(words_of, str):
            return slug(words_of)
    return ""


# --- What is written ------------------------------------------------------------------------------


def _record(
    kind: str, answers: Mapping[str, skeleton.Value], wanted: list[Field]
) -> dict[str, skeleton.Value]:
    """The answers as the record has them: a part in its list, a name that is alike everywhere once."""
    record: dict[str, skeleton.Value] = {}
    part: dict[str, skeleton.Value] = {}
    for field in wanted:
        if field.key in answers:
            value = answers[field.key]
            if field.key in ("name", "term") and isinstance(value, dict) and len(set(value.values())) == 1:
                value = next(iter(value.values()))
            (part if field.part_of else record)[field.key] = value
    if kind == CORRECTION:
        record = {"on": record.pop("on"), "kind": "error", **record}
    if kind == "diagram":
        ends = [str(part[key]) for key in ("from", "to")]
        record["boxes"] = {
            person: {"person": person, "at": ["1", str(row)], "sources": part["sources"]}
            for row, person in enumerate(ends, 1)
        }
    for name in {field.part_of for field in wanted if field.part_of}:
        record[name] = [part]
    return record


def _addition(
    kind: str, name: str, record: dict[str, skeleton.Value], wanted: list[Field], drafts: drafting.Drafts
) -> drafting.Addition:
    """The record in its file; an event that nobody could know of yet says how it became public."""
    blocks = {field.key for field in wanted if field.is_markdown or field.can_wait or field.key == "original"}

    def with_problems() -> tuple[drafting.Addition, list[Problem], str]:
        others = ", ".join(key for key in keys(kind) if key not in record)
        remark = words("also-possible", keys=others) if others else ""
        entry = skeleton.entry(name, record, blocks, remark)
        added = drafts.addition(kind, entry, when=str(record.get("when")), like=str(record.get("kind")))
        if added is None:
            raise Stop.saying(Code.CONTENT, "no-place")
        return added, drafts.problems_with({added.file: added.text}, added), entry

    added, problems, entry = with_problems()
    if any(problem.code == "undisclosed" for problem in problems):
        disclosure = drafts.disclosure([str(source) for source in record["sources"]])
        record["disclosures"] = [disclosure]
        added, problems, entry = with_problems()
        _refuse_problems(problems, entry)
        print(words("disclosed", on=disclosure["on"], source=disclosure["source"]))
    _refuse_problems(problems, entry)
    return added


def _documents(
    kind: str,
    name: str,
    answers: Mapping[str, skeleton.Value],
    wanted: list[Field],
    drafts: drafting.Drafts,
) -> dict[str, str]:
    """A draft in every language, by its file."""
    waiting = TO_BE_WRITTEN
    remarks = {field.key: field.explained(chosen_language()) for field in wanted}
    remarks["status"] = words("is-draft")
    files = {}
    for language in next(field.languages for field in wanted if field.is_in_files):
        said = {field.key: answers[field.key] for field in wanted}
        front = {key: str(one[language] if isinstance(one, dict) else one) for key, one in said.items()}
        headings = {depth: drafts.heading(depth, language) or waiting for depth in DEPTHS}
        body = skeleton.explainer(headings, waiting) if kind == "explainer" else f"{waiting}\n"
        text = skeleton.document({**front, "status": "draft"}, remarks, body)
        files[drafting.file_of(kind, name, language)] = text
    return files


def _refuse_problems(problems: list[Problem], text: str) -> None:
    unexpected = [problem for problem in problems if problem.code not in drafting.EXPECTED]
    if unexpected:
        raise Stop(Code.CONTENT, "\n".join([words("would-break"), sentences(unexpected), "", text]))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-new")
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("kind", choices=KINDS, help=words("help-kind"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help=words("help-rest"))
    return command.run(new, parser)


if __name__ == "__main__":
    sys.exit(main())

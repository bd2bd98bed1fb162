"""Say which sources have no archived copy, serve nothing, were not looked at for long; ask their addresses.

python -m desk.sources
python -m desk.sources --probe --switch

A source whose address is dead can be switched to its archived copy: the difference is shown first.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import command, difference
from desk.probing import Answer, Prober, State
from desk.stop import Code, Stop
from desk.wording import chosen_language, complain, words
from desk.writing import write_whole

if TYPE_CHECKING:
    from dossier import Examined, Source

UNUSED = "unused-source"
ADDRESSES = ("url", "archived")
UNASKED = Answer(State.UNSURE)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is to be said of the sources."""

    every: Mapping[str, "Source"]
    unarchived: Sequence["Source"]
    unused: Sequence[str]
    unchecked: Sequence["Source"]
    days: int
    answers: Mapping[str, Answer] | None = field(default=None)
    """What the addresses said, if they were asked."""

    def asked(self) -> Iterator[tuple["Source", str, str, Answer]]:
        """Each address that was asked: its source, its key there, itself, and its answer."""
        for source in self.every.values():
            for key in ADDRESSES:
                address = getattr(source, key)
                if self.answers and address in self.answers:
                    yield source, key, address, self.answers[address]

    @property
    def switchable(self) -> list[str]:
        """The sources that are gone, and have a copy that is not."""
        answers = self.answers or {}

        def is_dead(address: str | None) -> bool:
            return answers.get(address or "", UNASKED).state is State.DEAD

        return [
            one.id for one in self.every.values()
            if not one.is_gone and is_dead(one.url) and one.archived and not is_dead(one.archived)
        ]  # fmt: skip


def sources(given: argparse.Namespace) -> None:
    """Print the report, and switch what is dead to its archived copy if that is wanted.

    Raises:
        Stop: the content has problems, addresses of it are dead, or nothing was written (1); a difference
            cannot stand in a report for programs (2).
    """
    # Here and not above: a Ctrl-C during this second is then answered like any other.
    from dossier import examine, worded

    if given.switch and given.format == "json":
        raise Stop.saying(Code.USAGE, "switch-as-text")
    found = examine(given.content)
    if found.dossier is None:
        raise Stop(Code.CONTENT, "\n".join(worded(found.problems, chosen_language())))
    answers = None
    if given.probe or given.switch:
        asked = _addresses(found.dossier.sources)
        complain(words("probing", count=len(asked)))
        agent = (
            f"link check (+{found.dossier.story.address})" if found.dossier.story.address else "link check"
        )
        answers = Prober(agent=agent, at_once=given.at_once, timeout=given.timeout).ask(asked)
    report = _report(found, given.today, given.days, answers)
    if given.format == "json":
        print(json.dumps(_as_data(report), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_as_text(report)))
    switched = _switch(given, report.switchable) if given.switch else 0
    dead = sum(answer.state is State.DEAD for *_, answer in report.asked()) - switched
    if dead:
        raise Stop.saying(Code.CONTENT, "dead-addresses", count=dead)


def _addresses(every: Mapping[str, "Source"]) -> list[str]:
    """What readers are led to, and what they would be."""
    known = [one.url for one in every.values() if one.url and not one.is_gone]
    return [*known, *(one.archived for one in every.values() if one.archived)]


def _report(found: "Examined", today: date, days: int, answers: Mapping[str, Answer] | None) -> Report:
    assert found.dossier is not None
    every = found.dossier.sources
    online = [one for one in every.values() if one.url and not one.is_gone]
    since = today - timedelta(days=days)
    return Report(
        every=every,
        unarchived=[one for one in every.values() if one.url and not one.archived],
        unused=[str(one.values["id"]) for one in found.remarks if one.code == UNUSED],
        unchecked=[one for one in online if one.accessed is None or one.accessed < since],
        days=days,
        answers=answers,
    )


def _as_text(report: Report) -> Iterator[str]:
    """What was found, group by group; how many there are last, where a terminal shows it."""
    yield from _group("sources-unarchived", (f"{one.id}  {one.url}" for one in report.unarchived))
    yield from _group("sources-unused", report.unused)
    never = words("never")
    checked = (f"{one.id}  {one.accessed or never}" for one in report.unchecked)
    yield from _group("sources-unchecked", checked, days=report.days)
    asked = list(report.asked())
    for state in (State.UNSURE, State.MOVED, State.DEAD):
        lines = (
            f"{one.id}  {key}: {address}" + (f" → {said.to}" if said.to else f": {said.reason}")
            for one, key, address, said in asked
            if said.state is state
        )
        yield from _group(f"addresses-{state}", lines)
    yield words(
        "sources-counted", count=len(report.every), unarchived=len(report.unarchived),
        unused=len(report.unused), unchecked=len(report.unchecked),
    )  # fmt: skip
    if report.answers is not None:
        states = [said.state for *_, said in asked]
        counts = {state.value: states.count(state) for state in State}
        yield words("addresses-counted", count=len(asked), **counts)


def _group(title: str, lines: "Iterator[str] | Sequence[str]", **values: object) -> Iterator[str]:
    found = [f"  {line}" for line in lines]
    if found:
        yield from (words(title, **values), *found, "")


def _as_data(report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {
        "sources": len(report.every),
        "unarchived": [one.id for one in report.unarchived],
        "unused": list(report.unused),
        "unchecked": [
            {"id": one.id, "accessed": one.accessed.isoformat() if one.accessed else None}
            for one in report.unchecked
        ],
    }
    if report.answers is not None:
        data["addresses"] = [
            {
                "id": one.id,
                "key": key,
                "address": address,
                "state": said.state,
                "reason": said.reason or None,
                "to": said.to or None,
            }
            for one, key, address, said in report.asked()
        ]
    return data


def _switch(given: argparse.Namespace, names: list[str]) -> int:
    """Say of sources that their original is gone, so that readers are led to the copy; how many it were."""
    from dossier import drafting, worded

    if not names:
        return 0
    drafts = drafting.Drafts(given.content)
    files = drafts.with_value("source", names, "access", "deleted", below="archived")
    if problems := drafts.problems_with(files):
        raise Stop(Code.CONTENT, "\n".join([words("would-break"), *worded(problems, chosen_language())]))
    for file, text in files.items():
        difference.show((given.content / file).read_bytes().decode(), text, file)
    if not (given.yes or difference.is_agreed_to()):
        raise Stop.saying(Code.CONTENT, "not-fixed")
    write_whole({given.content / file: text.encode() for file, text in files.items()})
    print(words("switched", count=len(names)))
    return len(names)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(words("not-a-day", given=written)) from None


def _count(written: str) -> int:
    if not written.isdecimal() or not int(written):
        raise argparse.ArgumentTypeError(words("not-a-count", given=written))
    return int(written)


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-sources")
    today = datetime.now(UTC).date()
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("--days", type=_count, default=365, metavar="N", help=words("help-days"))
    parser.add_argument("--today", type=_day, default=today, metavar="DAY", help=words("help-today"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=words("help-format"))
    parser.add_argument("--probe", action="store_true", help=words("help-probe"))
    parser.add_argument("--switch", action="store_true", help=words("help-switch"))
    parser.add_argument("--yes", action="store_true", help=words("help-write-yes"))
    parser.add_argument("--at-once", type=_count, default=8, metavar="N", help=words("help-at-once"))
    parser.add_argument("--timeout", type=_count, default=15, metavar="SECONDS", help=words("help-timeout"))
    return command.run(sources, parser)


if __name__ == "__main__":
    sys.exit(main())

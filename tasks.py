"""What a person runs: `python3 tasks.py build` anywhere, or `inv build` inside the project's environment.

Every task is one command that could be typed by hand; the work is done in `desk/` and `dossier/`.
"""

import sys
from pathlib import Path
from typing import List

PROJECT = Path(__file__).resolve().parent
NEEDS = {
    "test": "test",
    "lint": "test",
    "hardening": "test",
    "audit": "chain",
    "bill": "chain",
    "bench": "bench",
}
INTERRUPTED = 130


def groups_for(words: List[str]) -> List[str]:
    """The groups of packages that the tasks among these words need."""
    return sorted({NEEDS[word] for word in words if word in NEEDS}) or ["main"]


if __name__ == "__main__":
    # A fresh machine has no invoke: what follows may be imported only inside the environment.
    from desk import environment

    environment.enter(PROJECT, groups_for(sys.argv))

import difflib
import shlex
import subprocess

from invoke import Collection, Context, Exit, ParseError, Program, call, task


@task(
    help={
        "lang": "the language of the messages",
        "format": "text, json or github",
        "fix": "repair what is mechanical; the difference is shown first",
        "yes": "with --fix: write the repairs without asking",
    }
)
def check(c: Context, lang: str = "", format: str = "text", fix: bool = False, yes: bool = False) -> None:  # noqa: A002
    """Name every problem of the content; change nothing in it, unless it may repair."""
    if fix:
        run("desk.fix", *(["--yes"] if yes else []))
    run("dossier", "content", "--format", format, *(["--lang", lang] if lang else []))


@task(help={"lang": "the language of the report"})
def coverage(c: Context, lang: str = "") -> None:
    """Say how many blocks of the explainers rest on a source, and on what the others do."""
    run("dossier", "content", "--coverage", *(["--lang", lang] if lang else []))


@task(
    help={
        "lang": "the language of the report",
        "format": "text or json",
        "gate": "end with 1 when fewer than so many percent of the passages are agreed",
    }
)
def status(c: Context, lang: str = "", format: str = "text", gate: str = "0") -> None:  # noqa: A002
    """Say which versions of the passages are behind those in other languages."""
    run("desk.status", "--format", format, "--gate", gate, *(["--lang", lang] if lang else []))


@task(
    help={
        "passage": "a passage, file#id; or a file or a folder of content/: all that is in it",
        "by": "who compared its versions; else the name that git knows",
    }
)
def agree(c: Context, passage: str, by: str = "") -> None:
    """Write into content/agreed.txt that a person has compared the versions of a passage."""
    run("desk.agree", passage, *(["--by", by] if by else []))


@task(help={"production": "use publishconf.py: the real address"})
def build(c: Context, production: bool = False) -> None:
    """Check the content and build the site into output/; any problem or warning stops it."""
    run("desk.build", "--settings", "publishconf.py" if production else "pelicanconf.py")


@task
def clean(c: Context) -> None:
    """Remove what builds made: output and .builds/."""
    run("desk.clean")


@task(clean, build)
def rebuild(c: Context) -> None:
    """Clean, then build."""


@task(call(build, production=True))
def preview(c: Context) -> None:
    """Build the site as it will be online, and leave it at that."""


@task(call(build, production=True))
def publish(c: Context) -> None:
    """Build the site as it will be online."""


@task(
    help={
        "target": "a name from deploy/targets.toml; not needed if there is one only",
        "dry-run": "show what would change, and change nothing anywhere",
        "allow-dirty": "also with changes that are not committed, or behind the upstream branch",
        "allow-deletes": "how many files may disappear, if more than a tenth",
        "set-up": "only make a server ready for the site, once",
        "moved-from": "the address that the site had until now",
    }
)
def deploy(
    c: Context,
    target: str = "",
    dry_run: bool = False,
    allow_dirty: bool = False,
    allow_deletes: int = 0,
    set_up: bool = False,
    moved_from: str = "",
) -> None:
    """Build the site as it will be online, inspect it, and bring it there."""
    run(
        "desk.deploy",
        *([target] if target else []),
        *(["--dry-run"] if dry_run else []),
        *(["--allow-dirty"] if allow_dirty else []),
        *(["--allow-deletes", str(allow_deletes)] if allow_deletes else []),
        *(["--set-up"] if set_up else []),
        *(["--moved-from", moved_from] if moved_from else []),
    )


@task(
    help={
        "release": "the release to put online again; without it, the one before",
        "target": "a name from deploy/targets.toml; not needed if there is one only",
        "list": "name the releases to which one can go back",
    }
)
def rollback(c: Context, release: str = "", target: str = "", list: bool = False) -> None:  # noqa: A002
    """Put a release online again, without a build."""
    run(
        "desk.rollback",
        *([release] if release else []),
        *(["--target", target] if target else []),
        *(["--list"] if list else []),
    )


@task(name="gh-pages")
def gh_pages(c: Context) -> None:
    """Build the site and bring it to the branch from which a forge serves it."""
    run("desk.deploy", "gh-pages")


@task(help={"port": "the port to listen on", "host": "the address to listen on"})
def serve(c: Context, port: str = "8000", host: str = "127.0.0.1") -> None:
    """Show output/ in a browser on this machine."""
    run("desk.serve", "--port", port, "--host", host)


@task(build)
def reserve(c: Context) -> None:
    """Build, then serve."""
    run("desk.serve")


@task(help={"port": "the first port to try", "editor": "the editor that opens what is wrong: vscode, …"})
def livereload(c: Context, port: str = "8000", editor: str = "vscode") -> None:
    """Show the site while it is written: every change, drafts and problems are seen at once."""
    run("desk.livereload", "--port", port, "--editor", editor)


@task
def regenerate(c: Context) -> None:
    """Build into output/ again after every change."""
    run("desk.regenerate")


@task(
    help={
        "kind": "event, explainer, page, person, source, term, quote, figure, question, diagram, correction",
        "name": "its id; without one, one is made of the title",
        "args": "answers by options: --args \"--title-en 'A title' …\"; --args=--help lists them",
    },
)
def new(c: Context, kind: str, name: str = "", args: str = "") -> None:
    """Add a record at its place, or a draft in every language: asks for what it needs."""
    run("desk.new", kind, *([name] if name else []), *split(args))


@task(
    help={
        "what": "what it is called now, as event:gate-opens; or the file of a text",
        "new": "what it shall be called",
        "slug": "a language: the new name is the end of the text's address in it, and the id stays",
        "yes": "write it without asking",
    }
)
def rename(c: Context, what: str, new: str, slug: str = "", yes: bool = False) -> None:
    """Give something another id everywhere, or a text another address; the old ones lead on."""
    run("desk.rename", what, new, *(["--slug", slug] if slug else []), *(["--yes"] if yes else []))


@task(
    help={
        "days": "for how many days a source may go without being looked at",
        "format": "text or json",
        "probe": "ask every address over the network",
        "switch": "ask them, and lead readers from dead ones to the archived copies",
        "yes": "write that without asking",
    }
)
def sources(
    c: Context,
    days: str = "365",
    format: str = "text",  # noqa: A002
    probe: bool = False,
    switch: bool = False,
    yes: bool = False,
) -> None:
    """Say which sources have no archived copy, serve nothing, or were not looked at for long."""
    run(
        "desk.sources",
        *("--days", days, "--format", format),
        *(["--probe"] if probe else []),
        *(["--switch"] if switch else []),
        *(["--yes"] if yes else []),
    )


@task
def schemas(c: Context) -> None:
    """Write the schemas by which an editor explains the files of content/."""
    run("desk.schemas")


@task
def verify(c: Context) -> None:
    """Check every file of the last published build against its manifest."""
    run("desk.verify")


@task(name="server-config", help={"root": "the folder on the server below which the site stands"})
def server_config(c: Context, root: str = "/srv/site") -> None:
    """Write the configuration of nginx into deploy/nginx/."""
    run("desk.nginx", "--root", root)


@task
def register(c: Context) -> None:
    """Write new permanent ids and addresses into content/register.txt."""
    run("desk.register")


@task(help={"args": 'more for pytest, for example --args "-k timeline"'})
def test(c: Context, args: str = "") -> None:
    """Run the tests."""
    run("pytest", *split(args))


@task
def lint(c: Context) -> None:
    """Check style and types: everything is run, then the first failure counts."""
    ends = [
        result_of("ruff", "check", "."),
        result_of("ruff", "format", "--check", "."),
        result_of("mypy"),
        result_of("djlint", "--lint", "theme"),
    ]
    if any(ends):
        raise Exit(code=next(filter(None, ends)))


@task
def audit(c: Context) -> None:
    """Say which locked packages have known vulnerabilities; needs the network."""
    run("desk.audit")


@task
def bill(c: Context) -> None:
    """Write from the lock what the site is made with: deploy/sbom.cdx.json."""
    run("desk.bill")


@task(
    help={
        "only": "one section, for example faults; only a run of all writes the table",
        "instants": "how often each signal comes in a build",
        "mixes": "how many random surroundings are compared; from 20 on, each factor alone, too",
        "examples": "how many texts, dates and references of each kind are made up",
        "date": "the day for the table, if it is not today",
    }
)
def hardening(
    c: Context,
    only: str = "",
    instants: str = "100",
    mixes: str = "20",
    examples: str = "10000",
    date: str = "",
) -> None:
    """Try all that a writer, a disk, a clock or an attacker can do, and write a table of what held."""
    run(
        "benchmarks.hardening",
        *("--instants", instants, "--mixes", mixes, "--examples", examples),
        *(["--only", only] if only else []),
        *(["--date", date] if date else []),
    )


@task(
    help={
        "speed": "measure how fast sites are built, by this engine and by others",
        "reader": "measure how soon a phone shows our pages, and those that others make",
        "preview": "measure how soon the preview shows an edit in a browser",
        "args": 'more for --speed or --preview, for example --args "--pairs 7 100"; --args=--help lists it',
    }
)
def bench(
    c: Context, speed: bool = False, reader: bool = False, preview: bool = False, args: str = ""
) -> None:
    """Measure the last build with Lighthouse; or how fast it is, to build, to read or to write."""
    if speed + reader + preview > 1:
        raise Exit("bench: one of --speed, --reader and --preview", code=2)
    measure = "speed" if speed else "reader" if reader else "preview" if preview else "lighthouse"
    run(f"benchmarks.{measure}", *split(args))


def split(args: str) -> list[str]:
    """The words of --args."""
    try:
        return shlex.split(args)
    except ValueError as slip:
        raise Exit(f"--args {args}: {slip}", code=2) from None


def run(module: str, *arguments: str) -> None:
    """Run a module; if it fails, end with its exit code and add nothing to what it said."""
    code = result_of(module, *arguments)
    if code:
        raise Exit(code=code)


def result_of(module: str, *arguments: str) -> int:
    """The exit code of a module that is run from the project's folder; 130 if Ctrl-C ended it.

    Not `c.run`: a Ctrl-C while no input is connected ends that in a traceback; its commands see no terminal.
    """
    interrupted = False
    with subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=PROJECT) as child:
        while child.returncode is None:
            try:
                child.wait()
            except KeyboardInterrupt:
                # The module has had it too, and ends in its own way: it may have to clean up.
                interrupted = True
    if interrupted:
        return INTERRUPTED
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


class Tasks(Program):
    """Invoke's own program, except that it helps with a slip of the keyboard, and ends that with 2."""

    def normalize_argv(self, argv: list[str] | None) -> None:
        """Take the words of the command line; whoever asks for help need not know what a task needs."""
        super().normalize_argv(argv)
        if self.argv[2:] in (["--help"], ["-h"]):
            self.argv = [self.argv[0], "--help", self.argv[1]]

    def parse_tasks(self) -> None:
        """Read the tasks; for one that is not there, name the nearest."""
        try:
            super().parse_tasks()
        except ParseError as slip:
            asked = next((word for word in self.core.unparsed if repr(word) in str(slip)), "")
            near = difflib.get_close_matches(asked, self.collection.task_names, 1)
            is_slip = near and near[0] != asked
            raise Exit(f"{slip}" + (f' Did you mean "{near[0]}"?' if is_slip else ""), code=2) from None

    def no_tasks_given(self) -> None:
        """Without a task, list them."""
        self.list_tasks()
        raise Exit


if __name__ == "__main__":
    Tasks(namespace=Collection.from_module(sys.modules[__name__])).run()

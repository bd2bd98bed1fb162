"""The same content gives the same bytes and modes, whatever surrounds the build; all damage is seen."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from benchmarks.hardening.rows import Options, Row
from benchmarks.hardening.trial import ROOT, Trial
from desk.manifest import NAME, Manifest

SECTION = "Same bytes"
ALONE_FROM = 20
"""So many mixes take so long that each factor alone may, too."""

Surroundings = Mapping[str, str]

SURROUNDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "zone": ("UTC", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"),
    "locale": ("C", "fr_FR.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8"),
    "seed": ("0", "1", "2"),
    "clock": ("", "-20y", "+15y", "+0 x100000"),
    "umask": ("022", "077", "000"),
    "created": ("in order", "reversed", "shuffled"),
    "modified": ("now", "long ago", "at random"),
    "place": ("plain", "avec un é et des espaces"),
})  # fmt: skip
"""What is varied; the first of each is the usual one. The last clock runs a day in less than a second."""
CLOCK = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


def rows(options: Options) -> Iterator[Row]:
    """Compare the sites that other surroundings give, and damage one."""
    yield from damaged(options.folder / "damaged")
    yield from compared(options.folder / "compared", options.mixes)


def compared(folder: Path, mixes: int) -> Iterator[Row]:
    """Build in each surroundings, and say in which the site was another than usually."""
    lacking = {} if CLOCK else {"clock": "needs libfaketime: apt-get install libfaketime"}
    if reason := make_locales(folder / "locales"):
        lacking["locale"] = reason
    usual = {name: values[0] for name, values in SURROUNDINGS.items()}
    story = Trial(folder / "story", "publishconf", theme="theme").folder
    shutil.copytree(ROOT / "theme", story / "theme")
    expected = built(story, folder / "usual", folder / "locales", usual)
    assert len(expected) > 1, expected  # two builds that fail alike are no site

    def compare(what: str, tried: Sequence[Surroundings], *notes: str) -> Row:
        differing = []
        for one in tried:
            place = folder / "another"
            found = built(story, place, folder / "locales", one)
            shutil.rmtree(place)
            paths = sorted(
                name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)
            )
            if paths:
                differing.append(f"{one}: {len(paths)} files, {paths[:3]}")
        return Row(
            section=SECTION,
            what=what,
            tried=len(tried),
            held=len(tried) - len(differing),
            promised="the same bytes and modes",
            notes=(*notes, *differing),
        )

    if mixes >= ALONE_FROM:
        for name, values in SURROUNDINGS.items():
            others = [] if name in lacking else [{**usual, name: value} for value in values[1:]]
            yield compare(f"another {name} alone", others, *filter(None, [lacking.get(name)]))
    chance = random.Random(2023)  # noqa: S311
    mixed = [
        {name: chance.choice(values) for name, values in SURROUNDINGS.items()}
        | {name: usual[name] for name in lacking}
        for _ in range(mixes)
    ]
    without = [f"without {name}: {reason}" for name, reason in lacking.items()]
    yield compare("mixed at random", mixed, f"{len(expected)} files and folders each", *without)


def built(story: Path, place: Path, locales: Path, one: Surroundings) -> dict[str, tuple[str, int]]:
    """Digest and mode of each file that a build in these surroundings gives, by path."""
    folder = place / one["place"]
    copied(story, folder, one)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TZ": one["zone"],
        "LC_ALL": one["locale"],
        "LOCPATH": str(locales),
        "PYTHONHASHSEED": one["seed"],
    }
    if one["clock"]:
        env |= {"LD_PRELOAD": str(CLOCK), "FAKETIME": one["clock"], "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    command = [sys.executable, "-m", "desk.build", "--settings", "conf.py"]
    done = subprocess.run(
        command, cwd=folder, env=env, umask=int(one["umask"], 8), capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {done.stderr: ("", done.returncode)}
    output = folder / "output"
    return {
        path.relative_to(output).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mode,
        )
        for path in output.rglob("*")
    }


def copied(story: Path, folder: Path, one: Surroundings) -> None:
    """Copy what is built, in an order, with times of change."""
    chance = random.Random(one["created"] + one["modified"])  # noqa: S311
    files = sorted(path for path in story.rglob("*") if path.is_file())
    if one["created"] == "reversed":
        files.reverse()
    elif one["created"] == "shuffled":
        chance.shuffle(files)
    for file in files:
        copy = folder / file.relative_to(story)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        if one["modified"] != "now":
            then = 315532800 if one["modified"] == "long ago" else chance.randrange(2**31)
            os.utime(copy, (then, then))


def make_locales(folder: Path) -> str:
    """Compile the locales for ourselves; gives the reason why it cannot be done."""
    folder.mkdir(parents=True)
    for name in SURROUNDINGS["locale"][1:]:
        command = ["localedef", "-i", name.partition(".")[0], "-f", "UTF-8", str(folder / name)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return "needs localedef and the sources of locales: apt-get install locales"
        if not (folder / name).is_dir():
            return done.stderr.strip()
    return ""


def damaged(folder: Path) -> Iterator[Row]:
    """Flip one bit in every file of a site, take every file away, add one to every folder: is each named?"""
    trial = Trial(folder, "publishconf")
    trial.build()
    output = trial.output.resolve()
    text = (output / NAME).read_bytes()
    manifest = Manifest.read(text)
    files = [file for file in output.rglob("*") if file.is_file() and file.name != NAME]
    strays = [place / "stray" for place in (output, *output.rglob("*")) if place.is_dir()]
    # Its address is not about files; the deploy compares it with the target's.
    places = range(text.index(b'"release"'), len(text), len(text) // 20)

    def named(paths: list[Path]) -> int:
        return len({path.relative_to(output).as_posix() for path in paths} & set(manifest.damage(output)))

    def row(what: str, tried: int, seen: int) -> Row:
        return Row(section="Damage to a site", what=what, tried=tried, held=seen, promised="seen")

    for stray in strays:
        stray.touch()
    yield row("a file added to each folder", len(strays), named(strays))
    for stray in strays:
        stray.unlink()
    seen = sum(is_seen(text, place, output) for place in places)
    yield row("a bit flipped in the manifest", len(places), seen)
    for file in files:
        content = file.read_bytes()
        file.write_bytes(flipped(content, len(content) // 2))
    yield row("a bit flipped in each file", len(files), named(files))
    for file in files:
        file.unlink()
    yield row("each file missing", len(files), named(files))


def is_seen(manifest: bytes, place: int, output: Path) -> bool:
    """Whether a bit flipped at that place of the manifest is."""
    try:
        return bool(Manifest.read(flipped(manifest, place)).damage(output))
    except ValueError:
        return True


def flipped(content: bytes, place: int) -> bytes:
    """The content with one bit changed; where there is none, a byte."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :] if content else b"x"

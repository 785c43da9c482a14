"""What one document more, or one less, costs a project of a thousand.

    python benchmarks/incremental.py [--documents 1000] [--jobs 1] [--keep FOLDER]

Makes up the documents (always the same), builds them, adds one, builds again, takes it out, builds again; and compares
each result, byte for byte, with a build from nothing. Prints seconds by the clock, step by step; nothing is asserted
but the bytes. As in `dpgraph build`, there are as many processes as pay; the builds from nothing have one, so that the
bytes of one and of several are compared, too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dpgraph.pipeline import build
from dpgraph.settings import SEED

STARTS = ["Har", "Vel", "Nor", "Cas", "Ost", "Lind", "Mer", "Ald", "Quay", "Tarn", "Bel", "Wes"]
PLACES = [f"{start}{end}" for start in STARTS for end in ("low", "den", "vik", "mar", "holm", "ford")]
STEMS = [
    "Lantern",
    "Compass",
    "Heron",
    "Orchid",
    "Quill",
    "Summit",
    "Willow",
    "Amber",
    "Falcon",
    "Maple",
    "Cedar",
    "Tide",
]
KINDS = ["Press", "Publishing House", "University"]
ENDS = ["Learn", "Read", "Story", "Port"]
SECTORS = ["digital education", "audiobooks", "online games", "digital publishing", "academic publishing", "webtoons"]
TOOLS = ["machine learning", "blockchain", "augmented reality", "cloud computing", "big data"]
SENTENCES = [
    "{org} operates the {app} platform for {sector}.",
    "In {year}, {org} launched {app}, an app for {sector}.",
    "{org} partnered with {other} to train editors.",
    "The {fund} Fund, managed by the {office}, finances {sector}.",
    "{org}, a subsidiary of {group}, is based in {place}.",
    "{app} uses {tool} and had {number},000 users in {year}.",
    "{org} plans to adopt {tool} next year.",
    "The {office} issued the {place} Reading Plan, which promotes {sector}.",
    "{org} does not cooperate with {other}.",
    "Readers in {place} spent more time with books than in the year before, the librarians found.",
    "{org} earned {number} million euros in {year}, up {number}.4%.",
]


def main() -> None:
    """Builds, adds, removes, and says what each cost."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--jobs", type=int, help="processes that extract and draw; by default as many as pay")
    options.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    given = options.parse_args()
    home = given.keep or Path(tempfile.mkdtemp())
    folder = home / "project"
    _write(folder, given.documents)
    out = home / "build"
    print(f"{given.documents} documents; seconds by the clock")
    _timed("from nothing", folder, out, given.jobs)
    one = folder / "documents" / "one-more.md"
    one.write_text(_text(random.Random(SEED + 1)), encoding="utf-8")
    _timed("one more", folder, out, given.jobs)
    _same(out, folder, home / "fresh")
    one.unlink()
    _timed("one less", folder, out, given.jobs)
    _same(out, folder, home / "fresh")
    if not given.keep:
        shutil.rmtree(home)


def _write(folder: Path, many: int) -> None:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)
    for number in range(many):
        (folder / "documents" / f"report-{number:04}.md").write_text(_text(chance), encoding="utf-8")


def _text(chance: random.Random) -> str:
    return "\n\n".join(["# Notes from the trade", *(" ".join(_sentences(chance)) for _ in range(3))]) + "\n"


def _sentences(chance: random.Random) -> Iterator[str]:
    def name() -> str:
        return f"{chance.choice(PLACES)} {chance.choice(STEMS)} {chance.choice(KINDS)}"

    for pattern in chance.sample(SENTENCES, 4):
        yield pattern.format(
            org=name(),
            other=name(),
            group=f"{chance.choice(PLACES)} Media Group",
            office=f"{chance.choice(PLACES)} Culture Office",
            fund=chance.choice(STEMS),
            app=f"{chance.choice(PLACES)}{chance.choice(ENDS)}",
            place=chance.choice(PLACES),
            sector=chance.choice(SECTORS),
            tool=chance.choice(TOOLS),
            number=chance.randrange(2, 90),
            year=chance.randrange(2015, 2025),
        )


def _timed(what: str, folder: Path, out: Path, jobs: int | None) -> None:
    steps: list[tuple[str, float]] = []

    def note(step: str, done: int, total: int) -> None:
        if not steps or steps[-1][0] != step:
            steps.append((step, time.perf_counter()))

    start = time.perf_counter()
    build(folder, out, note, jobs)
    end = time.perf_counter()
    ends = [*(at for _, at in steps[1:]), end]
    parts = ", ".join(f"{step} {stop - at:.1f}" for (step, at), stop in zip(steps, ends, strict=True))
    print(f"{what:14}{end - start:8.1f}   {parts}", flush=True)


def _same(out: Path, folder: Path, fresh: Path) -> None:
    """Compares a build with one that knows of no earlier one."""
    start = time.perf_counter()
    build(folder, fresh, jobs=1)
    took = time.perf_counter() - start
    ours, theirs = _contents(out), _contents(fresh)
    differing = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    print(f"{'  from nothing':14}{took:8.1f}   bytes that differ: {differing or 'none'}", flush=True)
    shutil.rmtree(fresh)


def _contents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


if __name__ == "__main__":
    main()

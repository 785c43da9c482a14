"""How fast extraction is: against the bare model, in two processes, from the cache, and over many documents.

    python benchmarks/extraction.py [--documents 10000]

Prints tables, and the memory that is kept; nothing is asserted. One process's times are of its processor, so that other
work on the machine counts less; those of several processes are by the clock.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dpgraph import assets
from dpgraph.documents.blocks import text_blocks
from dpgraph.documents.cleaning import clean_blocks
from dpgraph.documents.corpus import read_corpus
from dpgraph.documents.reading import build_document, read_document
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.model import forgetting, load_model, model_version
from dpgraph.mentions.passages import parse
from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register, build_register
from dpgraph.processes import cores
from dpgraph.records import Document, Ontology, Source
from dpgraph.settings import SEED
from dpgraph.statements.extraction import extract, extractor, settled
from dpgraph.statements.observations import figures
from dpgraph.statements.relations import relations
from dpgraph.statements.workers import extract_all

SYLLABLES = ["ka", "lo", "mi", "ter", "son", "ber", "dal", "vi", "ro", "nu", "han", "se"]
LIMIT = 1.6


def main() -> None:
    """Runs all parts, one after the other."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--documents", type=int, default=1000, help="how many short documents for memory and the cache"
    )
    options.add_argument("--rounds", type=int, default=3, help="how often speed is measured; the best round counts")
    given = options.parse_args()
    ontology = read_ontology(assets.folder("ontology"))
    corpus = read_corpus(assets.folder("corpus"))
    register = build_register(ontology, corpus)
    shipped = [read_document(source) for source in corpus.sources]
    print(f"{model_version()}, {cores()} cores")
    against_the_bare_model(shipped, register, ontology, given.rounds)
    in_several_processes(shipped, register, ontology)
    from_the_cache(given.documents, register, ontology)
    over_many_documents(given.documents, register, ontology)


def against_the_bare_model(documents: list[Document], register: Register, ontology: Ontology, rounds: int) -> None:
    """Words a second of the model alone and of extraction, on the same text in the same run, and of its parts."""
    words = sum(len(d.text.split()) for d in documents)
    read_one, extract_one = reader(register), extractor(register, ontology)
    ways: dict[str, Callable[[Document], object]] = {
        "bare model": _forgotten(parse),
        "with mentions": _forgotten(read_one),
        "with relations": _forgotten(lambda d: list(relations(read_one(d), ontology))),
        "with figures": _forgotten(lambda d: list(figures(read_one(d)))),
        "extraction": extract_one,
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds + 1):  # the first round warms up
        for name, way in ways.items():
            best[name] = min(best[name], _timed(lambda way=way: [way(d) for d in documents], time.process_time))  # type: ignore[misc]
    print(f"\nOne process, {words:,} words of the shipped corpus, {', '.join(load_model().pipe_names)}")
    print(f"{'':16}{'words/s':>10}{'x bare':>8}")
    for name, seconds in best.items():
        print(f"{name:16}{words / seconds:10,.0f}{seconds / best['bare model']:8.2f}")
    print(f"to reach: at most {LIMIT}")


def _forgotten(way: Callable[[Document], object]) -> Callable[[Document], object]:
    """As `way`, but spaCy forgets what it met, as it does in extraction."""

    def run(document: Document) -> None:
        with forgetting():
            way(document)

    return run


def in_several_processes(shipped: list[Document], register: Register, ontology: Ontology) -> None:
    """The clock for one and for two processes, the start of both included."""
    documents = [replace(d, id=f"{d.id}-{i}") for i in range(8) for d in shipped]
    words = sum(len(d.text.split()) for d in documents)
    print(f"\nProcesses, {len(documents)} documents, {words:,} words, by the clock")
    first, answers = 0.0, []
    for jobs in (1, 2):
        made: list[object] = []
        seconds = _timed(
            lambda jobs=jobs, made=made: made.extend(extract_all(documents, register, ontology, jobs=jobs)),
            time.perf_counter,
        )  # type: ignore[misc]
        first = first or seconds
        answers.append(made)
        print(f"--jobs {jobs}: {seconds:6.1f} s, {words / seconds:8,.0f} words/s, {first / seconds:.2f} times as fast")
    print("the same extractions" if answers[0] == answers[1] else "NOT the same extractions")


def from_the_cache(count: int, register: Register, ontology: Ontology) -> None:
    """What one more document costs."""
    documents = list(generated(min(count, 1000) + 1))
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder), Path(folder)
        print(f"\nCache, {len(documents) - 1:,} short documents and then one more, by the clock")
        for name, some in (("all new", documents[:-1]), ("one new", documents), ("none new", documents)):
            before = len(list(kept[0].iterdir()))
            seconds = _timed(
                lambda some=some: list(extract_all(some, register, ontology, kept=kept)), time.perf_counter
            )  # type: ignore[misc]
            print(f"{name:10}{len(list(kept[0].iterdir())) - before:6} extracted, {seconds:7.2f} s")
        size = sum(f.stat().st_size for f in kept[0].iterdir())
    print(f"on disk: {size / len(documents) / 1000:.1f} kB a document")


def over_many_documents(count: int, register: Register, ontology: Ontology) -> None:
    """The memory of a process that extracts document after document, and of what it would keep."""
    print(f"\nMemory over {count:,} short documents of ever new names, nothing kept but the last")
    start = time.process_time()
    for done, _ in enumerate(extract(generated(count), register, ontology)):
        if done in {10, *range(count // 8, count, count // 8), count - 1}:
            print(f"{done + 1:7,} documents: {resident():5.0f} MB resident, {time.process_time() - start:6.0f} s")
    some = list(generated(100))
    tracemalloc.start()
    held = list(extract(some, register, ontology))
    one = tracemalloc.get_traced_memory()[0] / len(held)
    agreed = settled(held, register, ontology)
    entities = f"{len(agreed.register.classes):,} entities of {len(held)} documents"
    print(f"kept until the graph is written: {one / 1000:.1f} kB a document; {entities}")
    tracemalloc.stop()


def resident() -> float:
    """The memory of this process, in megabytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def generated(count: int) -> Iterator[Document]:
    """Short documents of some 130 words, each with names that no other one has."""
    chance = random.Random(SEED)
    for number in range(count):
        text = "\n\n".join([f"# {_name(chance)} report", *(_paragraph(chance) for _ in range(3))])
        source = Source(f"generated-{number}", Path(f"generated-{number}.md"))
        yield build_document(source, clean_blocks(text_blocks(text), wrapped=True), {}, "")


def _paragraph(chance: random.Random) -> str:
    press, platform, place = _name(chance), _name(chance) + _name(chance), _name(chance)
    return (
        f"{press} Press launched the {platform} platform in {chance.randint(2000, 2024)}. The platform, operated by "
        f"{press} Media Group, sold {chance.randint(10, 9999)} e-books to readers in {place}. {_name(chance)} "
        f"{_name(chance)} said that the company would work with {_name(chance)} University on digital education."
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).title()


def _timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


if __name__ == "__main__":
    main()

"""The whole way, on one page: a folder of documents becomes a graph with findings and views.

    documents -> mentions -> statements -> graph -> findings -> views

Every step below is one floor; each writes its numbered folder of the output.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dpgraph import assets
from dpgraph.analysis.experts import Agreement, agreement
from dpgraph.analysis.making import ranked
from dpgraph.analysis.scene import set_scene
from dpgraph.analysis.uncertainty import assess, every_finding
from dpgraph.documents.corpus import Corpus, read_corpus
from dpgraph.documents.files import replaced_folder, write_or_link
from dpgraph.documents.keeping import Kept, read_kept
from dpgraph.errors import GraphError, InputError, NotFound
from dpgraph.graph.check import check_graph
from dpgraph.graph.ecosystem import read_ecosystem
from dpgraph.graph.extension import check_extension
from dpgraph.graph.findings import finding_quads
from dpgraph.graph.holding import hold, hold_beside
from dpgraph.graph.inference import inferred_quads
from dpgraph.graph.ontology import read_ontology
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.sparql import select
from dpgraph.graph.store import open_store, write_graph
from dpgraph.mentions.model import model_version
from dpgraph.mentions.register import Register, build_register
from dpgraph.mentions.resolution import Merge, decided
from dpgraph.mentions.review import write_review
from dpgraph.pauses import no_cycles_sought
from dpgraph.processes import fitting, processes
from dpgraph.records import Document, Ecosystem, Finding, Knowledge, Mention, Ontology, Skipped, Violation, fields_of
from dpgraph.settings import FLOORS, VERSION
from dpgraph.statements.curated import curated_observations, curated_statements
from dpgraph.statements.entities import build_entities
from dpgraph.statements.experts import read_experts
from dpgraph.statements.extraction import Extraction, observations_of, settled, statements_of
from dpgraph.statements.masking import hidden_sections, mentions_outside, outside
from dpgraph.statements.merging import merged_observations, merged_statements
from dpgraph.statements.trial import tried
from dpgraph.statements.wording import RULES, read_wording, spoken
from dpgraph.statements.workers import extract_all
from dpgraph.views.graphml import write_graphml
from dpgraph.views.page import draw_page
from dpgraph.views.tables import findings_json

MANIFEST = "build.json"
KEPT = Path(FLOORS[0], "cache.jsonl")
CACHE = Path(FLOORS[1], "cache")
TITLE = "The digital publishing ecosystem"
_REPLACEABLE = "allowed: a new folder, an empty one, or an earlier build"
# So many statements keep a process that draws them busy for as long as it takes to start.
WORTH_A_PROCESS = 5_000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Build:
    """What a build leaves: the folder, what was left out, what is wrong in the graph, and whether it was made anew."""

    folder: Path
    skipped: tuple[Skipped, ...]
    violations: tuple[Violation, ...]
    is_new: bool

    @property
    def page(self) -> Path:
        """The interactive network."""
        return self.folder / FLOORS[5] / "network.html"


@dataclass(frozen=True, slots=True)
class Extracting:
    """How documents are extracted: who is told, in how many processes, and where earlier and new ones are kept."""

    progress: Progress
    jobs: int | None = 1
    kept: tuple[Path, Path] | None = None


def build(
    folder: Path | None,
    out: Path,
    progress: Progress = lambda step, done, total: None,
    jobs: int | None = 1,
    without: Sequence[str] = (),
) -> Build:
    """Builds the graph of a corpus folder (the shipped corpus without one) into `out`.

    Nothing is done when nothing has changed since `out` was built, and a document that has not changed is not
    extracted again. `jobs` is the number of processes that extract and draw, None as many as pay; the graph is the
    same. `without` names sections (`DOCUMENT#SECTION`): whatever stands there and nowhere else is left out of
    the graph.

    A document that cannot be read is left out and reported; a curated row that cannot stand, or a quote that is not in
    its document, stops the build. The last good build stays until the new one is whole. Raises `InputError`,
    `NotFound` or `GraphError`.
    """
    corpus = read_corpus(folder or assets.folder("corpus"))
    mark = fingerprint(corpus, without)
    _refuse_foreign(out)
    if found := _unchanged(out, mark):
        return found
    with replaced_folder(out) as fresh:
        how = Extracting(progress, jobs, (out / CACHE, fresh / CACHE))
        made = _make(corpus, fresh, out, how, without)
        about = {"fingerprint": mark, "version": VERSION, "model": model_version(), "without": list(without)}
        _write_json(fresh / MANIFEST, _said(made) | about)
    return replace(made, folder=out)


def _make(corpus: Corpus, out: Path, earlier: Path, how: Extracting, without: Sequence[str]) -> Build:
    check_extension(assets.folder("ontology"), *corpus.ontology)
    progress, ontology = how.progress, read_ontology(assets.folder("ontology"), *corpus.ontology)
    kept = read_kept(earlier / KEPT)
    documents, skipped = read_documents(corpus, progress, kept)
    write_documents(out / FLOORS[0], documents, earlier / FLOORS[0])
    kept.write(out / KEPT)

    with spoken(read_wording(corpus.folder, ontology)):
        knowledge, mentions, merges = read_knowledge(corpus, documents, ontology, how, without)
    write_rows(out / FLOORS[1] / "mentions.jsonl", mentions)
    write_review(out / FLOORS[1], merges)
    for name in ("entities", "statements", "observations"):
        write_rows(out / FLOORS[2] / f"{name}.jsonl", getattr(knowledge, name))

    with no_cycles_sought():
        violations = _make_graph(corpus, knowledge, out, earlier, how)
    return Build(out, skipped, violations, is_new=True)


def _make_graph(
    corpus: Corpus, knowledge: Knowledge, out: Path, earlier: Path, how: Extracting
) -> tuple[Violation, ...]:
    """Graph, findings and views. It is held and checked beside us: the engine needs no Python for most of that."""
    progress = how.progress
    progress("graph", 0, 1)
    ontology, queries = assets.folder("ontology"), assets.folder("queries")
    stated = knowledge_quads(knowledge, ontology, *corpus.ontology)
    with ThreadPoolExecutor(1) as beside, _apart(how.jobs, len(knowledge.statements)) as apart:
        held = hold_beside(beside, stated)
        inferred = inferred_quads(stated)
        graph = hold(inferred, held.result())
        ecosystem = read_ecosystem(graph.select)

        texts = {d.id: d.text for d in knowledge.documents}
        checked = beside.submit(check_graph, graph, ontology, queries, texts)
        findings = assess(ecosystem, jobs=how.jobs, progress=partial(progress, "findings"))
        written = apart.submit(write_readable, out, ecosystem, findings, corpus.title or TITLE)

        progress("check", 0, 1)
        violations = checked.result()
        progress("views", 0, 1)
        write_graph(out / FLOORS[3], [*stated, *inferred, *finding_quads(findings)], earlier / FLOORS[3])
        written.result()
    return violations


@contextmanager
def _apart(jobs: int | None, statements: int) -> Iterator[Executor]:
    """A process of its own for what is to be written, where it pays and may be; else a thread."""
    if (fitting(statements // WORTH_A_PROCESS) if jobs is None else jobs) == 1:
        with ThreadPoolExecutor(1) as thread:
            yield thread
    else:
        with processes(1, _begin_to_write) as process:
            yield process


def _begin_to_write() -> None:
    """Loads what views are drawn with."""
    for name in ("igraph", "pyvis.network"):
        import_module(name)


def failing_rules(folder: Path) -> tuple[Violation, ...]:
    """The sentences of a corpus's own rules that these read otherwise than they say themselves."""
    corpus = read_corpus(folder)
    ontology = read_ontology(assets.folder("ontology"), *corpus.ontology)
    wording = read_wording(folder, ontology)
    if not wording.rules:
        return ()
    with spoken(wording):
        failures = tuple(tried(wording.rules, build_register(ontology, corpus), ontology))
    return tuple(Violation(f"rule {f.rule}", f"{f.reason}: {f.sentence}", RULES) for f in failures)


def last_build(out: Path) -> Build | None:
    """What the build in a folder left; None when there is none."""
    said = _manifest(out)
    if not said:
        return None
    skipped = tuple(Skipped(**s) for s in said["skipped"])
    return Build(out, skipped, tuple(Violation(**v) for v in said["violations"]), is_new=False)


def is_current(folder: Path, out: Path) -> bool:
    """Whether a build was made of what is in a corpus folder now, by this version of the code."""
    return _mark(out) == fingerprint(read_corpus(folder))


def diagnose_masked(
    folder: Path | None,
    out: Path | None = None,
    progress: Progress = lambda step, done, total: None,
    strict: bool = False,
) -> tuple[Agreement, ...]:
    """How far the findings agree with the experts of a corpus when the sections in which they speak are masked.

    Masked are the sections in `masks.csv`, or, `strict`, every section that an expert is quoted from as well. The graph
    is built in `out`, or nowhere for long. Raises `InputError` for a corpus without experts, and as `build` does.
    """
    corpus = read_corpus(folder or assets.folder("corpus"))
    documents = {d.id: d for d in read_documents(corpus, progress, Kept())[0]}
    experts = read_experts(corpus, documents)
    if not experts:
        raise InputError(f"{corpus.folder / 'experts.csv'}: no expert is named there; the benchmark compares with them")
    quoted = [f"{e.evidence.document}#{e.evidence.section}" for e in experts if strict]
    without = tuple(dict.fromkeys([*(f"{m['document']}#{m['section']}" for m in corpus.masks), *quoted]))
    with TemporaryDirectory() as place:
        made = build(folder, out or Path(place) / "masked", progress, without=without)
        ecosystem = read_ecosystem(partial(select, open_store(made.folder)))
    return agreement(ecosystem, ranked(every_finding(set_scene(ecosystem))), experts)


def read_documents(corpus: Corpus, progress: Progress, kept: Kept) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """The documents that can be read, and why the others cannot. `InputError` when none can."""
    documents, skipped = [], []
    for done, source in enumerate(corpus.sources):
        progress("documents", done, len(corpus.sources))
        try:
            document = kept.read(source)
        except InputError as error:
            skipped.append(Skipped(str(source.path), str(error)))
        else:
            documents.append(replace(document, path=source.path.relative_to(corpus.folder).as_posix()))
    if not documents:
        raise InputError("no document could be read:\n" + "\n".join(s.reason for s in skipped))
    return tuple(documents), tuple(skipped)


def read_knowledge(
    corpus: Corpus,
    documents: tuple[Document, ...],
    ontology: Ontology,
    how: Extracting,
    without: Sequence[str] = (),
) -> tuple[Knowledge, tuple[Mention, ...], tuple[Merge, ...]]:
    """All that documents and curators say, extracted and curated in one shape; every mention; the merged names.

    What stands only in the sections `without` (`DOCUMENT#SECTION`) is left out.
    """
    by_id = {d.id: d for d in documents}
    hidden = hidden_sections(by_id, without)
    register = build_register(ontology, corpus)
    curated = curated_statements(corpus.statements, by_id, register, ontology)
    figures = curated_observations(corpus.figures, by_id, register)
    extractions = tuple(_extractions(documents, register, ontology, how))
    with no_cycles_sought():
        agreed = settled(extractions, register, ontology, decided(corpus.merges))
        said = [s for e in agreed.extractions for s in statements_of(e, agreed.register, ontology)]
        counted = [*figures, *(o for e in agreed.extractions for o in observations_of(e))]
        statements = merged_statements(outside([*curated, *said], hidden), ontology.symmetric_properties)
        observations = merged_observations(outside(counted, hidden))
        mentions = mentions_outside((m for e in agreed.extractions for m in e.mentions), by_id, hidden)
        entities = build_entities(agreed.register, ontology, by_id, mentions, statements, observations)
    return Knowledge(documents, entities, statements, observations), mentions, agreed.merges


def _extractions(
    documents: tuple[Document, ...], register: Register, ontology: Ontology, how: Extracting
) -> Iterator[Extraction]:
    made = extract_all(documents, register, ontology, jobs=how.jobs, kept=how.kept)
    for done, extraction in enumerate(made):
        how.progress("extraction", done, len(documents))
        yield extraction


def write_documents(folder: Path, documents: Iterable[Document], earlier: Path) -> None:
    """The cleaned texts, and a line of JSON about each; `earlier` is where the last build has left them."""
    folder.mkdir(parents=True)
    for document in documents:
        name = f"{document.id}.txt"
        write_or_link(folder / name, document.text.encode(), earlier / name)
    rows = ({k: v for k, v in fields_of(d).items() if k not in {"text", "runs", "emphasis"}} for d in documents)
    _write_lines(folder / "documents.jsonl", rows)


def write_rows(path: Path, records: Iterable[Any]) -> None:
    """Records as lines of JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_lines(path, records)


def entity_names(out: Path) -> list[str]:
    """The names of all entities of a build; `NotFound` when there is none."""
    path = out / FLOORS[2] / "entities.jsonl"
    if not path.is_file():
        raise NotFound(f"{path}: no such file; it is written by dpgraph build")
    return [json.loads(line)["name"] for line in path.read_text(encoding="utf-8").splitlines()]


@no_cycles_sought()
def write_readable(out: Path, ecosystem: Ecosystem, findings: tuple[Finding, ...], title: str) -> None:
    """What is read without a query: the findings and the views."""
    write_findings(out / FLOORS[4], ecosystem, findings)
    write_views(out / FLOORS[5], ecosystem, findings, title)


def write_findings(folder: Path, ecosystem: Ecosystem, findings: tuple[Finding, ...]) -> None:
    """Silos and opportunities as JSON, a file each."""
    folder.mkdir(parents=True)
    for name, letter in (("silos", "S"), ("opportunities", "O")):
        chosen = [f for f in findings if f.kind.startswith(letter)]
        (folder / f"{name}.json").write_text(findings_json(ecosystem, chosen), encoding="utf-8")


def write_views(folder: Path, ecosystem: Ecosystem, findings: tuple[Finding, ...], title: str) -> None:
    """The interactive network, and the same network for Gephi and other tools."""
    from dpgraph.analysis.network import build_network

    folder.mkdir(parents=True)
    (folder / "network.html").write_text(draw_page(ecosystem, findings, title), encoding="utf-8")
    (folder / "network.graphml").write_bytes(write_graphml(build_network(ecosystem)))


def fingerprint(corpus: Corpus, without: Sequence[str] = ()) -> str:
    """A hash of all that a build depends on: the corpus's files, what is left out, ontology, queries, model, code."""
    patterns = ("*.csv", "*.toml", "curated/*.csv", "observations/*.csv", "ontology/**/*.ttl")
    own = [file for pattern in patterns for file in corpus.folder.glob(pattern)]
    package = Path(__file__).parent
    code = [
        f for suffix in ("py", "toml", "txt", "csv", "npz", "css", "js", "html") for f in package.rglob(f"*.{suffix}")
    ]
    homes = (
        (corpus.folder, [*(s.path for s in corpus.sources), *own]),
        (assets.folder("ontology"), assets.folder("ontology").rglob("*.ttl")),
        (assets.folder("queries"), assets.folder("queries").rglob("*.rq")),
        (package, (f for f in code if "_data" not in f.parts)),
    )
    parts = [f"{f.relative_to(home).as_posix()} {_file_hash(f)}" for home, files in homes for f in sorted(files)]
    return hashlib.sha256("\n".join([VERSION, model_version(), *without, *parts]).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "unreadable"
    except OSError:
        return "unreadable"


def _unchanged(out: Path, mark: str) -> Build | None:
    if _mark(out) != mark or not (out / FLOORS[5] / "network.html").is_file():
        return None
    try:
        open_store(out)
    except GraphError:
        return None
    return last_build(out)


def _mark(out: Path) -> str | None:
    return _manifest(out).get("fingerprint")


def _manifest(out: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said


def _said(made: Build) -> dict[str, Any]:
    return {"skipped": [asdict(s) for s in made.skipped], "violations": [asdict(v) for v in made.violations]}


def _refuse_foreign(out: Path) -> None:
    """Refuses to replace a folder that holds what no build has made."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: not a folder; {_REPLACEABLE}")
    foreign = sorted(p.name for p in out.iterdir() if p.name not in {*FLOORS, MANIFEST}) if out.exists() else []
    if foreign:
        raise InputError(f"{out}: holds {foreign[0]!r}, which no build has made; {_REPLACEABLE}")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _write_lines(path: Path, rows: Iterable[object]) -> None:
    line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=fields_of).encode
    path.write_text("".join(f"{line(row)}\n" for row in rows), encoding="utf-8")

"""extract and evaluate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dpgraph.cli.options import Form, RowForm

if TYPE_CHECKING:
    from dpgraph.statements.scoring import Score


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(epilog="Example: dpgraph extract report.txt news.html > extracted.jsonl")(extract)
    app.command(epilog="Examples: dpgraph evaluate corpus/gold  |  dpgraph evaluate my-gold --errors")(evaluate)


def extract(
    files: Annotated[list[Path], typer.Argument(help="Text, Markdown, HTML, PDF or Word files.")],
    form: Annotated[
        str, typer.Option("--format", help="jsonl: one document a line, in the annotation guide's form.")
    ] = "jsonl",
) -> None:
    """Extract entities, relations and observations from files, with offsets into the files as given."""
    from dpgraph.errors import InputError

    if form != "jsonl":
        raise InputError(f"unknown format {form!r}; allowed: jsonl")
    left_out: list[str] = []
    for answer in _extracted(files, left_out):
        print(json.dumps(answer, ensure_ascii=False))
    _stop_if(left_out, len(files))


def _stop_if(left_out: list[str], files: int) -> None:
    """Says which files were left out, and that in the exit code too."""
    for reason in left_out:
        print(f"left out: {reason}", file=sys.stderr)
    if left_out:
        raise typer.Exit(1 if len(left_out) < files else 2)


def _extracted(files: list[Path], left_out: list[str]) -> Iterator[dict[str, Any]]:
    from dpgraph import assets
    from dpgraph.documents.corpus import Corpus
    from dpgraph.documents.reading import original_text, read_document
    from dpgraph.errors import InputError
    from dpgraph.graph.ontology import read_ontology
    from dpgraph.mentions.register import build_register
    from dpgraph.records import Source
    from dpgraph.statements.extraction import extract as run
    from dpgraph.statements.guide import guide_form

    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    documents = []
    for path in files:
        try:
            documents.append(read_document(Source(path.name, path)))
        except InputError as error:
            left_out.append(str(error))
    for extraction in run(documents, register, ontology):
        yield guide_form(extraction, register, ontology, original_text(Path(extraction.document.path)))


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD_DIR", help="Annotations (*.json) in the guide's form, their texts under texts/."),
    ],
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss and every extra with its sentence.")
    ] = False,
    form: RowForm = Form.table,
) -> None:
    """Score extraction against gold annotations: precision, recall and F1 by type and predicate."""
    from dpgraph.cli.printing import print_rows
    from dpgraph.statements import scoring

    annotated = scoring.read_gold(gold)
    left_out: list[str] = []
    predicted = {p["document"]: p for p in _extracted([text for _, text in annotated.values()], left_out)}
    wanted = {name: doc for name, (doc, _) in annotated.items()}
    print_rows(
        ("", "precision", "recall", "f1", "gold", "predicted"), _score_rows(scoring.score(wanted, predicted)), form
    )
    if form is Form.table:
        confused = [(f"{a} taken for {b}", n) for a, b, n in scoring.confusions(wanted, predicted)]
        print_rows(("confusion", "count"), confused, form)
        reliability = scoring.reliability(wanted, predicted)
        tenths = [(f"{low:.1f} to {high:.1f}", count, round(right, 3)) for low, high, count, right in reliability]
        print_rows(("confidence of relations", "count", "right"), tenths, form)
    if errors:
        faults = [(f.document, f.kind, f.what, f.sentence) for f in scoring.faults(wanted, predicted)]
        print_rows(("document", "kind", "what", "sentence"), faults, form)
    _stop_if(left_out, len(annotated))


def _score_rows(scores: Mapping[str, Score]) -> list[tuple[object, ...]]:
    first = [name for name in ("entities strict", "entities lenient", "relations", "observations") if name in scores]
    rest = sorted(name for name in scores if name not in first)
    rows = [(name, scores[name]) for name in (*first, *rest)]
    return [(name, round(s.precision, 3), round(s.recall, 3), round(s.f1, 3), s.gold, s.predicted) for name, s in rows]

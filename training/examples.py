"""The annotated texts that the models learn from."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpgraph.documents.reading import read_document
from dpgraph.mentions.register import normal
from dpgraph.records import Document, Section, Source

HERE = Path(__file__).parent
MARK = re.compile(r"\{([^{}|]+)\|([A-Za-z]+)(?:=(\d+))?\}")


@dataclass(frozen=True)
class Example:
    """A text with its gold mentions (start, end, type, entity) and relations between entities."""

    document: Document
    mentions: tuple[tuple[int, int, str, str], ...]
    relations: frozenset[tuple[str, str, str]]


def read_examples(*, gold: bool) -> list[Example]:
    """The marked sentences, and the gold passages where they are wanted."""
    sentences = [e for path in sorted((HERE / "sentences").glob("*.txt")) for e in read_marked(path, " ")]
    passages = [e for path in sorted((HERE / "passages").glob("*.txt")) for e in read_marked(path, "\n\n")]
    return [*sentences, *passages, *read_gold(HERE.parent / "corpus" / "gold" / "train")] if gold else sentences


def read_marked(path: Path, between: str) -> Iterator[Example]:
    """The items of a file of marked texts; `between` joins their lines: a space sentences, an empty line paragraphs."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
        lines = block.strip().split("\n")
        text, mentions = _unmarked(between.join(line for line in lines if not line.startswith(("=>", "#"))))
        entities = [m[3] for m in mentions]
        stated = [found for line in lines if line.startswith("=>") for found in re.findall(r"(\d+) (\w+) (\d+)", line)]
        relations = frozenset((entities[int(i) - 1], p, entities[int(j) - 1]) for i, p, j in stated)
        yield Example(_document(f"{path.stem}-{number}", text), tuple(mentions), relations)


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    out, mentions, last = "", [], 0
    for match in MARK.finditer(text):
        out += text[last : match.start()]
        article = len(re.match(r"(?:(?:[Tt]he|[Aa]n?) )?", match[1])[0])
        entity = mentions[int(match[3]) - 1][3] if match[3] else normal(match[1])
        mentions.append((len(out) + article, len(out) + len(match[1]), match[2], entity))
        out += match[1]
        last = match.end()
    return out + text[last:], mentions


def _document(name: str, text: str) -> Document:
    return Document(name, name, text, (Section(0, "", 0, 0, len(text)),), ((0, 0, len(text)),))


def read_gold(folder: Path) -> Iterator[Example]:
    """The passages of a gold folder; every occurrence of an entity's forms is a mention of it, the longest first."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read_document(Source(path.stem, folder / "texts" / gold["document"]))
        forms = [(form, e["type"], e["id"]) for e in gold["entities"] for form in (e["name"], *e["aliases"])]
        relations = frozenset((r["subject"], r["predicate"], r["object"]) for r in gold["relations"])
        yield Example(document, tuple(_occurrences(document.text, forms)), relations)


def _occurrences(text: str, forms: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for form, kind, entity in sorted(forms, key=lambda f: -len(f[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(a < match.end() and match.start() < b for a, b, _, _ in found):
                found.append((match.start(), match.end(), kind, entity))
    return sorted(found)


def gold_of(example: Example) -> dict[str, Any]:
    """An example in the annotation guide's form, as far as relations need it."""
    text, forms = example.document.text, defaultdict[str, list[str]](list)
    for start, end, _, entity in example.mentions:
        forms[entity].append(text[start:end])
    types = {entity: kind for _, _, kind, entity in example.mentions}
    return {
        "entities": [{"id": e, "type": types[e], "name": f[0], "aliases": f[1:]} for e, f in forms.items()],
        "relations": [{"subject": s, "predicate": p, "object": o} for s, p, o in sorted(example.relations)],
    }

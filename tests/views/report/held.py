"""What a report is made of, for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dpgraph.records import Ecosystem, Finding
from dpgraph.views.report.model import Report, build_report
from dpgraph.views.report.words import read_words


@dataclass(frozen=True)
class Held:
    """All that a report is made of, and the texts that it quotes."""

    ecosystem: Ecosystem
    findings: tuple[Finding, ...]
    documents: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, str]

    def report(self, language: str, title: str = "") -> Report:
        return build_report(self.ecosystem, self.findings, self.documents, read_words(language), title)

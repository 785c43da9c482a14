"""Findings in the language of the report: title, argument, sentences, uncertainty, caveats, what would settle them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpgraph import iris
from dpgraph.records import Ecosystem, Finding, Sentence
from dpgraph.views.report.words import Words, translated

QUOTES, AGAINST = 1, 1
NAMED, BROUGHT = 5, 3


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with the number of the document in the list of sources and their place in it."""

    words: str
    place: str
    status: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the report tells it; `language` is that of its title, reason and settle."""

    id: str
    kind: str
    kind_title: str
    title: str
    reason: str
    state: str
    state_title: str
    uncertainty: str
    quotes: tuple[Quote, ...]
    against: tuple[Quote, ...]
    caveats: tuple[tuple[str, str], ...]
    settle: str
    language: str


def spaced(text: str) -> str:
    """A Chinese text with a space on either side of Latin words, as it is printed.

    >>> spaced("由Harbor Press运营（RFID）")
    '由 Harbor Press 运营（RFID）'
    """
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])", " ", text)


@dataclass(frozen=True)
class Teller:
    """Tells findings in a language; `sources` are the numbers of the documents."""

    words: Words
    ecosystem: Ecosystem
    sources: Mapping[str, str]

    def tell(self, f: Finding) -> Told:
        """The finding in the report's words, or in its own where this language has none for it."""
        told = self._own_words(f)
        title, reason, settle, language = told or (f.title, f.reason, f.settle, "en")
        return Told(
            id=f.id,
            kind=f.kind,
            kind_title=self.words.either(f"kinds.{f.kind}", "other"),
            title=title[:1].upper() + title[1:],
            reason=reason[:1].upper() + reason[1:],
            state=f.state,
            state_title=self.words.either(f"states.{f.state}", f.state),
            uncertainty=self._uncertainty(f),
            quotes=self._quotes(f.evidence, QUOTES),
            against=self._quotes([s for s in f.against if s not in f.evidence], AGAINST),
            caveats=tuple(self._caveat(c) for c in f.caveats),
            settle=settle,
            language=language,
        )

    def _own_words(self, f: Finding) -> tuple[str, str, str, str] | None:
        """What the language's own file says of a finding of this kind; None where it says nothing that fits."""
        forms: Sequence[Mapping[str, Any]] = self.words.part("findings").get(f.kind, ())
        known = {*f.members, *f.figures, f.state} | ({"one owner"} if len(f.members.get("owners", ())) == 1 else set())
        values = self._values(f)
        for form in forms:
            if known.issuperset(form.get("needs", ())):
                try:
                    title, reason, settle = (form[part].format(**values) for part in ("title", "reason", "settle"))
                except KeyError:
                    continue
                extra = self._extras(f) if f.kind.startswith("O") else ""
                return spaced(title), spaced(reason + extra), spaced(settle), self.words.language
        return None

    def _values(self, f: Finding) -> dict[str, object]:
        values: dict[str, object] = {"missing": f.lacking, "pairs": int(f.figures.get("owner_pairs", 0))}
        parties = sorted({end for ends in f.missing for end in ends})
        for role, ids in {**f.members, "parties": parties, "policies": f.policies}.items():
            if ids and not role.startswith("brings "):
                values |= {role: self.words.listed(self._names(ids)), f"n_{role}": len(ids)}
        values |= {f"f_{name}": f"{value:g}" for name, value in f.figures.items()}
        return values | dict(zip("ab", self._names(f.missing[0]), strict=True)) if f.missing else values

    def _extras(self, f: Finding) -> str:
        """What speaks for an opportunity."""
        say, said = self.words, []
        offers = {role.removeprefix("brings "): ids for role, ids in f.members.items() if role.startswith("brings ")}
        for party, ids in list(offers.items())[:2]:
            iri = party if "://" in party else iris.expand(party)
            what = say.listed(self._names(ids), BROUGHT)
            said.append(say("extras.brings", party=self._names([iri])[0], what=what))
        if f.members.get("broker") and f.kind != "O5":
            said.append(say("extras.broker", broker=say.listed(self._names(f.members["broker"]))))
        some = f.figures.get("policy", 0) > 0
        said.append(say("extras.policies", policies=self._names(f.policies)[0]) if some else say("extras.none"))
        if f.members.get("payers"):
            said.append(say("extras.payers", payers=say.listed(self._names(f.members["payers"]), BROUGHT)))
        return "".join(said)

    def _names(self, ids: Iterable[str]) -> list[str]:
        return [self.words.name(self.ecosystem, iri) for iri in ids]

    def _uncertainty(self, f: Finding) -> str:
        """The score with its interval, and how the finding fares when statements or documents are left out."""
        if f.state == "not computable":
            return ""
        low, high = (f"{bound:.2f}" for bound in f.interval or (f.score, f.score))
        key = "finding.score" if low == high else "finding.interval"
        said = self.words(key, score=f"{f.score:.2f}", low=low, high=high)
        draws, tried = (int(f.figures.get(name, 0)) for name in ("draws", "documents_tried"))
        if not draws:
            return said
        kept, needed = round(f.figures["kept"] * draws), int(f.figures["documents_needed"])
        return said + self.words("finding.stability", kept=kept, draws=draws, needed=needed, tried=tried)

    def _caveat(self, caveat: str) -> tuple[str, str]:
        """A caveat with the language it is in."""
        said = translated(self.words, caveat, self.sources)
        return said, "en" if said == caveat else self.words.language

    def _quotes(self, sentences: Sequence[Sentence], most: int) -> tuple[Quote, ...]:
        """The sentences that say most: those that deny a tie, then the surest, each once, in reading order."""
        best = sorted(sentences, key=lambda s: (s.status != "denied", -s.confidence))
        chosen = {s.quote: s for s in reversed(best)}
        kept = [s for s in best if chosen[s.quote] is s][:most]
        return tuple(self._quote(s) for s in sorted(kept, key=lambda s: (s.document, s.start)))

    def _quote(self, s: Sentence) -> Quote:
        place = self.words(
            "finding.quote",
            source=self.sources.get(s.document, s.document),
            section=s.section or self.words("finding.untitled"),
            start=s.start,
            end=s.end,
        )
        status = self.words.either(f"statuses.{s.status}", s.status)
        return Quote(s.quote, place, status, self.words("finding.confidence", confidence=f"{s.confidence:.2f}"))

"""One sentence with its mentions: which mention a token leads to, directly, through a noun, or by coreference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.reading import Placed, Read
from dpgraph.statements.arguments import coordinated, prepositional
from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REFERRED = 0.8
_NAMING = frozenset({"compound", "appos", "nmod", "nsubj", "poss"})
_LISTING = frozenset({"including", "namely"})
_JOINING = frozenset({"and", "or"})
_PARTING = frozenset({",", ";", "“", "”", '"', "'", "‘", "’", "the", "&", "a"})
# What may own a title, when a text says "the newspaper": the title itself, or the house of that name.
_TITLES = frozenset({"MagazineTitle", "Newspaper", "Journal"})
# What acts, so that "it" may mean it.
_ACTORS = frozenset({"Organization", "Platform", "Publication", "Policy", "Initiative", "Fund"})
# Bodies that no word for the others means.
_PUBLIC = frozenset({"GovernmentBody", "ResearchInstitute", "University", "Association"})
_TRADING = frozenset({"Publisher", "MediaGroup", "Enterprise"})
_ROOM = frozenset({"of", "for", "in", "on", "with", "as", "between"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention as an end of a relation, with the factor by which the way to it lowers the confidence."""

    placed: Placed
    factor: float = 1.0

    @property
    def type(self) -> str:
        """The mention's type."""
        return self.placed.mention.type


@dataclass(frozen=True, slots=True)
class Told:
    """What a section has said of an entity so far.

    `placed` is its last mention, in the sentence number `sentence`, where it was the subject or not; it was the entity
    number `order` to come up, has been mentioned `times` times, and `subject_times` times as a subject. `first` is the
    number of the first token of its passage.
    """

    placed: Placed
    first: int
    sentence: int
    is_subject: bool
    order: int
    times: int
    subject_times: int


@dataclass(slots=True)
class Memory:
    """What has been mentioned so far in a section, for "it" and "the group"; `sentence` counts what was read of it."""

    placed: list[tuple[Placed, bool]] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)
    sentence: int = 0

    def add(self, placed: Placed, first: int, is_subject: bool) -> None:
        """Remembers a mention, the first token of its passage, and whether it was its sentence's subject."""
        self.placed.append((placed, is_subject))
        name = placed.mention.entity or ""
        known = self.told.get(name)
        self.told[name] = Told(
            placed,
            first,
            self.sentence,
            is_subject,
            known.order if known else len(self.told),
            known.times + 1 if known else 1,
            (known.subject_times if known else 0) + is_subject,
        )

    def subject(self) -> Placed | None:
        """The last thing that acted: what "it" means."""
        return next((p for p, was in reversed(self.placed) if was and p.mention.type in _ACTORS), None)

    def named(self, noun: str) -> Placed | None:
        """The last thing that a noun such as "group" or "magazine" fits, what acted before what was acted on."""
        found = ("Platform", "Platform") if noun == "service" else lexicon().head([noun])
        if found is None:
            return None
        kinds = {found[0]} | ({"Publication", "Organization"} if found[1] in _TITLES else set())
        fitting = [
            (p, was) for p, was in reversed(self.placed) if p.mention.type in kinds and not _is_other(p, found[1])
        ]
        by_word = [p for p, _ in fitting if noun in f"{p.mention.entity} {p.mention.text}".lower().split()]
        if by_word or not fitting or noun not in word_lists().open_nouns:
            return by_word[0] if by_word else None
        return next((p for p, was in fitting if was), fitting[0][0])


def _is_other(placed: Placed, cls: str) -> bool:
    """Whether a name says that it is no such body: the German Research Foundation is not "the publisher"."""
    said = lexicon().head_of_name((placed.mention.entity or "").lower().split())
    return said is not None and ((said[1] in _PUBLIC and cls in _TRADING) or (said[1] in _TRADING and cls in _PUBLIC))


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence of a passage."""

    read: Read
    sentence: Span
    memory: Memory
    speaker: Placed | None
    _words: dict[str, list[Token]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def tokens(self) -> range:
        """The sentence's tokens, as the document counts them."""
        first = self.read.passage.first
        return range(first + self.sentence.start, first + self.sentence.end)

    @property
    def words(self) -> Mapping[str, Sequence[Token]]:
        """The sentence's tokens by lemma, in lower case."""
        if not self._words:
            for token in self.sentence:
                self._words.setdefault(token.lemma_.lower(), []).append(token)
        return self._words

    def mention_at(self, token: Token) -> Placed | None:
        """The outermost mention that covers a token."""
        return self.read.covering(token.i)

    def mentions(self) -> list[Placed]:
        """The sentence's mentions without nested ones."""
        return [p for p in self.read.placed if self.sentence.start <= p.start < self.sentence.end and not p.is_nested]

    def nested(self, outer: Placed) -> list[Placed]:
        """The mentions inside a longer one."""
        return [p for p in self.read.placed if p.is_nested and outer.start <= p.start and p.end <= outer.end]

    def root(self, placed: Placed) -> Token:
        """The token that a mention hangs by."""
        root: Token = self.read.doc[placed.start : placed.end].root
        return root

    def resolve(self, tokens: Iterable[Token], through: frozenset[str] = frozenset()) -> list[Argument]:
        """The mentions that some noun-phrase heads lead to, their coordinated partners included, each once."""
        found: dict[tuple[int, int], Argument] = {}
        for token in tokens:
            for one in coordinated(token):
                for argument in self._one(one, through):
                    for partner in (argument, *self._partners(argument)):
                        found.setdefault((partner.placed.start, partner.placed.end), partner)
        return list(found.values())

    def _partners(self, first: Argument) -> list[Argument]:
        """The rest of a list of names of one type that the parser may have cut: ", B, C and D"."""
        rest, joined = self.run(first.placed.end, {first.type})
        return [Argument(p, first.factor) for p in rest] if joined else []

    def run(self, at: int, types: Iterable[str] | None = None) -> tuple[list[Placed], bool]:
        """The mentions that follow each other from a token on, parted by commas, "and" and brackets.

        Also whether they are a list: joined by "and" or "or", or three.
        """
        found: list[Placed] = []
        is_joined, depth = False, 0
        while at < self.sentence.end:
            token = self.read.doc[at]
            here = self.mention_at(token)
            depth += (token.text == "(") - (token.text == ")")
            if here and not depth and (types is None or here.mention.type in types):
                found.append(here)
                at = here.end
            elif depth or token.text in _PARTING or token.lower_ in _JOINING:
                is_joined = is_joined or token.lower_ in _JOINING
                at += 1
            else:
                break
        return found, is_joined or len(found) >= 3

    def _one(self, token: Token, through: frozenset[str]) -> Iterator[Argument]:
        """What a noun leads to: its own mention, else its name or what it refers to, its list, what it is a use of."""
        if here := self.mention_at(token):
            yield Argument(here)
            return
        named = [m for c in token.children if c.dep_ in _NAMING and (m := self.mention_at(c)) and _names(token, c, m)]
        yield from (Argument(m) for m in named)
        if not named and (meant := self.referred(token)):
            yield Argument(meant, REFERRED)
        yield from self._listed(token)
        if token.lemma_.lower() in through:
            yield from self._through(token, through)

    def _listed(self, token: Token) -> Iterator[Argument]:
        """The names under a common noun: "platforms such as A and B"."""
        for prep in token.children:
            is_such_as = prep.lower_ == "as" and any(c.lower_ == "such" for c in prep.children)
            if prep.dep_ == "prep" and (is_such_as or prep.lower_ in _LISTING):
                yield from self.resolve([c for c in prep.children if c.dep_ == "pobj"])

    def _through(self, noun: Token, through: frozenset[str]) -> Iterator[Argument]:
        """The names around a noun that only stands between: "the use of A", "A development", "models: A and B"."""
        yield from self.resolve(prepositional(noun, _ROOM), through)
        for child in noun.children:
            if child.dep_ in {"compound", "amod", "nmod"} and (modifier := self.mention_at(child)):
                yield Argument(modifier)
        yield from self._before(noun)
        yield from self._after(noun)

    def _before(self, noun: Token) -> Iterator[Argument]:
        """The quoted names right before a noun: "the "A + B" and "C + D" business models"."""
        at = noun.i
        while at > self.sentence.start and (
            self.read.doc[at - 1].is_punct or self.read.doc[at - 1].pos_ in {"ADJ", "NOUN", "CCONJ"}
        ):
            at -= 1
            if here := self.mention_at(self.read.doc[at]):
                yield Argument(here)
                at = here.start

    def _after(self, noun: Token) -> Iterator[Argument]:
        """The list that a noun announces: "three categories: A, B and C", "models, including A and B"."""
        for token in self.read.doc[noun.i + 1 : min(noun.i + 9, self.sentence.end)]:
            is_such_as = token.lower_ == "as" and token.nbor(-1).lower_ == "such"
            if is_such_as or token.text == ":" or token.lower_ in _LISTING:
                yield from (Argument(p) for p in self.run(token.i + 1)[0])
                return

    def referred(self, token: Token) -> Placed | None:
        """The mention that a word refers back to: "it", "its", "the group"; None for any other word."""
        if token.lower_ in {"it", "its"}:
            return self._acting(token) or self.memory.subject()
        if token.pos_ not in {"NOUN", "PROPN"} or any(
            c.dep_ in {"amod", "compound", "nummod"} and not _says_where(c) for c in token.children
        ):
            return None
        is_definite = any(c.lower_ in {"the", "this"} for c in token.children if c.dep_ == "det")
        return self.memory.named(token.lemma_.lower()) if is_definite else None

    def _acting(self, token: Token) -> Placed | None:
        """The subject of the verb that a word depends on, if it acts: Harbor Press in "Harbor Press closed its app"."""
        subjects = [s for verb in token.ancestors for s in verb.children if s.dep_ == "nsubj" and s.i < token.i]
        named = (m for s in subjects if s != token and (m := self.mention_at(s)) and m.mention.type in _ACTORS)
        return next(named, None)


def _says_where(modifier: Token) -> bool:
    """Whether a modifier only says where something is: "the Shanghai-based company", "the Norwegian publisher"."""
    return modifier.lower_ == "based" or modifier.ent_type_ == "NORP"


def _names(noun: Token, modifier: Token, placed: Placed) -> bool:
    """Whether a modifier names the noun: LearnPort in "the LearnPort platform", not Oslo in "the Oslo office"."""
    if modifier.dep_ == "poss" or lexicon().head([noun.lemma_.lower()]) is None:
        return False
    return modifier.dep_ == "appos" or placed.mention.type != "Place"

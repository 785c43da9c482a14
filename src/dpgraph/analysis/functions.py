"""Functions: what resources are there for, who holds which, and where several hold the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from dpgraph.analysis.stated import Stated
from dpgraph.records import Ecosystem, Statement

Tree = Mapping[str, frozenset[str]]
Known = dict[tuple[int, ...], tuple[tuple[Statement, ...], "list[Holding]"]]

OWNING = ("operates", "publishes", "manages")
SERVING = ("activeIn", "usesTechnology")
RESOURCES = frozenset({"Platform", "Publication", "Initiative"})
UNKNOWN = "unknown owner of"


@dataclass(frozen=True, slots=True)
class Holding:
    """A party holds a thing that serves a function, on the word of some statements.

    `party` is None where the documents do not say whose the thing is; `thing` is None where they say that a party is
    active in the function and name no resource of it there (a participant, not an owner). `confidence` is that of the
    least certain statement which the holding needs (0 to 1).
    """

    party: str | None
    thing: str | None
    function: str
    statements: tuple[Statement, ...]
    confidence: float = field(compare=False)


@dataclass(frozen=True)
class Shared:
    """Where things of different parties meet: the functions, and all that is held there or at a narrower one.

    There is more than one function only where the same things of the same parties serve several. What is read off the
    holdings is found once, when it is asked for.
    """

    functions: tuple[str, ...]
    holdings: tuple[Holding, ...]

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Parties that hold a named thing here."""
        return tuple(sorted({h.party for h in self.holdings if h.party and h.thing}))

    @cached_property
    def participants(self) -> tuple[str, ...]:
        """Parties that are active here without a named thing."""
        return tuple(sorted({h.party for h in self.holdings if h.party} - set(self.owners)))

    @cached_property
    def things(self) -> tuple[str, ...]:
        """The named things that serve the function."""
        return tuple(sorted({h.thing for h in self.holdings if h.thing}))

    @cached_property
    def narrower(self) -> tuple[str, ...]:
        """The functions as they are stated of things and parties, where they are narrower than the shared ones."""
        return tuple(sorted({h.function for h in self.holdings} - set(self.functions)))

    @cached_property
    def unowned(self) -> tuple[str, ...]:
        """Things of which the documents do not say whose they are."""
        return tuple(sorted({h.thing for h in self.holdings if h.thing and not h.party}))


def function_tree(ecosystem: Ecosystem, stated: Stated) -> dict[str, frozenset[str]]:
    """Each sector with itself and everything above it, by skos:broader and by asserted partOf between sectors.

    Cycles do no harm: the sectors of a cycle all stand above one another.
    """
    up: defaultdict[str, set[str]] = defaultdict(set)
    for narrow, broad in ecosystem.broader.items():
        up[narrow].update(broad)
    for s in stated.of("partOf"):
        if stated.type(s.subject) == "Sector":
            up[s.subject].add(s.object)
    return {sector: _above(sector, up) for sector in sorted({*up, *(top for tops in up.values() for top in tops)})}


def above(tree: Tree, function: str) -> frozenset[str]:
    """A function and everything broader."""
    return tree.get(function) or frozenset((function,))


def narrower(tree: Tree, a: str, b: str) -> bool:
    """Whether `a` is strictly narrower than `b` (two sectors of a cycle are not)."""
    return a != b and b in above(tree, a) and a not in above(tree, b)


def lowest(tree: Tree, functions: Collection[str]) -> tuple[str, ...]:
    """Those of some functions that have no narrower one among them.

    >>> tree = {"algebra": frozenset({"algebra", "education"})}
    >>> lowest(tree, {"algebra", "education", "games"})
    ('algebra', 'games')
    """
    return tuple(f for f in sorted(functions) if not any(narrower(tree, g, f) for g in functions))


def resource_holdings(stated: Stated, known: Known | None = None) -> tuple[Holding, ...]:
    """Who owns which platform, publication or initiative that serves which sector or technology; then participants.

    An owner operates, publishes or manages the resource. A resource without a stated owner has party None, an
    organization that is itself active in a sector, or uses a technology, has thing None. `known` are holdings on the
    word of the same statements, of other draws; new ones are added.
    """
    known = {} if known is None else known
    owned: defaultdict[str, list[Statement]] = defaultdict(list)
    for predicate in OWNING:
        for s in stated.of(predicate):
            owned[s.object].append(s)
    found: list[Holding] = []
    for serves in (s for predicate in SERVING for s in stated.of(predicate)):
        said = serves, *owned.get(serves.subject, ())
        # Told apart by identity, which nothing else can take on as long as they are kept.
        key = tuple(map(id, said))
        if key not in known:
            known[key] = said, _holdings(stated, *said)
        found.extend(known[key][1])
    return tuple(found)


def fund_holdings(stated: Stated) -> tuple[Holding, ...]:
    """Who manages which fund that pays for what.

    A body that funds a sector itself, and manages no fund that does, holds a fund of its own there.
    """
    managed: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in stated.of("manages"):
        managed[s.object].append(s)
    paying = stated.of("funds")
    funds = [s for s in paying if stated.type(s.subject) == "Fund"]
    found = [h for s in funds for h in _held(s, managed.get(s.subject, []))]
    by_fund = {(h.party, h.function) for h in found}
    for s in paying:
        itself = stated.type(s.subject) == "Organization" and stated.type(s.object) == "Sector"
        if itself and (s.subject, s.object) not in by_fund:
            found.append(_own(s))
    return tuple(found)


def mandate_holdings(stated: Stated) -> tuple[Holding, ...]:
    """Which body has charge of which sector."""
    return tuple(_own(s) for s in stated.of("governs"))


def shared_functions(holdings: Iterable[Holding], tree: Tree) -> tuple[Shared, ...]:
    """The functions at which different parties meet, each at the narrowest function that joins a pair of them.

    A thing of a narrower function serves the broader ones too, so any two parties meet somewhere high up; a function
    is given only if it is the lowest common one of at least two owners (or of an owner and a participant, where there
    are not two owners). Of functions that join the same things of the same parties, the narrowest stays.
    """
    held = tuple(holdings)
    owners, everyone = _joining([h for h in held if h.thing], tree), _joining(held, tree)
    beneath = _beneath(held, tree)
    same: defaultdict[object, list[Shared]] = defaultdict(list)
    for function in (*sorted(owners), *sorted(everyone - owners)):
        shared = Shared((function,), _counted(beneath[function]))
        if function in owners or len(shared.owners) < 2:
            same[_contents(shared)].append(shared)
    return tuple(_merged(group, tree) for group in same.values())


def _above(sector: str, up: Mapping[str, set[str]]) -> frozenset[str]:
    reached, front = {sector}, [sector]
    while front:
        new = up.get(front.pop(), set()) - reached
        reached |= new
        front.extend(new)
    return frozenset(reached)


def _holdings(stated: Stated, serves: Statement, *owned: Statement) -> list[Holding]:
    kind = stated.type(serves.subject)
    if kind == "Organization":
        return [Holding(serves.subject, None, serves.object, (serves,), serves.confidence)]
    return _held(serves, owned) if kind in RESOURCES else []


def _own(s: Statement) -> Holding:
    """What a body holds by itself."""
    return Holding(s.subject, s.subject, s.object, (s,), s.confidence)


def _held(serves: Statement, owned: Sequence[Statement]) -> list[Holding]:
    """One holding for each owner of what `serves` is about, or one without a party."""
    thing, function, sure = serves.subject, serves.object, serves.confidence
    return [Holding(s.subject, thing, function, (s, serves), min(s.confidence, sure)) for s in owned] or [
        Holding(None, thing, function, (serves,), sure)
    ]


def _beneath(held: Iterable[Holding], tree: Tree) -> dict[str, list[Holding]]:
    """What is held at each function or a narrower one."""
    found: defaultdict[str, list[Holding]] = defaultdict(list)
    for h in held:
        for function in above(tree, h.function):
            found[function].append(h)
    return found


def _counted(here: Sequence[Holding]) -> tuple[Holding, ...]:
    """What is held in one place; a participation only of parties that own nothing there."""
    owners = {h.party for h in here if h.thing}
    return tuple(h for h in here if h.thing or h.party not in owners)


def _joining(held: Iterable[Holding], tree: Tree) -> set[str]:
    """The lowest common functions of all pairs of parties; an unknown owner is a party of its own.

    Sets of functions are numbers here, a bit for each function: there are as many of them as pairs of parties.
    """
    by_function: defaultdict[str, list[str]] = defaultdict(list)
    for h in held:
        by_function[h.function].append(h.party or f"{UNKNOWN} {h.thing}")
    functions = sorted(frozenset().union(*(above(tree, f) for f in by_function)))
    bits = {function: 1 << n for n, function in enumerate(functions)}
    beneath = dict.fromkeys(functions, 0)
    for narrow, bit in bits.items():
        for broad in (f for f in above(tree, narrow) if narrower(tree, narrow, f)):
            beneath[broad] |= bit
    reach: defaultdict[str, int] = defaultdict(int)
    for function, parties in by_function.items():
        wide = sum(bits[f] for f in above(tree, function))
        for party in parties:
            reach[party] |= wide
    here = defaultdict[str, Counter[int]](Counter)
    for reached, many in Counter(reach.values()).items():
        for f in _members(reached, functions):
            here[f][reached & beneath[f]] += many
    return {f for f, found in here.items() if _lowest_of_two(found)}


def _members(chosen: int, functions: Sequence[str]) -> Iterable[str]:
    """The functions in a set, the first one first."""
    while chosen:
        lowest = chosen & -chosen
        yield functions[lowest.bit_length() - 1]
        chosen ^= lowest


def _lowest_of_two(narrower: Counter[int]) -> bool:
    """Whether two parties share nothing narrower; by the sets of narrower functions, how many parties serve them."""
    if 0 in narrower:
        return narrower.total() > 1
    return any(not a & b for a, b in combinations(narrower, 2))


def _contents(shared: Shared) -> frozenset[tuple[str | None, str | None]]:
    """What makes two functions the same meeting: things with their owners, and participants if they are needed."""
    needed = len(shared.owners) < 2
    return frozenset((h.party, h.thing) for h in shared.holdings if h.thing or needed)


def _merged(group: list[Shared], tree: Tree) -> Shared:
    """One meeting of several: of functions above one another the narrowest, of a cycle the first by IRI."""
    kept = lowest(tree, {f for s in group for f in s.functions})
    functions = tuple(f for f in kept if not any(_same_level(tree, g, f) for g in kept))
    held = (h for s in group if s.functions[0] in functions for h in s.holdings)
    # Told apart by identity: each holding is there once, and to hash one means to hash all its evidence.
    return Shared(functions, tuple({id(h): h for h in held}.values()))


def _same_level(tree: Tree, earlier: str, function: str) -> bool:
    return earlier < function and earlier in above(tree, function) and function in above(tree, earlier)

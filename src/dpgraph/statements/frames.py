"""The frames of the rules: what a sentence must look like for a rule to find its ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dpgraph.statements import frames_of_names as names
from dpgraph.statements import frames_of_nouns as nouns
from dpgraph.statements import frames_of_verbs as verbs
from dpgraph.statements.matching import Match
from dpgraph.statements.rules import Rule
from dpgraph.statements.scene import Scene

# By the name that `rules.toml` calls a frame by; the docstring of each shows the words that it fits.
FRAMES: dict[str, Callable[[Rule, Scene], Iterator[Match]]] = {
    "verb": verbs.verb,
    "paid": verbs.paid,
    "place": verbs.place,
    "jointly": verbs.jointly,
    "noun": nouns.noun,
    "act": nouns.act,
    "genitive": nouns.genitive,
    "role": nouns.role,
    "together": nouns.together,
    "with from": nouns.with_from,
    "applied": nouns.applied,
    "sector of owner": nouns.sector_of_owner,
    "sector noun": nouns.sector_noun,
    "for": nouns.for_what,
    "name in place": names.name_in_place,
    "named after": names.named_after,
    "title of": names.title_of,
    "title on": names.title_on,
    "list": names.listed,
    "lead": names.lead,
    "hyphen": names.hyphen,
    "award from": names.award_from,
}


def matches(rule: Rule, scene: Scene) -> Iterator[Match]:
    """All that a rule finds in a sentence, types not yet checked."""
    return FRAMES[rule.frame](rule, scene)

"""Names that the code itself must know; everything else about them stands in the ontology."""

from __future__ import annotations

TYPES = (
    "Organization", "Platform", "Publication", "BusinessModel", "Policy", "Initiative", "Fund", "Technology",
    "Sector", "Place", "Person", "Challenge", "Recommendation",
)  # fmt: skip
GUIDE_TYPES = TYPES[:11]
GUIDE_PREDICATES = frozenset({
    "operates", "publishes", "partOf", "locatedIn", "activeIn", "usesBusinessModel", "usesTechnology", "issues",
    "promotes", "funds", "manages", "participatesIn", "collaboratesWith",
})  # fmt: skip
STATUSES = ("asserted", "planned", "recommended", "mandated", "denied", "ceased")
CONCEPT_TYPES = frozenset({"BusinessModel", "Technology", "Sector"})

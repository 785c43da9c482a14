"""The names of things: namespaces, slugs and the hashes that identify statements, observations and evidence."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

BASE = "https://w3id.org/dpgraph/"
ONTOLOGY = BASE + "ontology"
SHIPPED = (ONTOLOGY, f"{ONTOLOGY}/findings")  # the core, and what stands on it
# What stands for a blank node where every node has a name, in stores elsewhere.
GENID = BASE + ".well-known/genid/"
PREFIXES = {
    "dpg": ONTOLOGY + "#",
    "dpr": BASE + "resource/",
    "dps": BASE + "statement/",
    "dpo": BASE + "observation/",
    "dpe": BASE + "evidence/",
    "dpf": BASE + "finding/",
    "dpd": BASE + "document/",
    "dpm": BASE + "method/",
    "dpx": BASE + "graph/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "sh": "http://www.w3.org/ns/shacl#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
}
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda p: -len(p[1]))


@cache
def slug(name: str) -> str:
    """A name as the tail of an IRI: lower-case ASCII, or the letters as they are when none is ASCII.

    >>> slug("Farmers’ Science and Technology"), slug("content + services"), slug("重庆出版集团")
    ('farmers-science-and-technology', 'content-services', '重庆出版集团')
    """
    plain = unicodedata.normalize("NFKD", name).lower()
    plain = re.sub(r"['’‘`]", "", plain)
    ascii_only = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return ascii_only or re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).lower()).strip("-")


def expand(curie: str) -> str:
    """A prefixed name as a full IRI.

    >>> expand("dpr:harbor-press")
    'https://w3id.org/dpgraph/resource/harbor-press'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def contract(iri: str) -> str:
    """An IRI as a prefixed name where a prefix fits, else as it is.

    >>> contract("https://w3id.org/dpgraph/ontology#operates")
    'dpg:operates'
    """
    for prefix, base in _LONGEST_FIRST:
        if iri.startswith(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def read(text: str) -> str | None:
    """The IRI that a text is (with or without angle brackets), or a prefixed name stands for; else None.

    >>> read("<https://example.org/a>"), read("dpr:a"), read("Guide: the sequel")
    ('https://example.org/a', 'https://w3id.org/dpgraph/resource/a', None)
    """
    plain = text.strip("<>")
    if plain.startswith(("http://", "https://")):
        return plain
    return expand(plain) if plain.partition(":")[0] in PREFIXES and ":" in plain else None


def digest(*parts: object) -> str:
    """Sixteen hexadecimal digits that depend on the parts alone."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]

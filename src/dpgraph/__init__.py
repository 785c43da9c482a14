"""dpgraph: a knowledge graph of the digital publishing ecosystem.

>>> import dpgraph
>>> g = dpgraph.load("build")                               # doctest: +SKIP
>>> g.sparql("platforms-by-sector")                         # doctest: +SKIP
>>> [silo.title for silo in g.silos()]                      # doctest: +SKIP
"""

from __future__ import annotations

from dpgraph.api import Graph, build, connect, load
from dpgraph.records import Finding
from dpgraph.settings import VERSION

__version__ = VERSION
__all__ = ["Finding", "Graph", "__version__", "build", "connect", "load"]

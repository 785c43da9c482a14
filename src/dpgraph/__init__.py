"""dpgraph: a knowledge graph of the digital publishing ecosystem.

>>> import dpgraph
>>> g = dpgraph.load(rivertown)  # what dpgraph.build() or `dpgraph build` made
>>> g.sparql("platforms-by-sector", sector="digital education").operatorName.tolist()
['Lantern Media Group', 'Harbor Press']
>>> [silo.title for silo in g.silos(["S1"], sector="digital education")]
['digital education: 2 owners side by side']
>>> dpgraph.network_metrics(g.network("ties"))["components"]
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpgraph.api import Graph, build, connect, load
from dpgraph.records import Finding
from dpgraph.settings import VERSION

if TYPE_CHECKING:
    from dpgraph.analysis.metrics import network_metrics, node_metrics

__version__ = VERSION
__all__ = ["Finding", "Graph", "__version__", "build", "connect", "load", "network_metrics", "node_metrics"]


def __getattr__(name: str) -> Any:
    """The measures of networks: networkx is imported when they are asked for, and not before."""
    if name not in ("network_metrics", "node_metrics"):
        raise AttributeError(f"module 'dpgraph' has no attribute {name!r}")
    from dpgraph.analysis import metrics

    return getattr(metrics, name)

"""Floor 5: what the graph says about the ecosystem: networks, ties, silos, opportunities."""

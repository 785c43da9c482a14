"""Floor 6: networks and findings as something to look at or to carry away."""

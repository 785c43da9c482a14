"""Floor 3: Readings and curated rows become Statements and Observations of one shape."""

"""Floor 4: statements to an RDF store, stored questions to rows, the store to violations."""

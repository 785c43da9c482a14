"""The server door: the SPARQL endpoint, the query editor and the pages of everything that has an IRI."""

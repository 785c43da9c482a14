"""`python -m dpgraph` is `dpgraph`."""

from __future__ import annotations

from dpgraph.cli import main

if __name__ == "__main__":
    main()

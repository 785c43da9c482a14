"""Floor 1: a file becomes a Document: clean text, sections, and the way back to every character of the file."""

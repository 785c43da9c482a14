"""The explorer: every page from plain records, the same for the server and for a folder of files."""

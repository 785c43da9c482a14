"""Which blocks of a web page are its article, and which are menus, teasers and notices around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dpgraph.documents.blocks import Block

# So many letters make a block whose words do not come together by chance.
_TELLING = 15


def main_blocks(blocks: Sequence[Block], page: str) -> list[Block]:
    """Those of a page's blocks that trafilatura finds in its main text; all of them when it finds no main text.

    The blocks are ours, so each character keeps its way back to the file. Headings of the first level stay.
    """
    from trafilatura import extract

    found = extract(page, favor_recall=True, include_comments=False, include_tables=True)
    if not found:
        return list(blocks)
    lines = {_letters(part) for line in found.splitlines() for part in (line, *line.split("|"))}
    whole = _letters(found)
    kept = [b for b in blocks if b.level == 1 or _is_in(_letters(b.content.text), lines, whole)]
    return kept if any(b.level != 1 for b in kept) else list(blocks)


def _is_in(letters: str, lines: set[str], whole: str) -> bool:
    return letters in lines or (len(letters) >= _TELLING and letters in whole)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()

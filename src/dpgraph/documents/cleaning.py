"""From blocks to one clean text: boilerplate out, broken words and sentences joined, headings told from prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

from dpgraph.documents.blocks import CLOSE, OPEN, Block
from dpgraph.documents.traced import Traced

_TERMINAL = re.compile(r"[.!?:;…。！？][\"'”’)\]\ue001]*$")
_DANGLING = re.compile(
    r"(?:,|\b(?:the|a|an|of|and|or|by|for|with|in|on|at|to|from|as|that|which|its|their|including|between))$"
)
_NUMBERED = re.compile(
    r"(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]\s*|\(?[ivx]{1,4}[.)]\s+|(?:chapter|part|section)\s+\w+[.:]?\s*|[一二三四五六七八九十]+、)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"\((?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s")
_LEAD = re.compile(r"(?:\(\d{1,2}\)\s*|\d{1,2}\.\s+)?(?P<title>[A-Z“\"][^.:;!?]{2,90}?)\.\s+(?=[A-Z“\"])")
_HARD_WRAP = 100


@cache
def _boilerplate() -> re.Pattern[str]:
    lines = Path(__file__).with_name("boilerplate.txt").read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(f"(?:{x})" for x in lines if x and x[0] != "#"), re.IGNORECASE)


def clean_blocks(blocks: Iterable[Block], *, wrapped: bool) -> list[Block]:
    """Blocks as a reader would see them. `wrapped` says that single line ends mean nothing (Markdown)."""
    tidy = [replace(b, content=tidied(b.content)) for b in blocks]
    kept = [b for b in tidy if _plain(b).strip() and not _is_boilerplate(b)]
    return _without_repeats(joined(_headings_found(kept), wrapped=wrapped or _is_hard_wrapped(kept)))


def tidied(content: Traced) -> Traced:
    """Without invisible characters, citation marks and doubled spaces."""
    content = content.replace(r"[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]", "")
    content = content.replace(r"(?<=\w)-\n(?=[a-z])", "").replace(r" \s+|[^\S ]\s*", " ")  # all but single spaces
    return content.replace(r"(?:\s?\[\d{1,3}\])+", "").strip()


def _plain(block: Block) -> str:
    return block.content.text.replace(OPEN, "").replace(CLOSE, "")


def _is_boilerplate(block: Block) -> bool:
    return bool(_boilerplate().fullmatch(_plain(block).strip(" *_|")))


def _is_hard_wrapped(blocks: Sequence[Block]) -> bool:
    """Whether a plain text breaks its lines at a fixed width."""
    lengths = [len(b.content.text) for b in blocks if b.glued and not b.bullet]
    return len(lengths) >= 3 and 40 < median(lengths) < _HARD_WRAP


def _headings_found(blocks: list[Block]) -> list[Block]:
    if any(b.level for b in blocks):
        return blocks
    following = [*blocks, None][1:]
    return [
        replace(b, level=_level(b, after, first=i == 0))
        for i, (b, after) in enumerate(zip(blocks, following, strict=True))
    ]


def _level(block: Block, after: Block | None, *, first: bool) -> int:
    """The heading level that a plain line looks like having; 0 for prose."""
    text = _plain(block)
    if after is None or len(text) > 160 or _TERMINAL.search(text.rstrip('”"')) or _is_cut(text, after):
        return 0
    if first:
        return 1
    if len(text) > 100 or len(text.split()) > 14:
        return 0
    if len(_plain(after)) < len(text) and not _NUMBERED.match(_plain(after)):
        return 0
    if numbered := _NUMBERED.match(text):
        return 3 if numbered[0].startswith("(") else 2
    ordinal = re.match(r"(First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth), [a-z]", text)
    return 2 if ordinal or (not block.bullet and not block.glued and text[:1].isupper()) else 0


def joined(blocks: Sequence[Block], *, wrapped: bool) -> list[Block]:
    """With sentences and words that a page or line break cut made whole again."""
    whole: list[Block] = []
    for block in blocks:
        if whole and _continues(whole[-1], block, wrapped):
            whole[-1] = replace(whole[-1], content=_stitched(whole[-1].content, block.content))
        else:
            whole.append(block)
    return whole


def _continues(before: Block, block: Block, wrapped: bool) -> bool:
    if before.level or block.level or block.bullet:
        return False
    if block.glued and wrapped:
        return True
    return not _TERMINAL.search(_plain(before)) and _is_cut(_plain(before), block)


def _is_cut(left: str, right: Block) -> bool:
    """Whether a line that ends in no full stop goes on in the next block."""
    text = _plain(right)
    if _DANGLING.search(left) or re.search(r"[a-z]-$", left):
        return True
    return not right.bullet and (text[:1].islower() or (text[:1] in "(,;)" and not _ENUMERATED.match(text)))


def _stitched(left: Traced, right: Traced) -> Traced:
    if re.search(r"[a-z]-$", left.text):
        return Traced.join([left[:-1] if right.text[:1].islower() else left, right])
    return Traced.join([left.padded(" "), right])


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """Without a title or byline that merely repeats a heading just above it."""
    kept: list[Block] = []
    for block in blocks:
        same = [b for b in kept[-3:] if _plain(b).casefold() == _plain(block).casefold()]
        if not same or len(_plain(block)) > 200:
            kept.append(block)
    return kept


def lead_title(text: str) -> str | None:
    """The heading that is glued to the front of a numbered paragraph, as in "(4) Build contents. Support ...".

    >>> lead_title("(4) Build contents. Support new works."), lead_title("Support new works. Build more.")
    ('(4) Build contents', None)
    """
    if not re.match(r"\(\d{1,2}\)\s*\S", text):
        return None
    match = _LEAD.match(text)
    return text[: match.end("title")] if match else None

"""Every command and every code block of the documentation does what the page says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.blocks import SHOWN_ONLY, Reader, blocks, told_apart
from tests.docs.site import CHECKOUT, nav

PAGES = [name for name in nav() if name.endswith(".md") and name != "CHANGELOG.md"]
RUN = {"console", "python", "sparql", "toml", "json"}
# Which build lies in the folder where a page is followed; a page without this comment starts without one.
BUILD = re.compile(r"<!-- build: (tiny|shipped) -->")


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader in a folder that looks like a checkout, without what installs or builds it."""
    here = tmp_path / "checkout"
    here.mkdir()
    for entry in CHECKOUT.iterdir():
        if entry.name not in {"build", "Makefile"} and not entry.name.startswith("."):
            (here / entry.name).symlink_to(entry)
    return Reader(here, {})


@pytest.mark.parametrize("name", PAGES)
def test_the_blocks_of_a_page_run(name: str, reader: Reader, request: pytest.FixtureRequest) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    if found := BUILD.search(text):
        shutil.copytree(request.getfixturevalue(f"{found[1]}_build"), reader.here / "build")
    wrong = [f"{name}:{block.line}: {said}" for block, said in reader.go_through(blocks(text)) if said]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", PAGES)
def test_every_block_is_run_or_says_why_not(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    found = blocks(text)
    assert len(found) == len(re.findall(r"^ *```", text, re.MULTILINE)) / 2
    for block in found:
        assert block.title or block.mark == "not run" or block.language in RUN | SHOWN_ONLY, f"{name}:{block.line}"


def test_what_is_left_out_may_be_anything_and_the_rest_may_not() -> None:
    assert told_apart("a\n...\nd", "a\nb\nc\nd\n") == ""
    assert told_apart("a ... c", "a b c") == ""
    assert told_apart("a\n...", "a\n") == ""
    assert told_apart("a.c", "abc") != ""
    assert told_apart("a", "a\nb") != ""


def test_a_wrong_block_is_found(tmp_path: Path) -> None:
    page = blocks(
        "```console\n$ echo one\ntwo\n$ echo three\n```\n"
        "```console\n$ false\n```\n"
        "```console\n$ mkdir inner && cd inner\n```\n"
        '```text title="file.txt"\nhere\n```\n'
        "```console\n$ cat file.txt\nhere\n```\n"
        "<!-- exit: 3 -->\n```console\n$ (exit 3)\n```\n"
        "<!-- not run: it never ends -->\n```console\n$ sleep 1000\n```\n"
        "```python\nprint(6 * 7)\n```\n\n```\n43\n```\n"
    )
    reader = Reader(tmp_path, {})
    wrong = [block.line for block, said in reader.go_through(page) if said]
    assert wrong == [1, 6, 31]
    assert reader.here == tmp_path / "inner"

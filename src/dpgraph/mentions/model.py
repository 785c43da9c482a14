"""The spaCy model: an official medium English one if it is installed, else the one that the package index ships."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dpgraph.errors import NotFound
from dpgraph.mentions.datelines import part_datelines
from dpgraph.settings import MODELS

if TYPE_CHECKING:
    from spacy.language import Language

_DATELINES = "dpgraph_datelines"


@cache
def load_model() -> Language:
    """The model, loaded once. `NotFound` says how to install one."""
    name = model_name()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # a 3.7 model under spaCy 3.8: same architecture, tested
        model: Language = import_module(name).load()
    _split_last_stops(model)
    _part_datelines(model)
    return model


@contextmanager
def forgetting() -> Iterator[None]:
    """A block after which the model forgets the words it met: nothing that spaCy made inside may be used outside.

    Without it the vocabulary, and so the memory, grows with every document.
    """
    with load_model().memory_zone():
        yield


def _split_last_stops(model: Language) -> None:
    """Lets the tokenizer part a sentence's full stop from a name that ends in a capital: "the IoT." is three tokens."""
    from spacy.util import compile_suffix_regex

    rules = [*(model.Defaults.suffixes or ()), r"(?<=[A-Za-z&][A-Z])\.", r"(?<=[A-Z]\d)\."]
    tokenizer: Any = model.tokenizer
    tokenizer.suffix_search = compile_suffix_regex(rules).search


def _part_datelines(model: Language) -> None:
    """Puts the datelines' component before the parser."""
    from spacy.language import Language

    Language.component(_DATELINES, func=part_datelines)
    model.add_pipe(_DATELINES, before="parser")


def model_name() -> str:
    """The package of the model that `load_model` loads."""
    for name in MODELS:
        if find_spec(name):
            return name
    raise NotFound(f"no English model for spaCy; install one: pip install {MODELS[-1].replace('_', '-')}")


def model_version() -> str:
    """Name and version of the model, for the record of a build."""
    from importlib.metadata import version

    name = model_name()
    return f"{name} {version(name)}"

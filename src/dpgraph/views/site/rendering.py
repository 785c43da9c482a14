"""The templates; every value in them is escaped, and none of them holds a script or style of its own."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from dpgraph.settings import VERSION
from dpgraph.views import words
from dpgraph.views.palette import SHAPES, STYLES

if TYPE_CHECKING:
    from jinja2 import Environment

    from dpgraph.views.site.addresses import Addresses

STATIC = Path(__file__).parent / "static"

# The styles that vendored scripts write into the page themselves: force-graph, its tooltips, YASGUI.
STYLES_OF_SCRIPTS = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # a style that is still empty
    "'sha256-jtRRMYY2VbEXuBKbHvqM1/fPT8vazFrEooXdvwUK4y8='",
    "'sha256-9xjtvxMT1ApHlgn9ohbh2FNfvK5Tqtzy94BjfXBeMSY='",
    "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='",
)
# What a page may load: what stands beside it, and nothing else.
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {' '.join(STYLES_OF_SCRIPTS)}; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'"
)


def render(template: str, to: Addresses, **values: object) -> str:
    """A template with these values, as the text of a page whose links go where `to` says."""
    return _environment().get_template(template).render(version=VERSION, to=to, **values)


def script_data(name: str, data: object) -> str:
    """Data as a script that a page can load from a server or from disk alike: it calls dpgraph(name, text of JSON)."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"dpgraph({json.dumps(name)}, {json.dumps(text, ensure_ascii=False)});\n".replace("<", "\\u003c")


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = files("dpgraph.views.site") / "templates"
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".html")}
    made = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"number": words.number, "spoken": words.spoken, "title_of": words.title_of}
    made.globals |= {"shapes": SHAPES, "styles": STYLES, "counted": words.counted, "policy": POLICY}
    return made

"""The report as PDF: the same page on A4, laid out by WeasyPrint in Noto Sans SC, which has both kinds of letters."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from dpgraph.errors import InputError

EXTRA = "a PDF report needs WeasyPrint and a Chinese font: pip install 'dpgraph[report]'"
PANGO = (
    "a PDF report needs the system's Pango library, which is not there ({reason}): "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu), "
    "dnf install pango (Fedora), brew install pango (macOS); HTML and Markdown need none of it"
)
FACE = '@font-face {{ font-family: "Noto Sans SC"; src: url("{url}"); }}'


def as_pdf(page: str) -> tuple[bytes, int]:
    """A page as a tagged PDF (PDF/UA-1) with its font inside, and how many sheets it has. Loads no address.

    Raises `InputError`, with what to install, when WeasyPrint, the font or Pango is missing.
    """
    weasyprint, font = _library(), _font()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fonts = weasyprint.text.fonts.FontConfiguration()
    here = weasyprint.urls.URLFetcher(allowed_protocols={"file"}, fail_on_errors=True)
    nowhere = weasyprint.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    face = weasyprint.CSS(string=FACE.format(url=font.as_uri()), font_config=fonts, url_fetcher=here)
    document = weasyprint.HTML(string=page, url_fetcher=nowhere)
    laid_out = document.render(stylesheets=[face], font_config=fonts, pdf_variant="pdf/ua-1")
    return laid_out.write_pdf(pdf_variant="pdf/ua-1"), len(laid_out.pages)


def _library() -> Any:
    try:
        import weasyprint
        import weasyprint.text.fonts
        import weasyprint.urls
    except ImportError:
        raise InputError(EXTRA) from None
    except OSError as error:
        raise InputError(PANGO.format(reason=str(error).splitlines()[0].split(":")[0])) from None
    return weasyprint


def _font() -> Path:
    """Noto Sans SC, from the package that ships it with its licence (SIL OFL 1.1)."""
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        raise InputError(EXTRA) from None
    return Path(sans_path())

"""A page or file from the web, within limits."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import PurePosixPath
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from dpgraph.errors import InputError
from dpgraph.iris import slug
from dpgraph.settings import MAX_FILE_BYTES, SUFFIXES, VERSION

SECONDS = 30.0
_SCHEMES = ("http", "https")
_STEP = 65536
_KINDS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the address that answered in the end, a file name that fits, and the bytes."""

    url: str
    name: str
    data: bytes


def is_url(given: str) -> bool:
    """Whether a word is an address and no file.

    >>> is_url("https://example.org/a"), is_url("notes.md"), is_url("C:/notes.md")
    (True, False, False)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", given) is not None


def fetch(url: str, *, seconds: float = SECONDS, most: int = MAX_FILE_BYTES) -> Fetched:
    """What an address gives.

    Only http and https are asked, also where the answer leads elsewhere. Raises `InputError` for another scheme, an
    address that does not answer in time or answers with an error, for a kind of file that is not read, and for more
    than `most` bytes.
    """
    until = time.monotonic() + seconds
    try:
        with _opener().open(_request(url), timeout=seconds) as answer:
            kind = answer.headers.get_content_type()
            name = _file_name(answer.url, kind, url)
            return Fetched(answer.url, name, _limited(answer, url, until, most))
    except InputError:
        raise
    except HTTPError as error:
        raise InputError(f"{url}: the server answers {error.code} ({error.reason})") from None
    except TimeoutError:
        raise InputError(f"{url}: no complete answer within {seconds:.0f} seconds") from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise InputError(f"{url}: no complete answer within {seconds:.0f} seconds") from None
        raise InputError(
            f"{url}: cannot be reached ({getattr(error.reason, 'strerror', None) or error.reason})"
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        raise InputError(f"{url}: cannot be fetched ({str(error) or type(error).__name__})") from None


class _Redirects(HTTPRedirectHandler):
    """Follows redirects to http and https alone."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:
        _check_scheme(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener() -> OpenerDirector:
    return build_opener(_Redirects)


def _request(url: str) -> Request:
    _check_scheme(url)
    asked = {"User-Agent": f"dpgraph/{VERSION}", "Accept": "text/html, application/pdf, text/plain, */*;q=0.5"}
    return Request(urlunsplit(urlsplit(url)._replace(fragment="")), headers=asked)


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme.lower() not in _SCHEMES:
        raise InputError(f"{url}: the scheme {parts.scheme!r} is not fetched; allowed: {', '.join(_SCHEMES)}")
    if not parts.hostname:
        raise InputError(f"{url}: names no host; allowed: an address such as https://example.org/page")


def _limited(answer: IO[bytes], url: str, until: float, most: int) -> bytes:
    """The body of an answer, read in steps so that neither an endless nor a dripping one is waited for."""
    data = bytearray()
    while step := answer.read1(_STEP):  # type: ignore[attr-defined]  # an HTTPResponse has it
        data += step
        if len(data) > most:
            raise InputError(f"{url}: more than {most / 1e6:.0f} MB; allowed: up to {most / 1e6:.0f} MB a file")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(data)


def _file_name(final: str, kind: str, url: str) -> str:
    """A name made of the address, with the suffix that the kind of answer asks for."""
    parts = urlsplit(final)
    path = PurePosixPath(unquote(parts.path))
    suffix = _KINDS.get(kind) or (path.suffix.lower() if path.suffix.lower() in SUFFIXES else "")
    if not suffix:
        raise InputError(f"{url}: gives {kind}; allowed: pages, plain text, Markdown, PDF, Word and EPUB files")
    stem = path.stem if path.stem not in {"", "/", "index"} else path.parent.name
    return f"{slug(f'{parts.hostname} {stem}') or 'page'}"[:80].strip("-") + suffix

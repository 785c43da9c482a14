"""Stored questions: SPARQL files with a header that says what they ask, and parameters to bind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from dpgraph import assets, iris, terms
from dpgraph.documents.project import own_queries
from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.records import Question

KEYS = ("title", "question", "params", "returns", "tags", "problem", "solution", "endpoint")

_HEADER = re.compile(r"#\+ (\w+): (.*\S)\s*")
_PAIR = re.compile(r"([A-Za-z]\w*): ([a-z]+)")
_VALUES = r"(VALUES\s+\?{name}\s*\{{)[^{{}}]*(\}})"
_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"<>{}\\`|^]+")
_PREFIXED = re.compile(r"([A-Za-z][\w-]*):([\w%.-]+(?:/[\w%.-]+)*)")


def read_questions(folder: Path) -> dict[str, Question]:
    """The questions of a folder by name (the file's name without .rq), sorted.

    Raises NotFound when there is no such folder, InputError naming file and line when a header cannot be read.
    """
    if not folder.is_dir():
        raise NotFound(f"No questions at {folder}: there is no such folder.")
    return {file.stem: read_question(file) for file in sorted(folder.glob("*.rq"))}


def known_questions(*places: Path) -> dict[str, Question]:
    """The shipped questions, and those of the projects that these folders are or lie in.

    Raises InputError as `read_questions`, and for a question that is called as a shipped one.
    """
    shipped = read_questions(assets.folder("queries") / "questions")
    found = dict(shipped)
    for folder in dict.fromkeys(folder for place in places for folder in own_queries(place)):
        for name, question in read_questions(folder).items():
            if name in shipped:
                raise InputError(f"{folder / name}.rq: there is a shipped question of this name; allowed: another name")
            found[name] = question
    return found


def read_question(file: Path) -> Question:
    """The question in a file; InputError as for `read_questions`."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}.") from error
    header = _header(text, file)
    question = Question(
        name=file.stem,
        title=header.get("title", file.stem),
        question=header.get("question", ""),
        text=text,
        params=_mapping(header.get("params", "{}"), file),
        returns=_mapping(header.get("returns", "{}"), file),
        tags=_list(header.get("tags", "[]"), file),
        problem=header.get("problem", ""),
        solution=header.get("solution", ""),
        endpoint=header.get("endpoint", ""),
    )
    _check_params(question, file)
    return question


def bind(question: Question, values: Mapping[str, object]) -> str:
    """The question's text with these values between the braces of `VALUES ?name { ... }`; the others stay as they are.

    Raises InputError for a parameter that the question has not, or a value that is not of its kind.

    >>> asked = Question("x", "", "", "SELECT * { VALUES ?year { UNDEF } ?s dpg:year ?year }", {"year": "year"})
    >>> bind(asked, {"year": 2017})
    'SELECT * { VALUES ?year { "2017"^^<http://www.w3.org/2001/XMLSchema#gYear> } ?s dpg:year ?year }'
    """
    text = question.text
    for name, value in values.items():
        text = _bound(text, name, _term(question, name, str(value).strip()))
    return text


def _bound(text: str, name: str, term: str) -> str:
    return re.sub(_VALUES.format(name=name), lambda match: f"{match[1]} {term} {match[2]}", text)


def _term(question: Question, name: str, value: str) -> str:
    if name not in question.params:
        takes = allowed(name, question.params) if question.params else "It has none"
        raise InputError(f'The question "{question.name}" has no parameter "{name}"; {takes}.')
    kind = question.params[name]
    read, wanted = KINDS[kind]
    term = read(value)
    if term is None:
        raise InputError(
            f'"{value}" is not a value for the parameter "{name}" of "{question.name}". Allowed: {wanted}.'
        )
    return term


def _name_in(prefix: str, local: Callable[[str], str]) -> Callable[[str], str | None]:
    """A reader of IRIs: in full, with a known prefix, or as a plain name that `local` turns into the tail of one."""

    def read(value: str) -> str | None:
        if not _PLAIN.fullmatch(value):
            return None
        if re.fullmatch(r"https?://\S+", value):
            return f"<{value}>"
        prefixed = _PREFIXED.fullmatch(value)
        if prefixed and prefixed[1] in iris.PREFIXES:
            return f"<{iris.expand(value)}>"
        tail = local(value)
        return f"<{iris.PREFIXES[prefix]}{tail}>" if tail and "://" not in value else None

    return read


def _document(value: str) -> str:
    return value if re.fullmatch(r"[\w%.-]+(?:/section/\d+)?", value) else ""


def _status(value: str) -> str:
    return value if value in terms.STATUSES else ""


def _text(value: str) -> str | None:
    return f'"{value}"' if _PLAIN.fullmatch(value) else None


def _year(value: str) -> str | None:
    return f'"{value}"^^<{iris.expand("xsd:gYear")}>' if re.fullmatch(r"\d{4}", value, re.ASCII) else None


def _number(value: str) -> str | None:
    return value if re.fullmatch(r"-?\d+(?:\.\d+)?", value, re.ASCII) else None


# For each kind of parameter: how a value becomes a SPARQL term (None: it does not), and what to say then.
KINDS: Mapping[str, tuple[Callable[[str], str | None], str]] = {
    "iri": (
        _name_in("dpr", iris.slug),
        'a name ("digital education"), a prefixed name (dpr:digital-education) or a full IRI (https://...)',
    ),
    "document": (_name_in("dpd", _document), "a document's id, a prefixed name (dpd:id) or a full IRI (https://...)"),
    "status": (_name_in("dpg", _status), f"one of {', '.join(terms.STATUSES)}"),
    "text": (_text, 'words without any of " < > { } \\ ` | ^'),
    "year": (_year, "a year of four digits (2017)"),
    "number": (_number, "a number (0.5)"),
}


def _header(text: str, file: Path) -> dict[str, str]:
    """The `#+ key: value` lines; anything else that begins with `#+` is refused."""
    header: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        found = _HEADER.fullmatch(line)
        if not found or found[1] not in KEYS or found[1] in header:
            allowed_form = f"#+ key: value, each key once, with keys {', '.join(KEYS)}"
            raise InputError(f'{file}, line {number}: not a header line: "{line}". Allowed: {allowed_form}')
        header[found[1]] = found[2]
    return header


def _mapping(value: str, file: Path) -> dict[str, str]:
    """A header value such as `{sector: iri, year: year}`."""
    if not (value.startswith("{") and value.endswith("}")):
        raise InputError(f"{file}: not a mapping: {value}. Allowed: {{name: kind, name: kind}}")
    pairs = [_PAIR.fullmatch(part.strip()) for part in value[1:-1].split(",") if part.strip()]
    if not all(pairs):
        raise InputError(f"{file}: not a mapping: {value}. Allowed: {{name: kind, name: kind}}")
    return {pair[1]: pair[2] for pair in pairs if pair}


def _list(value: str, file: Path) -> tuple[str, ...]:
    """A header value such as `[platforms, sectors]`."""
    if not re.fullmatch(r"\[[^\[\]]*\]", value):
        raise InputError(f"{file}: not a list: {value}. Allowed: [word, word]")
    return tuple(part.strip() for part in value[1:-1].split(",") if part.strip())


def _check_params(question: Question, file: Path) -> None:
    for name, kind in question.params.items():
        if kind not in KINDS:
            raise InputError(f'{file}: the parameter "{name}" has the unknown kind "{kind}"; {allowed(kind, KINDS)}')
        if not re.search(_VALUES.format(name=name), question.text):
            raise InputError(f'{file}: the parameter "{name}" has no line VALUES ?{name} {{ ... }} to bind it in.')

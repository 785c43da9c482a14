from pathlib import Path

import pytest

from dpgraph.errors import InputError, NotFound
from dpgraph.graph.questions import bind, read_question, read_questions
from dpgraph.records import Question

TEXT = "SELECT * { VALUES ?a { UNDEF } VALUES ?b { dpr:x dpr:y } ?a ?p ?b }"


def asked(kind: str) -> Question:
    return Question("asked", "", "", TEXT, {"a": kind})


def bound(kind: str, value: object) -> str:
    text = bind(asked(kind), {"a": value})
    assert text.startswith("SELECT * { VALUES ?a { ") and text.endswith(" } VALUES ?b { dpr:x dpr:y } ?a ?p ?b }")
    return text.removeprefix("SELECT * { VALUES ?a { ").removesuffix(" } VALUES ?b { dpr:x dpr:y } ?a ?p ?b }")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "digital education", "<https://w3id.org/dpgraph/resource/digital-education>"),
        (
            "iri",
            "Farmers' Science and Technology",
            "<https://w3id.org/dpgraph/resource/farmers-science-and-technology>",
        ),
        ("iri", "dpr:harbor-press", "<https://w3id.org/dpgraph/resource/harbor-press>"),
        ("iri", "https://example.org/a?b=c#d", "<https://example.org/a?b=c#d>"),
        ("iri", "重庆出版集团", "<https://w3id.org/dpgraph/resource/重庆出版集团>"),
        ("iri", "Guide: the sequel", "<https://w3id.org/dpgraph/resource/guide-the-sequel>"),
        ("document", "rivertown", "<https://w3id.org/dpgraph/document/rivertown>"),
        ("document", "dpd:rivertown/section/2", "<https://w3id.org/dpgraph/document/rivertown/section/2>"),
        ("status", "planned", "<https://w3id.org/dpgraph/ontology#planned>"),
        ("text", " output value ", '"output value"'),
        ("year", 2017, '"2017"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("number", "-0.5", "-0.5"),
        ("number", 3, "3"),
    ],
)
def test_values_become_terms(kind: str, value: object, term: str) -> None:
    assert bound(kind, value) == term


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("iri", "", "a name"),
        ("iri", "?!", "a name"),
        ("iri", "x> } ?s ?p ?o . { <y", "a name"),
        ("iri", 'a" b', "a name"),
        ("iri", "https://example.org/a b", "a name"),
        ("iri", "ftp://example.org/", "a name"),
        ("iri", "a\nb", "a name"),
        ("document", "a b", "a document's id"),
        ("status", "true", "one of asserted, planned, recommended, mandated, denied, ceased"),
        ("text", 'x" } #', "words without"),
        ("text", "a\\", "words without"),
        ("text", "{ }", "words without"),
        ("year", "17", "a year of four digits"),
        ("year", "２０１７", "a year of four digits"),
        ("number", "1e5", "a number"),
        ("number", "1 } #", "a number"),
    ],
)
def test_a_wrong_value_says_what_was_allowed(kind: str, value: str, wanted: str) -> None:
    with pytest.raises(InputError, match=f'is not a value for the parameter "a" of "asked". Allowed: {wanted}'):
        bind(asked(kind), {"a": value})


def test_an_unknown_parameter() -> None:
    with pytest.raises(InputError, match='The question "asked" has no parameter "aa"; did you mean "a"'):
        bind(asked("iri"), {"aa": "x"})
    with pytest.raises(InputError, match='has no parameter "a"; It has none'):
        bind(Question("asked", "", "", TEXT), {"a": "x"})


def test_without_values_the_text_stays() -> None:
    assert bind(asked("iri"), {}) == TEXT


def test_a_question_is_read(tmp_path: Path) -> None:
    file = tmp_path / "who-runs-it.rq"
    file.write_text(
        "#+ title: Who runs it\n#+ question: Who runs which platform?\n#+ params: {platform: iri}\n"
        "#+ returns: {who: text, what: iri}\n#+ tags: [a, b-c]\n\nSELECT * { VALUES ?platform { UNDEF } }\n",
        encoding="utf-8",
    )
    question = read_question(file)
    assert (question.name, question.title, question.tags) == ("who-runs-it", "Who runs it", ("a", "b-c"))
    assert question.params == {"platform": "iri"}
    assert question.returns == {"who": "text", "what": "iri"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ titel: A\n", r"line 1: not a header line.*with keys title, question"),
        ("#+ title: A\n#+ title: B\n", "line 2: not a header line"),
        ("#+ title\n", "line 1: not a header line"),
        ("#+ params: platform\n", "not a mapping: platform. Allowed: {name: kind"),
        ("#+ params: {a iri}\n", "not a mapping"),
        ("#+ params: {a: iris}\nVALUES ?a { UNDEF }", 'unknown kind "iris"; did you mean "iri"'),
        ("#+ params: {a: iri}\nSELECT * {}", r"no line VALUES \?a"),
        ("#+ tags: a, b\n", "not a list"),
    ],
)
def test_a_broken_header_is_said_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.rq").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"x\.rq.*{message}"):
        read_questions(tmp_path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"x\.rq: cannot be read"):
        read_questions(tmp_path)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such folder"):
        read_questions(tmp_path / "nowhere")

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.corpus import read_corpus
from dpgraph.documents.language import language_of
from dpgraph.documents.reading import read_document
from dpgraph.errors import InputError
from dpgraph.records import Document, Source

Read = Callable[..., Document]

ENGLISH = "Harbor Press operates the LearnPort platform and sells books there to schools in many towns. "
OTHERS = {
    "German": "Der Verlag betreibt eine Plattform für digitale Bildung und verkauft dort seine Bücher an viele Schulen. ",
    "French": "La maison d'édition exploite une plateforme pour l'éducation numérique et y vend ses livres aux écoles. ",
    "Spanish": "La editorial gestiona una plataforma para la educación digital y vende allí sus libros a las escuelas. ",
    "Chinese": "重庆出版集团推出了数字教育平台，面向全市中小学提供在线课程，并与多家出版社合作开发教材。",
    "Japanese": "この出版社は学校のためのデジタル教育プラットフォームを運営し、そこで本を販売しています。",
    "Russian": "Издательство управляет платформой цифрового образования и продаёт там свои книги многим школам. ",
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_another_language_is_named_and_left_out(read: Read, name: str, suffix: str) -> None:
    with pytest.raises(InputError, match=rf"a\{suffix}: in {name}; allowed: English"):
        read(OTHERS[name] * 6, f"a{suffix}")


def test_english_is_told(read: Read) -> None:
    assert read(ENGLISH * 3).metadata["language"] == "en"


def test_a_few_foreign_names_make_no_foreign_text(read: Read) -> None:
    text = ENGLISH * 4 + "It also prints Les Misérables, Der Spiegel and 港口出版社. " + ENGLISH * 2
    assert read(text).metadata["language"] == "en"


@pytest.mark.parametrize("name", ["Chinese", "Japanese", "Russian"])
def test_of_another_script_a_sentence_is_enough(read: Read, name: str) -> None:
    with pytest.raises(InputError, match=f"in {name}"):
        read(OTHERS[name])


@pytest.mark.parametrize(
    "text", ["", "港口出版社", "Harbor Press", "12,000 / 15.4 % / 2021", "Der Verlag verkauft Bücher."]
)
def test_of_a_short_text_nothing_is_said(text: str) -> None:
    assert language_of(text) is None


def test_the_register_has_the_last_word(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(OTHERS["German"] * 6, encoding="utf-8")
    assert read_document(Source("a", path, {"language": "en"})).text.startswith("Der Verlag")


@pytest.mark.parametrize("folder", [assets.folder("corpus"), assets.tiny()], ids=["corpus", "tiny"])
def test_the_shipped_documents_are_in_english(folder: Path) -> None:
    for source in read_corpus(folder).sources:
        assert language_of(read_document(source).text) == "en", source.id


def test_the_gold_passages_are_in_english() -> None:
    texts = sorted(assets.folder("corpus").glob("gold/*/texts/*.txt"))
    assert texts
    assert {language_of(path.read_text(encoding="utf-8")) for path in texts} == {"en"}

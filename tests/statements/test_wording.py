from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph.errors import InputError
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.register import Register
from dpgraph.records import Ontology
from dpgraph.statements.cache import context
from dpgraph.statements.rules import rules, shipped_rules
from dpgraph.statements.trial import tried
from dpgraph.statements.wording import Wording, current, read_wording, spoken

HEADS = '[Organization]\nUniversity = ["skole"]\n'
RULE = """
[[rule]]
name = "hosts-verb"
predicate = "operates"
frame = "verb"
words = ["praise"]
confidence = 0.8
accept = [["Harbor Press praised the LearnPort platform.", "Harbor Press", "LearnPort"]]
reject = ["Harbor Press left the LearnPort platform."]
"""


def wording(folder: Path, ontology: Ontology, heads: str = HEADS, own: str = RULE) -> Wording:
    (folder / "heads.toml").write_text(heads, encoding="utf-8")
    (folder / "rules.toml").write_text(own, encoding="utf-8")
    return read_wording(folder, ontology)


def test_without_files_nothing_is_added(tmp_path: Path, ontology: Ontology) -> None:
    assert read_wording(tmp_path, ontology) == Wording()


def test_it_holds_for_a_block_and_no_longer(tmp_path: Path, ontology: Ontology, register: Register) -> None:
    own = wording(tmp_path, ontology)
    before = context(register, ontology)
    with spoken(own):
        assert lexicon().head(["rivertown", "skole"]) == ("Organization", "University")
        assert rules() == (*shipped_rules(), *own.rules)
        assert current() == own
        assert context(register, ontology) != before
    assert lexicon().head(["rivertown", "skole"]) is None
    assert rules() == shipped_rules()
    assert context(register, ontology) == before


def test_a_rule_is_tried_on_its_own_sentences(tmp_path: Path, ontology: Ontology, register: Register) -> None:
    good = wording(tmp_path, ontology)
    with spoken(good):
        assert list(tried(good.rules, register, ontology)) == []
    bad = wording(tmp_path, ontology, own=RULE.replace('["praise"]', '["leave"]'))
    with spoken(bad):
        failures = list(tried(bad.rules, register, ontology))
    assert [f.reason for f in failures] == [
        "does not find Harbor Press and LearnPort",
        "finds what it should not: harbor press and learnport",
    ]


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        ("[Organization]\nUniversty = ['skole']", "unknown class 'Universty'; did you mean \"University\""),
        ("[Platform]\nUniversity = ['skole']", r"University stands below \[Platform\], but is a Organization"),
        ("[Organization]\nUniversity = ['Skole']", "allowed: a list of nouns, singular and lower case"),
        ("Organization = 1", "Organization: no table"),
        ("[", "not TOML"),
    ],
)
def test_wrong_head_nouns_are_told(tmp_path: Path, ontology: Ontology, heads: str, reason: str) -> None:
    with pytest.raises(InputError, match=rf"heads\.toml: .*{reason}"):
        wording(tmp_path, ontology, heads=heads)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"operates"', '"opperates"', "rule hosts-verb: unknown predicate 'opperates'; did you mean \"operates\""),
        ('frame = "verb"', 'frame = "vreb"', "unknown frame 'vreb'; did you mean \"verb\""),
        ("confidence = 0.8", "confidence = 8", "confidence 8; allowed: a number above 0, up to 1"),
        ("confidence = 0.8", "", "no confidence; needed: name, predicate, frame, confidence"),
        ("words =", "wrods =", "unknown key 'wrods'; did you mean \"words\""),
        ("hosts-verb", "operates-verb", "there is a rule of this name"),
        ("[[rule]]", "[rule]", "no rules in it"),
        ('accept = [["', 'accept = [["", "', "allowed: sentences with two names each"),
    ],
)
def test_wrong_rules_are_told(tmp_path: Path, ontology: Ontology, old: str, new: str, reason: str) -> None:
    with pytest.raises(InputError, match=rf"rules\.toml: .*{reason}"):
        wording(tmp_path, ontology, own=RULE.replace(old, new))

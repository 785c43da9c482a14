"""metrics, brokers and gaps, as a user calls them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dpgraph.cli import app
from dpgraph.errors import DpgraphError

VERBS = ["metrics", "brokers", "gaps"]
RUN = CliRunner()


def printed(*words: object) -> str:
    answer = RUN.invoke(app, [*map(str, words)], catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_format_holds_the_same_rows(verb: str, tiny_build: Path) -> None:
    as_json = json.loads(printed(verb, "--graph", tiny_build, "--format", "json"))
    as_csv = list(csv.DictReader(io.StringIO(printed(verb, "--graph", tiny_build, "--format", "csv"))))
    assert len(as_json) == len(as_csv) > 0
    assert list(as_json[0]) == list(as_csv[0])
    table = printed(verb, "--graph", tiny_build)
    label = as_json[0].get("label", as_json[0].get("label_a"))
    assert label in table


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_first(verb: str, tiny_build: Path) -> None:
    whole = json.loads(printed(verb, "--graph", tiny_build, "--format", "json"))
    first = json.loads(printed(verb, "--graph", tiny_build, "--format", "json", "--top", 1))
    assert first == whole[:1]


def test_metrics_are_sorted_by_what_is_asked(tiny_build: Path) -> None:
    rows = json.loads(printed("metrics", "--graph", tiny_build, "--by", "degree", "--format", "json"))
    degrees = [row["degree"] for row in rows]
    assert degrees == sorted(degrees, reverse=True)
    assert rows[0]["clustering"] is None or rows[0]["clustering"] >= 0


def test_the_whole_in_every_format(tiny_build: Path) -> None:
    whole = {
        r["measure"]: r["value"]
        for r in json.loads(printed("metrics", "--whole", "--graph", tiny_build, "--format", "json"))
    }
    assert whole["kind"] == "ties" and whole["nodes"] > 3 and whole["reciprocity"] is None
    assert "density" in printed("metrics", "--whole", "--graph", tiny_build)
    assert "congruence" in printed("gaps", "--whole", "--graph", tiny_build, "--format", "csv")


def test_kinds_statuses_and_sectors_choose(tiny_build: Path) -> None:
    def labels(*words: str) -> set[str]:
        return {
            row["label"] for row in json.loads(printed("metrics", *words, "--graph", tiny_build, "--format", "json"))
        }

    assert labels("--kind", "ownership") == {"Ferry Books", "Mill House", "Lantern Media Group"}
    advised = labels("--kind", "collaboration", "--status", "recommended")
    assert advised == {"Harbor Press", "Lantern Media Group"}
    assert labels("--kind", "collaboration", "--status", "recommended", "--status", "asserted") > advised
    assert labels("--kind", "collaboration", "--min-confidence", "1.0") <= labels("--kind", "collaboration")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            ["metrics", "--kind", "collab"],
            'no kind of network "collab"; did you mean|no kind of network "collab": did you mean',
        ),
        (["metrics", "--by", "degre"], 'no column "degre": did you mean "degree"'),
        (["brokers", "--by", "sector"], 'no grouping "sector"'),
        (["gaps", "--sector", "nothing"], 'no sector "nothing"'),
        (["gaps", "--status", "asserte"], 'no status "asserte"'),
    ],
)
def test_what_there_is_not_is_told(words: list[str], reason: str, tiny_build: Path) -> None:
    with pytest.raises(DpgraphError, match=reason):
        RUN.invoke(app, [*words, "--graph", str(tiny_build)], catch_exceptions=False)

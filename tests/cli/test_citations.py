"""`gramscore score --cite`."""

from __future__ import annotations

import re

import pytest

from gramscore.metrics.registry import ALL_FAMILIES


@pytest.mark.parametrize("family", [family.name for family in ALL_FAMILIES])
def test_every_metric_has_a_paper(run, family: str) -> None:
    name = "rouge1" if family == "rouge" else family
    outcome = run("score", "-m", name, "--cite")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.isascii()
    for entry in outcome.out.strip().split("\n\n"):
        assert re.match(r"@(inproceedings|article)\{[a-z0-9-]+,\n  author = \{", entry)
        assert entry.count("{") == entry.count("}")
        assert re.search(r"  (booktitle|journal) = \{.+\},\n  year = \{\d{4}\}\n\}$", entry)


def test_each_paper_once_in_order(run) -> None:
    outcome = run("score", "-m", "chrf,bleu,ter,rouge1,rougeL", "--cite")
    assert re.findall(r"@\w+\{(.+),", outcome.out) == [
        *("popovic-2015-chrf", "post-2018-sacrebleu", "papineni-2002-bleu", "snover-2006-ter"),
        "lin-2004-rouge",
    ]


def test_input_is_needed_otherwise(run) -> None:
    assert run("score", "-m", "bleu").error == "Missing argument 'INPUT...'."

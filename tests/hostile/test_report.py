"""Whatever stands in texts, names and ids stays text in the report."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import gramscore
from gramscore import report

ATTACKS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "-->",
    "]]>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% for x in y %}",
    "${alert(1)}`\\",
    "\u2028\u2029\x00\ud800\u202e",
    "&lt;b&gt;&amp;#x3c;script>",
]


class Shape(HTMLParser):
    """Tags and the names of attributes, and all values that are not texts to look at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, value in attributes]))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", []))


def shape(path: Path, text: str) -> list[tuple[str, list[str]]]:
    """A report in which `text` is everything that a stranger may choose."""
    references = ["the cat sat", "a dog ran", "it rains"]
    predictions = {"base": ["cat", "a dog", "it"], text: [f"{text} cat", f"a {text}", text]}
    scored = {
        name: gramscore.evaluate(texts, references, [gramscore.CHRF()]) for name, texts in predictions.items()
    }
    comparison = gramscore.compare(scored)
    ids = [text, "two", text * 2]
    report.write(path, comparison, predictions=predictions, references=references, ids=ids, title=text)
    return Shape(path.read_text(encoding="utf-8")).found


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, list[str]]]:
    return shape(tmp_path_factory.mktemp("report") / "harmless.html", "harmless")


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_text_stays_text(tmp_path: Path, harmless: list[tuple[str, list[str]]], attack: str) -> None:
    found = shape(tmp_path / "attack.html", attack)
    kinds = [(tag, names) for tag, names in found if (tag, names) not in harmless]
    assert kinds == []  # numbers of marks on axes may differ
    assert Counter(tag for tag, _ in found)["script"] == Counter(tag for tag, _ in harmless)["script"]


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_explanations(attack: str) -> None:
    metric = gramscore.ROUGE(["rouge1"], tokenizer="whitespace")
    markup = metric.explain(f"{attack} cat", f"cat {attack}")._repr_html_()
    harmless = metric.explain("harmless cat", "cat harmless")._repr_html_()
    kinds = {tag for tag, names in Shape(harmless).found}
    assert {tag for tag, names in Shape(markup).found} <= kinds
    assert "onerror" not in {name for tag, names in Shape(markup).found for name in names}

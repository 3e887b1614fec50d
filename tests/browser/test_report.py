"""The report in a real browser, Chromium or Chrome without a window: what is seen, and what happens on a click."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import gramscore

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install '.[browser-test]'")
pytest.importorskip("jinja2", reason="needs jinja2: pip install '.[browser-test]'")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    BROWSER is None or DRIVER is None, reason="needs Chromium or Chrome and chromedriver on the PATH"
)

EVIL = "</script><script>window.pwned = 1</script><!-- \"quotes\" 'too' & <b>bold</b> {{ 7 * 7 }} \u2028"
BASELINE, SYSTEM = 'base "line" <i>', "better & </title><!--"
EXAMPLES = 60
METRICS = ["rouge1", "bleu", "ter"]
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}


def corpus() -> tuple[dict[str, list[str]], list[list[str]], list[str]]:
    """Predictions by system, references and names; the first examples are not nice."""
    rng = random.Random(8)
    words = [begin + end for begin in "bklmnrst" for end in ("ad", "eber", "it", "ox")]
    references = [[" ".join(rng.choices(words, k=rng.randint(3, 40)))] for _ in range(EXAMPLES)]

    def system(right: float) -> list[str]:
        return [
            " ".join(word if rng.random() < right else rng.choice(words) for word in reference.split())
            for (reference,) in references
        ]

    predictions = {BASELINE: system(0.6), SYSTEM: system(0.7)}
    references[0] = [EVIL, "another reference"]
    predictions[BASELINE][0] = f"{EVIL} and more"
    predictions[SYSTEM][0] = EVIL
    predictions[SYSTEM][1] = references[1][0] = "unbroken" * 60
    predictions[SYSTEM][2] = predictions[BASELINE][2]
    return predictions, references, [EVIL, *(f"name-{k}" for k in range(1, EXAMPLES))]


@pytest.fixture(scope="module")
def comparison() -> gramscore.Comparison:
    predictions, references, _ = corpus()
    scores = {name: gramscore.evaluate(texts, references, METRICS) for name, texts in predictions.items()}
    return gramscore.compare(scores, samples=200)


@pytest.fixture(scope="module")
def report(comparison: gramscore.Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from gramscore.report import write

    predictions, references, ids = corpus()
    path = tmp_path_factory.mktemp("report") / "report.html"
    write(path, comparison, predictions=predictions, references=references, ids=ids, title=EVIL)
    return path


class Page:
    """The report as a browser shows it."""

    def __init__(self, driver: Any, path: Path) -> None:
        self.driver = driver
        self.path = path

    def open(self, *, size: str = "desktop", scheme: str = "light") -> None:
        width, height = SIZES[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},  # no waiting for what scrolls
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)
        self.driver.get(self.path.as_uri())

    def script(self, text: str, *arguments: Any) -> Any:
        return self.driver.execute_script(text, *arguments)

    def element(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        return self.script(
            "return [...document.querySelectorAll(arguments[0])].map(it => it.innerText)", selector
        )

    def choose(self, name: str, value: str) -> None:
        self.script(
            "const it = document.getElementById(arguments[0]); it.value = arguments[1];"
            "it.dispatchEvent(new Event('change'))",
            name,
            value,
        )

    def examples(self) -> list[int]:
        """Those that are shown, as the report counts them."""
        return [int(re.match(r"Example (\d+)", text)[1]) for text in self.texts("article h3")]

    def all_examples(self) -> list[int]:
        while self.element("#more").is_displayed():
            self.element("#more").click()
        return self.examples()

    def log(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        messages = (json.loads(it["message"])["message"] for it in self.driver.get_log("performance"))
        return [
            it["params"]["request"]["url"] for it in messages if it["method"] == "Network.requestWillBeSent"
        ]


@pytest.fixture(scope="module")
def page(report: Path) -> Iterator[Page]:
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # which root cannot have
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        yield Page(driver, report)
    finally:
        driver.quit()


def of_system(comparison: gramscore.Comparison, metric: str, system: str) -> Sequence[float]:
    scores = comparison.scores[system]
    return scores[metric]["rouge1"].fmeasure if metric == "rouge1" else scores[metric].examples


def gains(comparison: gramscore.Comparison, metric: str) -> list[float]:
    """By example, how much better the system is."""
    pairs = zip(of_system(comparison, metric, SYSTEM), of_system(comparison, metric, BASELINE), strict=True)
    return [theirs - ours if metric == "ter" else ours - theirs for ours, theirs in pairs]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_loads_nothing_and_complains_of_nothing(page: Page, size: str, scheme: str) -> None:
    page.open(size=size, scheme=scheme)
    page.choose("order", "loss")
    assert page.log() == []
    requests = page.requests()
    assert page.path.as_uri() in requests
    assert [it for it in requests if it != page.path.as_uri() and not it.startswith("data:")] == []


def test_the_log_would_tell(page: Page) -> None:
    page.open()
    page.script("fetch('http://localhost:9/').catch(() => {})")
    assert any("Content Security Policy" in it for it in page.log())


def test_all_parts_are_seen(page: Page, comparison: gramscore.Comparison) -> None:
    page.open()
    assert page.texts("h2") == [
        "Scores",
        f"Differences from {BASELINE}",
        "Differences by example",
        "Score by length of the reference",
        "Examples",
        "How it was made",
    ]
    for chart, count in ((".forest svg", 3), ("svg.histogram", 3), ("svg.lengths", 3)):
        boxes = page.script(
            "return [...document.querySelectorAll(arguments[0])].map(it => it.getBoundingClientRect()).map("
            "it => [it.width, it.height])",
            chart,
        )
        assert len(boxes) == count
        assert all(width > 100 and height > 20 for width, height in boxes), chart
    rows = [text.split("\t") for text in page.texts(".scores tr:has(td)")]
    for cells, row in zip(rows, comparison.rows, strict=True):
        digits = 4 if row.metric == "rouge1" else 2
        assert cells[:2] == [row.system, f"{row.score.estimate:.{digits}f}"]
        if row.difference is not None:
            assert cells[3] == f"{row.difference.estimate:+.{digits}f}"
            assert cells[5] == f"{row.p_value:.4f}"
            assert cells[7] == f"{row.wins} / {row.ties} / {row.losses}"


def test_the_forest_is_to_scale(page: Page, comparison: gramscore.Comparison) -> None:
    page.open()
    marks = page.script(
        "return [...document.querySelectorAll('.forest svg')].map(it => [it.querySelector('.zero').x1.baseVal.value,"
        "it.querySelector('circle').cx.baseVal.value, it.querySelector('.interval').x1.baseVal.value])"
    )
    for (zero, at, low), row in zip(marks, comparison.rows[1::2], strict=True):
        assert row.difference is not None
        ratio = (low - zero) / (at - zero)
        assert ratio == pytest.approx(row.difference.low / row.difference.estimate, abs=0.01)


@pytest.mark.parametrize("metric", METRICS)
def test_it_sorts(page: Page, comparison: gramscore.Comparison, metric: str) -> None:
    page.open()
    page.choose("metric", str(METRICS.index(metric)))
    gain, score = gains(comparison, metric), of_system(comparison, metric, SYSTEM)
    _, references, _ = corpus()
    keys = {
        "gain": lambda at: -gain[at],
        "loss": lambda at: gain[at],
        "high": lambda at: -score[at],
        "low": lambda at: score[at],
        "long": lambda at: -len(references[at][0]),
        "index": lambda at: at,
    }
    for order, key in keys.items():
        page.choose("order", order)
        assert page.all_examples() == [at + 1 for at in sorted(range(EXAMPLES), key=key)], order


def test_it_filters(page: Page, comparison: gramscore.Comparison) -> None:
    page.open()
    page.choose("order", "index")
    gain = gains(comparison, "rouge1")
    for which, kept in (
        ("better", [at + 1 for at in range(EXAMPLES) if gain[at] > 0]),
        ("worse", [at + 1 for at in range(EXAMPLES) if gain[at] < 0]),
        ("equal", [at + 1 for at in range(EXAMPLES) if gain[at] == 0]),
    ):
        page.choose("which", which)
        assert 0 < len(kept) < EXAMPLES
        assert page.all_examples() == kept
        assert page.element("#found").text == f"{len(kept)} of {EXAMPLES} examples"
    page.choose("which", "all")
    predictions, references, _ = corpus()
    for search, kept in (
        (" KEBER ", None),
        ("17", [17]),
        ("name-41", [42]),
        ("nothing has this", []),
    ):
        if kept is None:
            word = search.strip().lower()
            texts = [[*references[at], *(it[at] for it in predictions.values())] for at in range(EXAMPLES)]
            kept = [at + 1 for at in range(EXAMPLES) if any(word in text for text in texts[at])]
            assert 1 < len(kept) < EXAMPLES
        box = page.element("#search")
        box.clear()
        box.send_keys(search)
        assert page.all_examples() == kept, search


def test_an_example_that_is_not_shown_is_named(
    page: Page, comparison: gramscore.Comparison, tmp_path: Path
) -> None:
    from gramscore.report import write

    predictions, references, _ = corpus()
    path = tmp_path / "few.html"
    write(path, comparison, predictions=predictions, references=references, most=2)
    few = Page(page.driver, path)
    few.open()
    shown = few.all_examples()
    hidden = next(at for at in range(1, EXAMPLES) if at not in shown)
    few.element("#search").send_keys(f"{hidden} ")
    assert few.element("#found").text == f"Example {hidden} is not among the 2 shown"
    few.choose("which", "better")
    few.element("#search").clear()
    few.element("#search").send_keys(f"{shown[0]}")
    assert "is not among" not in few.element("#found").text


def test_it_pages(page: Page) -> None:
    page.open()
    assert len(page.examples()) == 20
    page.element("#more").click()
    assert len(page.examples()) == 40
    focused = "return [...document.querySelectorAll('article')].indexOf(document.activeElement)"
    assert page.script(focused) == 20  # where reading goes on
    page.element("#more").send_keys("\ue007")
    assert len(page.examples()) == 60
    assert not page.element("#more").is_displayed()


def test_an_example_shows_its_matches(page: Page) -> None:
    page.open()
    page.element("#search").send_keys("17")
    predictions, references, _ = corpus()
    for at, name in enumerate(("rouge1", "rouge2", "rougeL")):
        page.choose("layer", str(at))
        explained = gramscore.ROUGE([name], tokenizer="unicode").explain(
            predictions[SYSTEM][16], references[16]
        )
        assert page.texts("article .text") == [
            references[16][0],
            predictions[SYSTEM][16],
            predictions[BASELINE][16],
        ]
        (layer,) = explained.layers
        for column, text, marks in (
            (1, references[16][0], layer.reference_marks),
            (2, predictions[SYSTEM][16], layer.prediction_marks),
        ):
            shown = page.texts(f"article .texts > div:nth-child({column}) mark")
            assert shown == [text[mark.begin : mark.end] for mark in marks]
        found = explained[name]
        units = ("1-grams", "2-grams", "tokens")[at]
        assert page.texts("article .prf")[0] == (
            f"{found.matches} of {found.prediction_units} {units}, and of the reference's {found.reference_units}: "
            f"precision {found.score.precision:.4f}, recall {found.score.recall:.4f}, F {found.score.fmeasure:.4f}"
        )


def test_all_texts_stay_text(page: Page) -> None:
    page.open()
    assert page.script("return window.pwned") is None
    assert page.script("return document.scripts.length") == 2
    assert page.script("return document.querySelectorAll('b, i, main script').length") == 0
    assert page.driver.title.strip() == " ".join(EVIL.split())
    assert page.element("h1").get_property("textContent") == EVIL
    page.choose("order", "index")
    texts = page.script(
        "return [...document.querySelectorAll('article:first-child .text')].map(it => it.textContent)"
    )
    assert texts == [EVIL, EVIL, f"{EVIL} and more"]
    assert page.script("return document.querySelector('article h3').textContent") == f"Example 1 ({EVIL})"
    options = page.script("return [...document.querySelectorAll('#system option')].map(it => it.textContent)")
    assert options == [BASELINE, SYSTEM]
    assert page.log() == []


# Of each text that is seen: the WCAG contrast of its colour on the nearest background, and its size.
SEEN = """
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(it => it / 255).map(
  it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4).reduce(
  (sum, it, k) => sum + it * [0.2126, 0.7152, 0.0722][k], 0);
const behind = (it) => {
  for (; it; it = it.parentElement) {
    const colour = parse(getComputedStyle(it).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
const found = [];
for (const it of document.body.querySelectorAll('*')) {
  if (it.closest('script, noscript, svg, option') || !it.checkVisibility()) continue;
  if (![...it.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
  const style = getComputedStyle(it);
  const [a, b] = [light(parse(style.color)), light(behind(it))];
  found.push([it.tagName + '.' + it.className + ': ' + it.textContent.slice(0, 40),
              (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), parseFloat(style.fontSize)]);
}
return found;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_can_be_read(page: Page, size: str, scheme: str) -> None:
    page.open(size=size, scheme=scheme)
    found = page.script(SEEN)
    assert len(found) > 200
    assert [it for it in found if it[1] < 4.5] == []
    assert [it for it in found if it[2] < 11] == []
    background = page.script("return getComputedStyle(document.body).backgroundColor")
    channels = [int(it) for it in re.findall(r"\d+", background)]
    assert min(channels) > 230 if scheme == "light" else max(channels) < 40


@pytest.mark.parametrize("size", SIZES)
def test_nothing_hangs_over_the_edge(page: Page, size: str) -> None:
    page.open(size=size)
    width, _ = SIZES[size]
    assert page.script("return document.documentElement.scrollWidth") <= width
    over = page.script(
        "return [...document.querySelectorAll('main *')].filter(it => !it.closest('thead') && it.checkVisibility()"
        " && it.getBoundingClientRect().right > arguments[0] + 0.5).map(it => it.outerHTML.slice(0, 200))",
        width,
    )
    assert over == []


def test_names_of_systems_are_not_clipped(page: Page) -> None:
    page.open(size="phone")
    clipped = page.script(
        "return [...document.querySelectorAll('.forest .name, .scores th, figcaption, .label')].filter("
        "it => it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0).map(it => it.textContent)"
    )
    assert clipped == []


def test_the_keyboard_is_enough(page: Page) -> None:
    page.open()
    body = page.element("body")
    body.send_keys("\ue004")
    assert page.script("return document.activeElement.className") == "skip"
    assert page.script("return document.activeElement.getBoundingClientRect().left") >= 0
    unnamed = "return [...document.querySelectorAll('select, input')].filter(it => !it.labels.length).length"
    assert page.script(unnamed) == 0
    before = page.examples()
    page.element("#order").send_keys("\ue015")  # arrow down: most worsened
    assert page.element("#order").get_property("value") == "loss"
    assert page.examples() != before

"""gramscore compare: files of systems in, a comparison out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import gramscore

REFERENCES = ["the otter swims", "a red lamp glows", "one two three"] * 4
BASE = ["an otter swims", "a lamp", "one two"] * 4
BETTER = ["the otter swims", "a red lamp", "one two three"] * 4


def write(path: str, predictions: Sequence[str], references: Sequence[Any] = REFERENCES) -> str:
    rows = zip(predictions, references, strict=True)
    Path(path).write_text("".join(json.dumps({"prediction": p, "reference": r}) + "\n" for p, r in rows))
    return path


@pytest.fixture
def files(run) -> list[str]:
    return [write("base.jsonl", BASE), write("better.jsonl", BETTER)]


def expected(names: Sequence[str], metrics: Any, **options: Any) -> gramscore.Comparison:
    scored = [gramscore.evaluate(it, REFERENCES, metrics) for it in (BASE, BETTER)]
    return gramscore.compare(dict(zip(names, scored, strict=True)), **options)


def test_json(run, files) -> None:
    found = run(
        "compare", *files, "-m", "bleu,ter", "--samples", "99", "--seed", "5", "--format", "json"
    ).json
    comparison = expected(("base", "better"), ["bleu", "ter"], samples=99, seed=5)
    assert found == {"version": gramscore.__version__, **comparison.to_dict()}


def test_options(run, files) -> None:
    options = ["--test", "randomization", "--correction", "none", "--level", "0.9", "--stream", "sacrebleu"]
    found = run("compare", *files, "-m", "chrf", *options, "--samples", "50", "--format", "json").json
    comparison = expected(
        ("base", "better"),
        ["chrf"],
        test="randomization",
        correction=None,
        level=0.9,
        stream="sacrebleu",
        samples=50,
    )
    assert found["rows"] == comparison.to_dict()["rows"]


def test_csv_has_every_digit(run, files) -> None:
    found = list(csv.DictReader(io.StringIO(run("compare", *files, "-m", "bleu", "--format", "csv").out)))
    rows = expected(("base", "better"), ["bleu"]).rows
    assert [float(row["score"]) for row in found] == [row.score.estimate for row in rows]
    assert [found[0]["p_value"], float(found[1]["p_value"])] == ["", rows[1].p_value]


def test_for_people(run, files) -> None:
    comparison = expected(("base", "better"), ["bleu"])
    arguments = ("compare", *files, "-m", "bleu", "--format")
    assert run(*arguments, "markdown").out == comparison.to_markdown() + "\n"
    assert run(*arguments, "latex").out == comparison.to_latex() + "\n"
    table = run(*arguments, "table").out
    assert "12 examples, differences from base" in table
    assert "better" in table


def test_systems_in_one_file(run) -> None:
    with open("all.csv", "w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["base", "other", "gold"])
        writer.writerows(zip(BASE, BETTER, REFERENCES, strict=True))
    found = run(
        "compare",
        "all.csv",
        "--prediction",
        "base,other",
        "--reference",
        "gold",
        "-m",
        "bleu",
        "--format",
        "json",
    ).json
    assert found["rows"] == expected(("base", "other"), ["bleu"]).to_dict()["rows"]


def test_files_of_one_name(run) -> None:
    paths = []
    for folder, texts in (("x", BASE), ("y", BETTER)):
        Path(folder).mkdir()
        paths.append(write(f"{folder}/out.jsonl", texts))
    assert run("compare", *paths, "-m", "bleu", "--format", "json").json["systems"] == paths


def test_other_references(run, files) -> None:
    changed = [*REFERENCES[:6], "another", *REFERENCES[7:]]
    write("other.jsonl", BETTER, changed)
    Path("other.jsonl").write_text("\n" + Path("other.jsonl").read_text())
    outcome = run("compare", "base.jsonl", "other.jsonl")
    assert outcome.code == 2
    assert outcome.error == (
        "other.jsonl:8: other references than base.jsonl:7: a paired test needs the same references; "
        "--id FIELD matches examples in another order"
    )


def test_one_reference_is_a_list_of_one(run, files) -> None:
    write("lists.jsonl", BETTER, [[it] for it in REFERENCES])
    found = run("compare", "base.jsonl", "lists.jsonl", "-m", "bleu", "--format", "json").json
    assert found["rows"][1]["score"] == expected(("a", "b"), ["bleu"]).rows[1].score.estimate


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["base.jsonl"], "one INPUT needs a field of predictions for each system"),
        (["base.jsonl", "short.jsonl"], "short.jsonl has 2 examples, but base.jsonl has 12"),
        (["base.jsonl", "base.jsonl"], "base.jsonl is given twice"),
        (["base.jsonl", "better.jsonl", "--prediction", "a,b"], "several INPUTs have one field"),
        (["base.jsonl", "better.jsonl", "--level", "95"], "level is 95.0: a number between 0 and 1"),
        (["base.jsonl", "better.jsonl", "--stream", "sacrebleu"], "sacrebleu resamples no means"),
        (["base.jsonl", "better.jsonl", "--report", "x.txt"], "--report x.txt: the name must end with .html"),
        (["base.jsonl", "missing.jsonl"], "missing.jsonl: no such file"),
        (["base.jsonl", "better.jsonl", "-m", "x"], "unknown metric 'x'"),
        (["-", "-"], "standard input can be given only once"),
        (["-", "--prediction", "a,b"], "standard input is read once"),
    ],
)
def test_refusals(run, files, arguments: list[str], message: str) -> None:
    write("short.jsonl", BASE[:2], REFERENCES[:2])
    outcome = run("compare", *arguments)
    assert outcome.code == 2
    assert message in outcome.error


def test_what_a_metric_refuses_is_named_by_its_file(run, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its line there, also where examples are in another order or left out, and whichever system is the baseline."""
    for name, order, reference in (
        ("x", "0123", "a c"),
        ("y", "3210", "a c"),
        ("z", "31", ""),
        ("e", "01", ""),
    ):
        rows = [{"id": id, "prediction": f"a {name}", "reference": reference} for id in order]
        Path(f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path("f.jsonl").write_text(Path("e.jsonl").read_text())
    error = run("compare", "e.jsonl", "f.jsonl", "-m", "character").error
    assert error == "e.jsonl:1: the reference has no words: CharacTER is not defined without any"
    error = run("compare", "x.jsonl", "z.jsonl", "--id", "id", "--on-error", "skip").error
    assert error.startswith("z.jsonl:2: other references than x.jsonl:2")

    def refuse(predictions: Any, *_: Any, **__: Any) -> Any:
        if predictions.to_pylist() == ["a y"] * 4:
            raise ValueError("predictions[1] is refused")
        return {}

    monkeypatch.setattr(gramscore, "evaluate", refuse)
    for others in ((), ("--baseline", "y")):
        error = run("compare", "x.jsonl", "y.jsonl", "--id", "id", *others).error
        assert error == "y.jsonl:3: the prediction is refused"


def test_report(run, files) -> None:
    pytest.importorskip("jinja2")
    outcome = run(
        "compare", *files, "-m", "bleu", "--samples", "20", "--report", "out.html", "--format", "csv"
    )
    assert outcome.code == 0
    assert [line.partition(" predictions ")[0] for line in outcome.err.splitlines()] == [
        "gramscore: 4 of 12",
        "gramscore: better: 8 of 12",
    ]
    page = Path("out.html").read_text(encoding="utf-8")
    assert "All 12 examples." in page
    assert BETTER[0] in page
    outcome = run("compare", *files, "--report", "missing/out.html")
    assert (outcome.code, Path("missing").exists()) == (1, False)
    outcome = run("compare", *files, "--report", "base.jsonl")
    assert outcome.code == 2


def lines(path: str, texts: Sequence[str]) -> str:
    Path(path).write_text("".join(f"{text}\n" for text in texts))
    return path


def test_lines_of_text_and_names(run) -> None:
    files = [f"base={lines('a.txt', BASE)}", f"ours={lines('b.txt', BETTER)}"]
    lines("ref.txt", REFERENCES)
    found = run("compare", *files, "--reference", "ref.txt", "-m", "bleu", "--format", "json").json
    assert found["rows"] == expected(("base", "ours"), ["bleu"]).to_dict()["rows"]


def test_baseline(run, files) -> None:
    found = run("compare", *files, "--baseline", "better", "-m", "bleu", "--format", "json").json
    scored = {
        name: gramscore.evaluate(it, REFERENCES, ["bleu"])
        for name, it in (("better", BETTER), ("base", BASE))
    }
    assert found["systems"] == ["better", "base"]
    assert found["rows"] == gramscore.compare(scored).to_dict()["rows"]
    assert run("compare", *files, "--baseline", "x").error == (
        "--baseline x: there is no such system, they are base, better"
    )


def with_ids(path: str, predictions: Sequence[str], order: Sequence[int]) -> str:
    rows = [{"key": n, "prediction": predictions[n], "reference": REFERENCES[n]} for n in order]
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_examples_in_another_order(run) -> None:
    count = len(REFERENCES)
    files = [with_ids("base.jsonl", BASE, range(count)), with_ids("better.jsonl", BETTER, range(count)[::-1])]
    options = ("--id", "key", "-m", "bleu", "--format", "json")
    assert (
        run("compare", *files, *options).json["rows"]
        == (expected(("base", "better"), ["bleu"]).to_dict()["rows"])
    )
    with_ids("better.jsonl", BETTER, range(count)[:0:-1])
    assert run("compare", *files, *options).error == (
        "base.jsonl:1: better.jsonl has no example whose 'key' is 0"
    )
    outcome = run("compare", *files, *options, "--on-error", "skip")
    scored = {
        name: gramscore.evaluate(it[1:], REFERENCES[1:], ["bleu"])
        for name, it in (("base", BASE), ("better", BETTER))
    }
    assert outcome.json["rows"] == gramscore.compare(scored).to_dict()["rows"]
    assert "gramscore: base: left out 1 examples that not all systems have\n" in outcome.err
    with_ids("better.jsonl", BETTER, [3, 4, 3])
    assert run("compare", *files, *options).error == (
        "better.jsonl:3: the id 3 is there already, better.jsonl:1"
    )


def test_options_of_metrics(run, files) -> None:
    found = run("compare", *files, "-m", "bleu", "--option", "bleu.max_order=2", "--format", "json").json
    rows = expected(("base", "better"), [gramscore.BLEU(2)]).rows
    assert [row["score"] for row in found["rows"]] == [row.score.estimate for row in rows]


def test_per_example(run, files) -> None:
    outcome = run("compare", *files, "-m", "bleu,ter", "--per-example", "rows.csv")
    assert outcome.code == 0
    with open("rows.csv", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for name, texts in (("base", BASE), ("better", BETTER)):
        scores = gramscore.evaluate(texts, REFERENCES, ["bleu", "ter"])
        for metric, one in scores.items():
            assert [float(row[f"{name}_{metric}_score"]) for row in rows] == one.examples.tolist()
    assert run("compare", *files, "--per-example", "rows.txt").error.startswith(
        "--per-example rows.txt: the name must end with one of"
    )
    before = Path("base.jsonl").read_text()
    outcome = run("compare", "x=base.jsonl", "y=better.jsonl", "--per-example", "base.jsonl")
    assert outcome.error == "--per-example base.jsonl would replace an input"
    assert Path("base.jsonl").read_text() == before


@pytest.mark.parametrize(("order", "code"), [((0, 1), 0), ((1, 0), 1)])
def test_fail_if_worse(run, files, order: Sequence[int], code: int) -> None:
    outcome = run("compare", *(files[at] for at in order), "-m", "ter", "--fail-if-worse")
    assert outcome.code == code
    assert "ter" in outcome.out


def test_remarks(run) -> None:
    """One example outweighs the others, so that the interval and the p-value of the bootstrap contradict each other."""
    goals = [*(f"the cat number {n} sat on mat {n} today" for n in range(30)), "w w"]
    runaway = "v " * 1500
    write("base.jsonl", [*(text.replace("today", "now") for text in goals[:-1]), runaway], goals)
    write("ours.jsonl", [*goals[:-1], runaway], goals)
    outcome = run("compare", "base.jsonl", "ours.jsonl", "-m", "bleu")
    assert outcome.code == 0
    assert "gramscore: ours: the interval of the difference in bleu leaves out 0, but p is" in outcome.err
    assert "; predictions[30] outweighs the others" in outcome.err
    assert "gramscore: base: predictions[30] holds" in outcome.err
    other = run("compare", "base.jsonl", "ours.jsonl", "-m", "bleu", "--test", "randomization")
    assert "leaves out 0" not in other.err


def test_parts_of_a_report(run, files) -> None:
    pytest.importorskip("jinja2")
    options = ("-m", "bleu", "--samples", "20", "--report", "out.html", "--title", "Two <b>lamps</b>")
    assert run("compare", *files, *options, "--examples", "5").code == 0
    page = Path("out.html").read_text(encoding="utf-8")
    assert "<h1>Two &lt;b&gt;lamps&lt;/b&gt;</h1>" in page
    data = json.loads(
        page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    )
    assert (len(data["examples"]), data["count"]) == (5, 12)
    for part in ("Files: base.jsonl, better.jsonl", "Command: gramscore", "Made on 2"):
        assert part in page


def test_all_pairs(run, files) -> None:
    files.append(write("worst.jsonl", ["x"] * len(REFERENCES)))
    options = ("-m", "bleu", "--all-pairs", "--samples", "99", "--format", "json")
    found = run("compare", *files, *options).json
    scored = {
        name: gramscore.evaluate(it, REFERENCES, ["bleu"])
        for name, it in (("base", BASE), ("better", BETTER), ("worst", ["x"] * len(REFERENCES)))
    }
    assert found["rows"] == gramscore.compare(scored, samples=99, all_pairs=True).to_dict()["rows"]
    assert [(row["system"], row["baseline"]) for row in found["rows"]] == [
        *(("base", None), ("better", "base"), ("worst", "base"), ("worst", "better")),
    ]
    assert "worst against better" in run("compare", *files, *options[:-1], "markdown").out


def grouped(path: str, predictions: Sequence[str], groups: Sequence[Any]) -> str:
    rows = zip(predictions, REFERENCES, groups, strict=True)
    Path(path).write_text(
        "".join(json.dumps({"prediction": p, "reference": r, "lang": g}) + "\n" for p, r, g in rows)
    )
    return path


GROUPS = ["de", "en", None] * 3 + ["de", "de", "fr"]


@pytest.fixture
def grouped_files(run) -> list[str]:
    return [grouped("base.jsonl", BASE, GROUPS), grouped("better.jsonl", BETTER, GROUPS)]


def test_groups_are_compared_alone(run, grouped_files) -> None:
    options = ("-m", "bleu,rouge1", "--group-by", "lang", "--samples", "99")
    outcome = run("compare", *grouped_files, *options, "--format", "json")
    assert "gramscore: lang fr has one example, and a test needs two: it is left out\n" in outcome.err
    found = outcome.json
    assert [it.pop("by") for it in found["groups"]] == [{"lang": "de"}, {"lang": "en"}, {"lang": None}]
    for group, value in zip(found["groups"], ("de", "en", None), strict=True):
        at = [n for n, it in enumerate(GROUPS) if it == value]
        scored = {
            name: gramscore.evaluate([it[n] for n in at], [REFERENCES[n] for n in at], ["bleu", "rouge1"])
            for name, it in (("base", BASE), ("better", BETTER))
        }
        theirs = gramscore.compare(scored, samples=99).to_dict()
        assert (group["examples"], group["rows"]) == (len(at), theirs["rows"])
    whole = run("compare", *grouped_files, *options[:2], *options[4:], "--format", "json").json
    assert {**found, "groups": None} == {**whole, "groups": None}


def test_groups_in_all_formats(run, grouped_files) -> None:
    options = ("-m", "bleu", "--group-by", "lang", "--samples", "99", "--format")
    rows = list(csv.DictReader(io.StringIO(run("compare", *grouped_files, *options, "csv").out)))
    assert [(row["lang"], row["system"]) for row in rows] == [
        (group, system) for group in ("de", "en", "null", "(all)") for system in ("base", "better")
    ]
    for format, head in (("markdown", "### lang: de\n"), ("latex", "% lang: de\n"), ("table", "lang: de\n")):
        out = run("compare", *grouped_files, *options, format).out
        assert head in out
        assert out.index("lang: null") < out.index("(all)")


def test_groups_follow_examples_matched_by_id(run) -> None:
    for path, order in (("base.jsonl", range(12)), ("better.jsonl", range(12)[::-1])):
        texts = BASE if path == "base.jsonl" else BETTER
        rows = [
            {"id": n, "prediction": texts[n], "reference": REFERENCES[n], "lang": GROUPS[n]} for n in order
        ]
        Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows))
    options = ("--id", "id", "-m", "bleu", "--group-by", "lang", "--samples", "99", "--format", "json")
    turned = run("compare", "better.jsonl", "base.jsonl", "--baseline", "base", *options).json
    assert turned["groups"] == run("compare", "base.jsonl", "better.jsonl", *options).json["groups"]


def test_lines_have_no_groups(run) -> None:
    files = [lines("a.txt", BASE), lines("b.txt", BETTER)]
    lines("ref.txt", REFERENCES)
    error = run("compare", *files, "--reference", "ref.txt", "--group-by", "lang").error
    assert error == "--prediction, --reference, --id and --group-by name fields: lines of text have none"


def test_fields_beside_the_texts_of_a_report(run, grouped_files) -> None:
    assert run("compare", *grouped_files, "--report", "out.html", "--show", "lang").code == 0
    page = Path("out.html").read_text()
    data = json.loads(page.partition('type="application/json" id="data">')[2].partition("</script>")[0])
    assert [it["fields"] for it in data["examples"]] == [
        [["lang", "null" if it is None else it]] for it in GROUPS
    ]
    assert run("compare", *grouped_files, "--show", "lang").error == (
        "--show is about the report: give --report FILE, too"
    )


def test_remarks_on_the_texts(run) -> None:
    """As score has them: of all systems alike once, of one with its name; in the report, too."""
    goals = [f"今天天气很好我们{n}去公园" for n in range(8)]
    for name, rows in {
        "ref": goals,
        "a": [goal.replace("很", "真") for goal in goals],
        "b": [*(goal.replace("我", "他") for goal in goals[1:]), ""],
    }.items():
        Path(f"{name}.txt").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    arguments = ("compare", "a.txt", "b.txt", "--reference", "ref.txt", "-m", "bleu", "--samples", "20")
    outcome = run(*arguments, "--report", "page.html")
    assert outcome.code == 0
    said = outcome.err.splitlines()
    assert said[0].startswith("gramscore: all 8 examples are in a script without spaces, of which bleu takes")
    assert "gramscore: b: 1 of 8 predictions is empty (first predictions[7])" in said
    assert outcome.err.count("script without spaces") == 1
    assert "without tokens" not in outcome.err
    page = Path("page.html").read_text(encoding="utf-8").partition('id="remarks"')[2]
    assert "<li>b: 1 of 8 predictions is empty" in page
    assert run(*arguments, "--quiet").err == ""


@pytest.mark.parametrize("options", [(), ("--baseline", "b"), ("--id", "id")])
def test_ids_are_guessed_for_what_shows_examples(run, options: tuple[str, ...]) -> None:
    """Those of the first file, as score does."""
    for name, texts in (("a", BASE), ("b", BETTER)):
        rows = zip(texts, REFERENCES, strict=True)
        Path(f"{name}.jsonl").write_text(
            "".join(
                json.dumps({"id": f"name-{n}", "prediction": p, "reference": r}) + "\n"
                for n, (p, r) in enumerate(rows)
            )
        )
    outputs = ("--report", "page.html", "--per-example", "rows.csv")
    assert run("compare", "a.jsonl", "b.jsonl", "-m", "bleu", "--samples", "20", *outputs, *options).code == 0
    assert '"id":"name-3"' in Path("page.html").read_text(encoding="utf-8")
    with open("rows.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [f"name-{n}" for n in range(12)]
    assert run("compare", "a.jsonl", "b.jsonl", "--samples", "20", *outputs, "--id", "none").code == 0
    assert "name-3" not in Path("page.html").read_text(encoding="utf-8")

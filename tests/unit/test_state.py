"""States: sums over a corpus that add up, and can be kept."""

from __future__ import annotations

import json
import math
import os
import pickle
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import BLEU, CHRF, GLEU, NIST, ROUGE, TER, State, _core
from gramscore.metrics.registry import ALL_FAMILIES
from gramscore.metrics.sourced import SourcedMetric

pytestmark = pytest.mark.quick

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

PREDICTIONS = ["the kettle is on", "a tea, please", "", "seven green frogs", "it rains"]
REFERENCES = [
    ["the kettle is on the stove", "the pot is on"],
    ["some tea, please", "tea"],
    ["nothing"],
    ["seven small green frogs", "frogs"],
    ["it rains"],
]


def words(text: str) -> list[str]:
    return text.split()


METRICS: dict[str, Callable[[], Any]] = {
    "rouge": lambda: ROUGE(["rouge1", "rouge2", "rougeL", "rougeLsum"]),
    "rouge of a callable": lambda: ROUGE(["rougeL"], tokenizer=words),
    "bleu": BLEU,
    "bleu with options": lambda: BLEU(
        2, smoothing="floor", smooth_value=0.3, effective_order=True, lowercase=True
    ),
    "bleu with add-k": lambda: BLEU(smoothing="add-k"),
    "bleu of a callable": lambda: BLEU(tokenizer=words),
    "nltk": lambda: BLEU.nltk(
        weights=[(0.5, 0.5), (0.1, 0.2, 0.7)], smoothing="method4", k=3, tokenizer="none"
    ),
    "huggingface": lambda: BLEU.huggingface(smooth=True),
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2, beta=1.5, eps_smoothing=True),
    "ter": TER,
    "gleu": lambda: GLEU(tokenizer="none"),
}


@pytest.fixture(params=METRICS)
def metric(request: pytest.FixtureRequest) -> Any:
    return METRICS[request.param]()


def scored(metric: Any, rows: slice = slice(None)) -> Any:
    return metric.score(PREDICTIONS[rows], REFERENCES[rows])


def test_the_figure_is_that_of_the_scores(metric: Any) -> None:
    scores = scored(metric)
    state = scores.state()
    assert isinstance(state, State)
    assert state.corpus == scores.corpus
    assert type(state.corpus) is type(scores.corpus)
    assert (state.examples, state.signature) == (5, scores.signature)
    assert repr(state) == f"<State of 5 examples, {scores.signature}>"


def test_parts_add_up_to_the_whole(metric: Any) -> None:
    whole = scored(metric).state()
    parts = [scored(metric, slice(i, i + 1)).state() for i in (3, 0, 4, 2, 1)]
    assert sum(parts) == whole
    assert sum(parts[:2]) + sum(parts[2:]) == whole
    assert sum(parts).corpus == whole.corpus
    assert sum(parts[1:]) != whole


@pytest.mark.parametrize("ending", [".parquet", ".arrow"])
def test_a_file_holds_the_state(metric: Any, tmp_path: Path, ending: str) -> None:
    state = scored(metric).state()
    path = str(tmp_path / f"a{ending}")
    state.save(path)
    loaded = State.load(path)
    assert loaded == state
    assert loaded.corpus == state.corpus
    assert loaded.metric == state.metric
    assert (loaded + state).examples == 10
    assert os.listdir(tmp_path) == [f"a{ending}"]


def test_arrow_and_pickle(metric: Any) -> None:
    state = scored(metric).state()
    for back in (
        State.from_arrow(state.to_arrow()),
        State.from_arrow(state.to_arrow().to_batches()[0]),
        State.from_arrow(state.to_arrow().replace_schema_metadata(None)),
        pickle.loads(pickle.dumps(state)),
        State.of_parts(state.parts()),
    ):
        assert back == state
        assert back.corpus == state.corpus


def test_schemas_of_all_metrics_are_one() -> None:
    schemas = [scored(make()).state().to_arrow().schema for make in METRICS.values()]
    assert all(schema.equals(schemas[0], check_metadata=True) for schema in schemas)


def test_the_parts_are_plain_and_typed_by_hand() -> None:
    state = ROUGE(["rouge1"]).score(["a b", "c"], ["a c", "c"]).state()
    parts = state.parts()
    assert json.loads(parts["configuration"]) == {"metric": "rouge", "types": ["rouge1"]}
    assert (parts["examples"], parts["whole"]) == (2, [])
    sums = [Fraction(int.from_bytes(serial, "little", signed=True), 2**1074) for serial in parts["exact"]]
    assert sums == [Fraction(3, 2)] * 3
    assert GLEU().score([["a"]], [[["a", "b"]]]).state().parts()["whole"] == [1, 3]


def test_metadata_names_the_signature_and_the_version(tmp_path: Path) -> None:
    state = scored(TER()).state()
    state.save(str(tmp_path / "a.parquet"))
    about = json.loads(parquet.read_schema(tmp_path / "a.parquet").metadata[b"gramscore.state"])
    assert about["version"] == 1
    assert about["signatures"] == [state.signature]


def test_other_signatures_are_refused() -> None:
    first, second = (scored(BLEU(order)).state() for order in (2, 3))
    with pytest.raises(ValueError, match=r"bleu\|order:2.* and bleu\|order:3"):
        first + second
    with pytest.raises(ValueError, match="cannot be added"):
        sum([first, scored(TER()).state()])
    assert first != second
    for other in (1, None, "x"):
        with pytest.raises(TypeError):
            first + other  # type: ignore[operator]
        with pytest.raises(TypeError):
            other + first  # type: ignore[operator]


def test_what_does_not_follow_from_sums_is_refused() -> None:
    with pytest.raises(ValueError, match="depends on all references together"):
        NIST(tokenizer="none").score(PREDICTIONS, REFERENCES).state()
    for method in (5, 6, 7):
        metric = BLEU.nltk(smoothing=f"method{method}", tokenizer="none")
        with pytest.raises(ValueError, match=f"'method{method}' depends on which example is the last"):
            scored(metric).state()


def test_sums_beyond_64_bits_are_an_error() -> None:
    parts = {**GLEU().score([["a"]], [[["a"]]]).state().parts(), "whole": [2**62, 2**62]}
    state = State.of_parts(parts)
    with pytest.raises(OverflowError, match="beyond 64 bits"):
        state + state


def test_states_by_value() -> None:
    metric = ROUGE(["rouge1"])
    states = scored(metric).states(by=["x", "y", "x", None, "y"])
    assert list(states) == ["x", "y", None]
    assert (
        states["x"] == metric.score([PREDICTIONS[0], PREDICTIONS[2]], [REFERENCES[0], REFERENCES[2]]).state()
    )
    assert sum(states.values()) == scored(metric).state()
    with pytest.raises(ValueError, match="by has 4 values for 5 examples"):
        scored(metric).states(by="wxyz")
    with pytest.raises(TypeError, match=r"by\[3\] is a list, which cannot be the key of a group"):
        scored(metric).states(by=[1, 2, 3, [4], 5])
    with pytest.raises(TypeError, match=r"by\[1\] is masked"):
        scored(metric).states(by=np.ma.array([1, 2, 3, 4, 5], mask=[0, 1, 0, 0, 0]))
    nan = scored(metric).states(by=np.array([math.nan, 1, math.nan, 2, math.nan]))
    assert [state.examples for state in nan.values()] == [3, 1, 1]
    with pytest.raises(ValueError, match="NIST have no state"):
        NIST(tokenizer="none").score(PREDICTIONS, REFERENCES).states(by=PREDICTIONS)


def test_ter_with_three_references_does_not_depend_on_the_split() -> None:
    references = [["a b", "c", "d e f g"], ["a", "b c", "d"], ["x", "y z", "w"], ["a b c", "d", "e"]]
    predictions = ["a b", "c", "x", "e d"]
    metric = TER()
    whole = metric.score(predictions, references)
    parts = [metric.score([p], [r]).state() for p, r in zip(predictions, references, strict=True)]
    assert sum(parts) == sum(reversed(parts)) == whole.state()
    lengths = [Fraction(sum(len(text.split()) for text in texts) / 3) for texts in references]
    assert whole.state().corpus.ref_length == float(sum(lengths))


# What is wrong with a file, and what is said of it.
def broken(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """A file of a state whose metadata was changed."""
    table = parquet.read_table(path)
    about = json.loads(table.schema.metadata[b"gramscore.state"])
    change(about)
    parquet.write_table(table.replace_schema_metadata({b"gramscore.state": json.dumps(about)}), path)


def test_files_at_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    state = scored(CHRF()).state()

    def refused(message: str) -> None:
        with pytest.raises(ValueError, match=message) as caught:
            State.load(str(path))
        assert str(caught.value).startswith(str(path))

    refused("no such file")
    path.write_text("hello")
    refused("is no file of states")
    parquet.write_table(pa.table({"a": [1]}), path)
    refused("holds no states of gramscore")
    state.save(str(path))
    broken(path, lambda about: about.update(version=2))
    refused("in version 2 of their format, this gramscore reads up to 1")
    state.save(str(path))
    broken(path, lambda about: about.update(digest="0"))
    refused("damaged: the states are not those that were saved")
    state.save(str(path))
    broken(path, dict.clear)
    refused("damaged: the metadata")
    for save in (lambda: state.save(str(path)), lambda: state.save(str(tmp_path / "b.arrow"))):
        save()
        newest = max(tmp_path.iterdir(), key=lambda it: it.stat().st_mtime_ns)
        newest.replace(path)
        path.write_bytes(path.read_bytes()[:-100])
        refused("cannot be read, or is damaged")


def test_every_flipped_byte_is_noticed_or_harmless(tmp_path: Path) -> None:
    state = scored(ROUGE(["rouge1"])).state()
    path = tmp_path / "a.arrow"
    state.save(str(path))
    whole = path.read_bytes()
    noticed = 0
    for at in range(8, len(whole), 31):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        try:
            assert State.load(str(path)) == state
        except ValueError:
            noticed += 1
    assert noticed > 10


@pytest.mark.parametrize(
    "change",
    [
        {"configuration": "{"},
        {"configuration": "[]"},
        {"configuration": '{"metric": "os.system"}'},
        {"configuration": '{"metric": "rouge", "types": ["rouge1", "rouge2"]}'},
        {"configuration": '{"metric": "rouge", "command": 1}'},
        {"examples": 0},
        {"exact": [b"short"] * 3},
        {"exact": []},
        {"whole": [2**63]},
    ],
)
def test_parts_at_fault(change: dict[str, Any]) -> None:
    parts = {**scored(ROUGE(["rouge1"])).state().parts(), **change}
    with pytest.raises(ValueError, match="not the parts of a state"):
        State.of_parts(parts)


def of_every_metric() -> dict[str, Any]:
    """States by the names of metrics; of those whose scores have one."""
    found = {}
    texts = ["the kettle is on now", "a tea please now ok"]
    goals = ["the kettle is on top", "some tea please now ok"]
    for family in ALL_FAMILIES:
        metric = family.make(family.names[:3])
        sources = [["the kettle on", "tea now please ok"]] if isinstance(metric, SourcedMetric) else []
        scores = metric.score(texts, goals, *sources)
        if scores.has_state:
            found[family.name] = scores.state()
    return found


STATES = of_every_metric()
HOSTILE = [None, True, -1, 0.5, 2**31, 10**30, float("nan"), float("inf"), "x", "\ud800", [], [[]], [1], {}]


@pytest.mark.parametrize("name", STATES)
def test_made_up_options(name: str) -> None:
    """Each is refused in one sentence, or gives a score."""
    parts = STATES[name].parts()
    options = json.loads(parts["configuration"])
    for option in [*options, "more"]:
        for value in HOSTILE:
            changed = {**parts, "configuration": json.dumps({**options, option: value})}
            state = of_parts(changed)
            if state is not None:
                assert option not in ("metric", "more")
                assert option == "resamples" or finite(state.corpus)
        if option not in ("more", "smooth", "weights"):  # which a profile of BLEU may be without
            rest = {known: value for known, value in options.items() if known != option}
            with pytest.raises(ValueError, match="not the parts of a state"):
                State.of_parts({**parts, "configuration": json.dumps(rest)})


@pytest.mark.parametrize("name", STATES)
def test_made_up_sums(name: str) -> None:
    """Each is refused in one sentence, or gives a score."""
    parts = STATES[name].parts()
    whole, exact = parts["whole"], parts["exact"]
    changes: list[dict[str, Any]] = [{"examples": count} for count in (0, -1, 10**30, None)]
    changes += [{"whole": it} for it in ([1, *whole], whole * 2 or [1], [2**63] * len(whole) or [2**63])]
    changes += [{"whole": [*whole[:at], -1, *whole[at + 1 :]]} for at in range(len(whole))]
    changes += [{"exact": it} for it in ([*exact, b"x"], [*exact, bytes(272)], [b"x"] * len(exact) or [b"x"])]
    changes += [{"exact": [b"\x7f" * len(it) for it in exact]}] if exact else []
    changes += [{"whole": whole[:-1]}] if whole else []
    for change in changes:
        assert of_parts({**parts, **change}) is None
    for at in range(len(whole)):
        for value in (0, 2**31, 2**62, 2**63 - 1):
            state = of_parts({**parts, "whole": [*whole[:at], value, *whole[at + 1 :]]})
            assert state is None or name == "bleu-hf" or finite(state.corpus)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *(("bleu", column) for column in range(2, 6)),
        *(("bleu-hf", column) for column in range(2, 6)),
        *(("bleu-nltk", column) for column in range(2, 6)),
        *(("chrf", column) for column in range(2, 18, 3)),
        *(("gec-gleu", column) for column in range(2, 10, 2)),
        *(("rouge155", column) for column in range(0, 9, 3)),
        ("gleu", 0),
        ("exact_match", 0),
    ],
)
def test_more_matches_than_there_can_be(name: str, column: int) -> None:
    parts = STATES[name].parts()
    parts["whole"][column] += 1000
    with pytest.raises(ValueError, match=r"there are more matches than (n-grams|examples)"):
        State.of_parts(parts)


def of_parts(parts: dict[str, Any]) -> State | None:
    """The state; None for what is refused in one sentence."""
    try:
        return State.of_parts(parts)
    except ValueError as error:
        refusal = str(error)
    assert re.fullmatch(r"not the parts of a state: [^\n]{5,150}", refusal)
    return None


def finite(score: Any) -> bool:
    if isinstance(score, dict):
        return all(map(finite, score.values()))
    if isinstance(score, (tuple, list)):
        return all(map(finite, score))
    return math.isfinite(score)


def test_tables_at_fault() -> None:
    state = scored(ROUGE(["rouge1"])).state()
    with pytest.raises(ValueError, match="table holds 0 states"):
        State.from_arrow(state.to_arrow().slice(0, 0))
    with pytest.raises(ValueError, match="has no column 'whole'"):
        State.from_arrow(state.to_arrow().drop_columns(["whole"]))


def test_saving_elsewhere(tmp_path: Path) -> None:
    state = scored(TER()).state()
    with pytest.raises(ValueError, match=r"must end with one of \.parquet, \.arrow"):
        state.save(str(tmp_path / "a.csv"))
    with pytest.raises(OSError, match="cannot be written"):
        state.save(str(tmp_path / "none" / "a.parquet"))
    assert os.listdir(tmp_path) == []


def test_sums_of_other_statistics_are_refused() -> None:
    with pytest.raises(ValueError, match="different statistics"):
        _core.CorpusSums(1, [1], []) + _core.CorpusSums(1, [1, 2], [])
    assert gramscore.State is State

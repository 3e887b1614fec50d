"""Every setting's call, run as it is pasted: the package itself gives the digits that are printed.

What is not installed is skipped. evaluate fetches its scripts from a server when it loads them: in their place stand
those of compat.hf, which its tests compare with the originals.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest

from gramscore.reproducing.handling import Handling
from gramscore.reproducing.packages.registry import settings_of
from gramscore.reproducing.search import Candidate, Search
from gramscore.reproducing.settings import Setting
from gramscore.reproducing.steps import Stage, Step, all_steps
from gramscore.reproducing.targets import Target, read_targets
from gramscore.reproducing.texts import read_texts

CORPUS = Path(__file__).parents[2] / "examples" / "causes.jsonl"
FAMILIES = {
    "rouge": ("rouge1", "rouge2", "rougeL"),
    "bleu": ("bleu",),
    "bleu of orders": ("bleu1", "bleu2"),
    "chrf": ("chrf",),
    "chrf++": ("chrf++",),
    "ter": ("ter",),
    "meteor": ("meteor",),
    "sari": ("sari",),
}
#: What a call needs that pip can bring, and how; of the others what stands in their way.
PACKAGES = {
    "rouge-score": "pip install rouge-score==0.1.2",
    "sacrebleu": "pip install sacrebleu==2.6.0",
    "nltk": "pip install nltk==3.10.4",
    "rouge": "pip install rouge==1.0.1",
    "torchmetrics": "pip install torchmetrics==1.9.0 torch nltk",
    "evaluate": "pip install evaluate==0.4.6",
}
ELSEWHERE = {
    "py-rouge": "PY_ROUGE=FOLDER after pip install --no-deps --target FOLDER py-rouge==1.1: its module is rouge's, too",
    "multi-bleu.perl": "MOSES_SCRIPTS=FOLDER with scripts/generic of Moses",
    "multi-bleu-detok.perl": "MOSES_SCRIPTS=FOLDER with scripts/generic of Moses",
    "mteval-v13a.pl": "MOSES_SCRIPTS=FOLDER with scripts/generic of Moses, and its Perl modules",
    "fairseq-score": "pip install fairseq",
    "tensor2tensor": "pip install tensor2tensor==1.15.7 tensorflow",
    "easse": "pip install git+https://github.com/feralvam/easse",
    "SARI.py": "SARI.py of github.com/cocoxu/simplification on PYTHONPATH",
}
#: Of those the modules that their calls import.
MODULES = {"tensor2tensor": "tensor2tensor.utils.sari_hook", "easse": "easse.sari", "SARI.py": "SARI"}
#: What is a call of the Perl program: test_reproduce.py runs it.
TESTED_ELSEWHERE = {"ROUGE-1.5.5"}


@cache
def texts(several: bool) -> tuple[list[str], list[Any], list[str]]:
    rows = [
        json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()[: 2 if several else 4]
    ]
    references = [[row["reference"], row["other"]] if several else row["reference"] for row in rows]
    return [row["prediction"] for row in rows], references, [row["other"] for row in rows]


def targets_of(family: str) -> tuple[Target, ...]:
    return read_targets(dict.fromkeys(FAMILIES[family], "40.00")).listed


def searched(family: str, several: bool) -> Search:
    predictions, references, sources = texts(several)
    return Search(
        read_texts(predictions, references, sources if family == "sari" else None), targets_of(family)
    )


def run(search: Search, candidate: Candidate) -> Mapping[str, float]:
    given = search.texts
    names: dict[str, Any] = {
        "predictions": list(given.predictions),
        "references": list(given.references) if given.counts is None else given.grouped,
        "sources": given.sources,
    }
    exec(compile(search.code(candidate), "<call>", "exec"), names)
    scores: Mapping[str, float] = names["scores"]
    return scores


def digits(scores: Mapping[str, float], setting: Setting) -> dict[str, str]:
    decimals = 2 if prints(setting) else 4
    return {name: f"{100 * score / setting.scale:.{decimals}f}" for name, score in scores.items()}


def prints(setting: Setting) -> bool:
    """Whether the call reads what a program prints, two digits after the point of 0 to 100."""
    return setting.package.endswith((".perl", ".pl")) or setting.package == "fairseq-score"


def need(package: str) -> None:
    """Skips what is not installed."""
    if package in MODULES:
        pytest.importorskip(MODULES[package], reason=f"needs {package}: {ELSEWHERE[package]}")
        return
    if package in ELSEWHERE:
        if shutil.which(package) is None:
            pytest.skip(f"needs {package}: {ELSEWHERE[package]}")
        return
    try:
        distribution(package)
        if package == "torchmetrics":
            importlib.import_module("torchmetrics.functional.text.rouge")
    except (PackageNotFoundError, ImportError):
        pytest.skip(f"needs {package}: {PACKAGES[package]}")


def packages(family: str) -> Iterator[str]:
    found = {it.package for several in (False, True) for it in settings_of(targets_of(family), several)}
    yield from sorted(found - TESTED_ELSEWHERE)


CALLS = [(family, package) for family in FAMILIES for package in packages(family)]


def test_what_is_listed() -> None:
    assert {package for _, package in CALLS} == {*PACKAGES, *ELSEWHERE}


def of_package(family: str, package: str, several: bool) -> Sequence[Setting]:
    own = settings_of(targets_of(family), several)
    return [it for it in own if it.package == package]


def same_digits(search: Search, settings: Sequence[Setting], steps: tuple[Step, ...] = ()) -> None:
    for setting in settings:
        candidate = Candidate(Handling(steps), setting, (), ())
        found = run(search, candidate)
        expected = search.scores(candidate)
        assert digits(found, setting) == digits(expected, setting), search.code(candidate)
        if not prints(setting) and setting.package != "torchmetrics":  # which computes in single precision
            assert found == pytest.approx(dict(expected), rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("several", [False, True], ids=["one reference", "several"])
@pytest.mark.filterwarnings("ignore::UserWarning")  # NLTK's, of sentences without a match
@pytest.mark.parametrize(("family", "package"), CALLS)
def test_calls(family: str, package: str, several: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if package == "py-rouge":
        py_rouge(family, several)
        return
    if package.endswith((".perl", ".pl")):
        moses(monkeypatch)
    else:
        need(package)
    if package == "evaluate":
        ours(monkeypatch)
    same_digits(searched(family, several), of_package(family, package, several))


def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """evaluate loads our modules, which are here."""
    import evaluate

    from gramscore.compat import hf

    load = evaluate.load
    monkeypatch.setattr(evaluate, "load", lambda name, **more: load(hf.path(name), **more))


def moses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls name the scripts as they are in the folder."""
    folder = os.environ.get("MOSES_SCRIPTS")
    if folder is None or shutil.which("perl") is None:
        pytest.skip(f"needs Perl and {ELSEWHERE['multi-bleu.perl']}")
    monkeypatch.chdir(folder)


def py_rouge(family: str, several: bool) -> None:
    folder = os.environ.get("PY_ROUGE")
    if folder is None:
        pytest.skip(f"needs {ELSEWHERE['py-rouge']}")
    search = searched(family, several)
    settings = of_package(family, "py-rouge", several)
    candidates = [Candidate(Handling(), it, (), ()) for it in settings]
    given = search.texts
    texts = {
        "predictions": given.predictions,
        "references": given.references if given.counts is None else given.grouped,
    }
    # It takes full stops out before it asks NLTK for sentences, whose data are not needed for one.
    program = """
import json, sys
import nltk.tokenize
nltk.tokenize.sent_tokenize = lambda text, language="english": [text]
given = json.load(sys.stdin)
found = []
for call in given["calls"]:
    names = dict(given["texts"])
    exec(call, names)
    found.append(names["scores"])
print(json.dumps(found))
"""
    told = json.dumps({"texts": texts, "calls": list(map(search.code, candidates))})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")])}
    said = subprocess.run(
        [sys.executable, "-c", program],
        input=told,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    for candidate, found in zip(candidates, json.loads(said.stdout), strict=True):
        assert found == dict(search.scores(candidate)), search.code(candidate)


@pytest.mark.parametrize("step", all_steps(), ids=lambda step: step.name)
@pytest.mark.parametrize(("family", "package"), [("rouge", "rouge-score"), ("bleu", "sacrebleu")])
def test_steps(step: Step, family: str, package: str) -> None:
    """Each way of handling texts, which acts on these here, as code."""
    need(package)
    need("nltk")
    if step.stage is Stage.SIDES and family == "rouge" and step.cost > 3:
        pytest.skip("of corpora, which take sets of references")
    odd = "\u201cIt\u2019s @@ half-done,\u201d <n> said <q>Anne</q> &amp; Bo ; well ##AT##-##AT## known (U.S.)  cats.\n"
    predictions = [
        "",
        "A cat sat.",
        f"{odd}They can't! {'word ' * 420}",
        "\u2581The \u2581c at",
        "K\u00f6ln x" * 120,
    ]
    references = ["none", "The cat sat. It slept.", f"{odd}Can they?", "The cat", "K\u00f6ln y x" * 9]
    search = Search(read_texts(predictions, references), targets_of(family))
    settings = [it for it in of_package(family, package, False) if not it.random][:2]
    assert not step.change(search.texts).same_as(search.texts)
    same_digits(search, settings, (step,))

"""Every name of the originals is in the drop-ins, with the same parameters: modules, classes, methods, attributes."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

# By package: what its drop-in is called, and the modules that are no part of it.
PACKAGES = {
    "sacrebleu": (
        "gramscore.compat.sacrebleu",
        r"sacrebleu\.(sacrebleu|__main__|dataset\..*)",  # the command, and the readers of downloaded test sets
    ),
    "rouge_score": (
        "gramscore.compat.rouge_score",
        r"rouge_score\.(rouge|create_pyrouge_files|test_util|\w+_test)",  # the command, its tests
    ),
    **{
        f"nltk.translate.{name}": (f"gramscore.compat.nltk.{name}", "")
        for name in ("bleu_score", "gleu_score", "nist_score")
    },
}

# Names that are no part of what a package offers, and what is different on purpose (docs/differences.md).
EXCEPTIONS = {
    # The types of a file that setuptools-scm writes.
    *(f"sacrebleu.version.{name}" for name in ("TYPE_CHECKING", "VERSION_TUPLE", "COMMIT_ID", "__all__")),
    "sacrebleu.dataset._SUBSETS",  # what SUBSETS is made of
    # Expressions of the package regex: the core has the tables.
    "sacrebleu.tokenizers.tokenizer_intl.TokenizerV14International._re",
    "sacrebleu.tokenizers.tokenizer_ja_mecab.MeCab",
    "sacrebleu.tokenizers.tokenizer_ko_mecab.MeCab",
    "sacrebleu.tokenizers.tokenizer_spm.download_file",
}
# Parameters of whatever a dummy offers to be made with.
OTHER_PARAMETERS = re.compile(r"sacrebleu\.dataset\.(\w+Dataset|Dataset)")


def modules(name: str, left_out: str) -> Iterator[str]:
    yield name
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
        if not (left_out and re.fullmatch(left_out, found.name)):
            yield found.name


def cases() -> list[tuple[str, str]]:
    found = []
    for name, (drop_in, left_out) in PACKAGES.items():
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        found += [(module, drop_in + module.removeprefix(name)) for module in modules(name, left_out)]
    return found


CASES = cases()


def own(name: str, value: Any, module: ModuleType) -> bool:
    """Whether a name of a module is the package's own, and not something that it imports."""
    if name.startswith("__") and name not in ("__version__", "__all__"):
        return False
    if isinstance(value, ModuleType):
        return False
    home = getattr(value, "__module__", None) or module.__name__
    if module.__name__.startswith("nltk"):
        return home == module.__name__
    return home.partition(".")[0] == module.__name__.partition(".")[0]


def parameters(value: Any) -> list[tuple[str, Any, Any]] | None:
    if value is object.__init__:
        return []
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return None
    return [
        (it.name, it.kind, "an object" if re.search(" at 0x", repr(it.default)) else repr(it.default))
        for it in signature.parameters.values()
        if it.name != "self"
    ]


def compare(name: str, found: Any, expected: Any) -> list[str]:
    """What is missing or has other parameters."""
    if name in EXCEPTIONS:
        return []
    faults = []
    if (
        callable(expected)
        and not OTHER_PARAMETERS.fullmatch(name)
        and parameters(found) != parameters(expected)
    ):
        faults.append(f"{name}: {parameters(found)} for {parameters(expected)}")
    if isinstance(expected, type):
        for member, value in vars(expected).items():
            if member.startswith("__") and member not in ("__init__", "__call__", "__repr__", "__str__"):
                continue
            path = f"{name}.{member}"
            if path in EXCEPTIONS or (OTHER_PARAMETERS.fullmatch(name) and member != "__init__"):
                continue
            if not hasattr(found, member):
                faults.append(f"{path} is missing")
            elif callable(value) or isinstance(value, (staticmethod, classmethod)):
                faults += compare(path, getattr(found, member), getattr(expected, member))
            elif (
                isinstance(value, (int, str, float, list, tuple, dict, set))
                and getattr(found, member) != value
            ):
                faults.append(f"{path} is {getattr(found, member)!r} for {value!r}")
    return faults


@pytest.mark.parametrize(("module", "drop_in"), CASES, ids=[module for module, _ in CASES])
def test_names(module: str, drop_in: str) -> None:
    original = importlib.import_module(module)
    ours = importlib.import_module(drop_in)
    faults = []
    for name, expected in vars(original).items():
        path = f"{module}.{name}"
        if not own(name, expected, original) or path in EXCEPTIONS:
            continue
        if hasattr(ours, name):
            faults += compare(path, getattr(ours, name), expected)
        else:
            faults.append(f"{path} is missing")
    assert faults == []


# Objects with their attributes.
MADE = [
    ("sacrebleu.metrics.bleu.BLEU", {}),
    ("sacrebleu.metrics.bleu.BLEU", {"references": [["a b"]]}),
    ("sacrebleu.metrics.chrf.CHRF", {"references": [["a b"]]}),
    ("sacrebleu.metrics.ter.TER", {"references": [["a b"]]}),
    ("sacrebleu.metrics.base.Score", {"name": "x", "score": 1.0}),
    ("sacrebleu.metrics.chrf.CHRFScore", {"score": 1.0, "char_order": 6, "word_order": 2, "beta": 2}),
    ("sacrebleu.metrics.ter.TERScore", {"score": 1.0, "num_edits": 2.0, "ref_length": 3.0}),
    ("sacrebleu.metrics.lib_ter.BeamEditDistance", {"words_ref": ["a", "b"]}),
    ("sacrebleu.significance.Result", {"score": 1.0}),
    *(
        (f"sacrebleu.tokenizers.{name}", {})
        for name in (
            "tokenizer_13a.Tokenizer13a",
            "tokenizer_char.TokenizerChar",
            "tokenizer_none.NoneTokenizer",
            "tokenizer_re.TokenizerRegexp",
            "tokenizer_ter.TercomTokenizer",
            "tokenizer_zh.TokenizerZh",
        )
    ),
    ("rouge_score.rouge_scorer.RougeScorer", {"rouge_types": ["rouge1"]}),
    ("rouge_score.scoring.BootstrapAggregator", {}),
    ("rouge_score.tokenizers.DefaultTokenizer", {"use_stemmer": True}),
    ("nltk.translate.bleu_score.SmoothingFunction", {}),
    ("nltk.translate.bleu_score.Fraction", {"numerator": 2, "denominator": 4}),
]


@pytest.mark.parametrize(("path", "options"), MADE, ids=str)
def test_attributes(path: str, options: dict[str, Any]) -> None:
    module, _, kind = path.rpartition(".")
    package = next(name for name in PACKAGES if module.startswith(name))
    pytest.importorskip(package)
    original = getattr(importlib.import_module(module), kind)(**options)
    ours = getattr(importlib.import_module(PACKAGES[package][0] + module.removeprefix(package)), kind)(
        **options
    )
    for name, expected in vars(original).items():
        found = getattr(ours, name)
        if isinstance(expected, (bool, int, float, str, list, dict, type(None))) and name != "_re":
            assert found == expected or list(found) == expected, name

"""Metrics of Hugging Face evaluate 0.4.6, with the same inputs, options and keys: rouge, bleu, sacrebleu, chrf, ter,
google_bleu, nist_mt, sari, meteor, character, wer, cer, exact_match, squad and squad_v2.

With the package evaluate, offline:

    rouge = evaluate.load(gramscore.compat.hf.path("rouge"))

and without it:

>>> from gramscore.compat import hf
>>> chrf = hf.load("chrf")
>>> chrf.compute(predictions=["a cat sat"], references=["a cat sat"])
{'score': 100.0, 'char_order': 6, 'word_order': 0, 'beta': 2}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gramscore.compat.hf.combined import Combined
from gramscore.compat.hf.compute import COMPUTE
from gramscore.compat.hf.module import Module

__all__ = ["Combined", "Module", "combine", "load", "path"]


def load(name: str, *, seed: int | None = None) -> Module:
    """A metric to call compute() on.

    name: rouge, bleu, sacrebleu, chrf, ter, google_bleu, nist_mt, sari, meteor, character, wer, cer, exact_match, squad
        or squad_v2. Others are a ValueError.
    seed: of the random numbers with which rouge resamples, set for the time of compute(). By default it is taken,
        as evaluate does, from the state of NumPy's global generator, which differs from process to process.
    """
    return Module(_known(name), seed)


def combine(
    evaluations: Sequence[str | Module] | Mapping[str, str | Module], force_prefix: bool = False
) -> Combined:
    """Several metrics, by name or as load() returns them, to compute at once, as evaluate.combine().

    evaluations: a list, or a mapping from names of one's own.
    force_prefix: every key begins with the metric's name; else those only that several have.

    >>> combine(["chrf", "ter"]).compute(predictions=["a b"], references=["a b"])["chrf_score"]
    100.0
    """
    if isinstance(evaluations, str) or not isinstance(evaluations, Iterable):
        raise TypeError(f"evaluations is {evaluations!r}: a list of metrics or of names is expected")
    listed = evaluations.values() if isinstance(evaluations, Mapping) else evaluations
    for it in listed:
        if not isinstance(it, (str, Module)):
            raise TypeError(f"evaluations holds {it!r}: names, and what load() returns, are expected")
    if not listed:
        raise ValueError("evaluations is empty: at least one is needed")
    if not isinstance(evaluations, Mapping):
        evaluations = {it if isinstance(it, str) else it.name: it for it in evaluations}
    modules = {name: load(it) if isinstance(it, str) else it for name, it in evaluations.items()}
    return Combined(modules, force_prefix)


def path(name: str) -> str:
    """The folder from which `evaluate.load` loads the metric; a ValueError for a name that load() does not know."""
    return str(Path(__file__).with_name(_known(name)))


def _known(name: str) -> str:
    if name not in COMPUTE:
        raise ValueError(f"unknown metric {name!r}: the known ones are {', '.join(COMPUTE)}")
    return name

"""The metrics as classes that the package evaluate loads, from the scripts in the folders beside this file."""

from __future__ import annotations

from typing import Any

from gramscore.compat.hf.compute import COMPUTE

# The names of the original classes, from which evaluate makes the names of the metrics.
_CLASSES = {
    "rouge": "Rouge",
    "bleu": "Bleu",
    "sacrebleu": "Sacrebleu",
    "chrf": "ChrF",
    "ter": "Ter",
    "google_bleu": "GoogleBleu",
    "nist_mt": "NistMt",
}


def module_class(name: str, script: str) -> type[Any]:
    """The class of a metric. `script` is the name of the module that holds it."""
    import datasets
    import evaluate

    compute = COMPUTE[name]
    text = datasets.Value("string")
    several = datasets.Sequence(text)

    def info(self: Any) -> Any:
        return evaluate.MetricInfo(
            description=f"{name} as evaluate's metric of that name defines it, computed by gramscore.",
            citation="",
            inputs_description=f"\n\npredictions: texts. references: a text or several each.\n{compute.__doc__}",
            features=[
                datasets.Features({"predictions": text, "references": several}),
                datasets.Features({"predictions": text, "references": text}),
            ],
        )

    def compute_all(self: Any, predictions: Any, references: Any, **options: Any) -> dict[str, Any]:
        return compute(list(predictions), list(references), **options)

    members = {"_info": info, "_compute": compute_all, "__module__": script, "__doc__": compute.__doc__}
    return type(_CLASSES[name], (evaluate.Metric,), members)

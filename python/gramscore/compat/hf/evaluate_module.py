"""The metrics as classes that the package evaluate loads, from the scripts in the folders beside this file."""

from __future__ import annotations

from typing import Any

from gramscore.compat.hf.answers import QUESTIONS, SINGLE_REFERENCE
from gramscore.compat.hf.compute import COMPUTE
from gramscore.compat.hf.translations import SOURCED

# The names of the original classes, from which evaluate makes the names of the metrics.
_CLASSES = {
    "rouge": "Rouge",
    "bleu": "Bleu",
    "sacrebleu": "Sacrebleu",
    "chrf": "ChrF",
    "ter": "Ter",
    "google_bleu": "GoogleBleu",
    "nist_mt": "NistMt",
    "sari": "Sari",
    "meteor": "Meteor",
    "character": "Character",
    "wer": "WER",
    "cer": "CER",
    "exact_match": "ExactMatch",
    "squad": "Squad",
    "squad_v2": "SquadV2",
}


def module_class(name: str, script: str) -> type[Any]:
    """The class of a metric. `script` is the name of the module that holds it."""
    import datasets
    import evaluate

    compute = COMPUTE[name]
    text = datasets.Value("string")
    several = datasets.Sequence(text)
    if name in QUESTIONS:
        kinds = {"prediction_text": text, "no_answer_probability": datasets.Value("float32")}
        answers = datasets.Sequence({"text": text, "answer_start": datasets.Value("int32")})
        features = datasets.Features(
            {
                "predictions": {"id": text, **{key: kinds[key] for key in QUESTIONS[name]}},
                "references": {"id": text, "answers": answers},
            }
        )
    elif name in SOURCED:
        features = datasets.Features({"sources": text, "predictions": text, "references": several})
    elif name in SINGLE_REFERENCE:
        features = datasets.Features({"predictions": text, "references": text})
    else:
        features = [
            datasets.Features({"predictions": text, "references": several}),
            datasets.Features({"predictions": text, "references": text}),
        ]

    def info(self: Any) -> Any:
        return evaluate.MetricInfo(
            description=f"{name} as evaluate's metric of that name defines it, computed by gramscore.",
            citation="",
            inputs_description=f"\n\npredictions: texts. references: a text or several each.\n{compute.__doc__}",
            features=features,
        )

    def compute_all(self: Any, predictions: Any, references: Any, **options: Any) -> Any:
        return compute(list(predictions), list(references), **options)

    members = {"_info": info, "_compute": compute_all, "__module__": script, "__doc__": compute.__doc__}
    return type(_CLASSES[name], (evaluate.Metric,), members)

"""Which fields of a structured file hold the predictions, the references and the ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from gramscore.io.errors import InputError
from gramscore.io.nested import is_known

# The usual names by how surely they tell the role: what stands in the first line, then those that only mean this, then
# those that mean other things elsewhere.
_USUAL: Final = {
    "prediction": (
        ("prediction", "predictions"),
        (
            *("predict", "predicts", "predicted", "pred", "preds", "decoded_preds", "prediction_text"),
            *("hypothesis", "hypotheses", "hyp", "hyps", "mt", "candidate", "candidates"),
            *(
                "generated_text",
                "generated",
                "generated_summary",
                "model_output",
                "llm_output",
                "filtered_resps",
            ),
            # Of what an API answered, and of its files of batches.
            *("choices.0.message.content", "response.body.choices.0.message.content"),
        ),
        ("output", "outputs", "response", "responses", "completion", "completions", "decoded"),
    ),
    "references": (
        ("reference", "references"),
        (
            *("ref", "refs", "target", "targets", "expected", "ideal", "decoded_labels"),
            *(
                "reference_summary",
                "gold_summary",
                "gold",
                "golds",
                "ground_truth",
                "ground_truths",
                "highlights",
            ),
        ),
        ("summary", "summaries", "label", "labels", "answer", "answers"),
    ),
    "source": (
        ("source", "sources", "src"),
        ("original", "complex", "source_text"),
        ("input", "article", "document"),
    ),
    "id": (("id", "uid", "guid", "example_id", "sample_id", "doc_id", "document_id", "idx"),),
}
# Predictions only beside what is surely a reference, or where nothing else is.
_PREDICTIONS_BESIDE: Final = ("summary", "answer", "translation", "messages")
# What some tools write together, where one of both alone could be several.
_PAIRS: Final = {
    ("predict", "label"),
    ("response", "answer"),
    ("predicted", "expected"),
    ("mt", "ref"),
    ("hyp", "ref"),
    ("hypothesis", "reference"),
    ("generated_summary", "reference_summary"),
    ("decoded_preds", "decoded_labels"),
    ("llm_output", "ideal"),
    ("filtered_resps", "target"),
    ("prediction_text", "answers"),
    ("summary", "highlights"),
}


@dataclass(frozen=True)
class Fields:
    """The names in use. `guessed` maps a role left open by the user to the usual names passed over for it."""

    prediction: str
    references: tuple[str, ...]
    id: str | None = None
    groups: tuple[str, ...] = ()
    guessed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    source: str | None = None

    @property
    def asked_id(self) -> str | None:
        """The field of ids, if the user named it: a guess never stops a run."""
        return None if "id" in self.guessed else self.id

    @property
    def single(self) -> tuple[str, ...]:
        """The fields that hold one text an example."""
        return (self.prediction,) if self.source is None else (self.prediction, self.source)

    @property
    def texts(self) -> list[str]:
        """The fields of texts, each once."""
        return list(dict.fromkeys((self.prediction, *self.references, *self.single)))

    @property
    def names(self) -> list[str]:
        """Every field, each once."""
        ids = () if self.id is None else (self.id,)
        return list(dict.fromkeys((*self.texts, *ids, *self.groups)))


def choose_fields(
    present: Sequence[str],
    file: str,
    prediction: str | None,
    references: Sequence[str],
    id: str | None,
    want_id: bool,
    groups: Sequence[str] = (),
    keys: Collection[str] = (),
    source: str | None = None,
    want_source: bool = False,
) -> Fields:
    """The fields asked for, the others guessed from the names `present` in `file`; a guess takes no field
    in use. Those to group by may also be among the `keys` that the file's path tells. `InputError` when one asked
    for is absent, none can be guessed, or several share it."""
    known = set(present)
    listing = f"the fields in {file} are: {', '.join(map(repr, present))}"
    for name in (prediction, *references, id, source):
        if name is not None and not is_known(name, known):
            raise InputError(f"there is no field {name!r}; {listing}")
    for name in groups:
        if not is_known(name, known) and name not in keys:
            raise InputError(f"there is no field {name!r} to group by; {listing}")

    guessed: dict[str, tuple[str, ...]] = {}
    if prediction is None or not references:
        taken = {prediction, *references, id, source}
        ours = _candidates("prediction", present, taken) if prediction is None else [[prediction]]
        theirs = _candidates("references", present, taken) if not references else [list(references)]
        if prediction is None and not ours and theirs:
            ours = _beside(present, taken, theirs)
        for option, found in (("prediction", ours), ("reference", theirs)):
            if not found:
                raise InputError(f"no field looks like the {option}s, name it with --{option}; {listing}")
        first, second = _chosen(ours, theirs, file, not references)
        if prediction is None:
            prediction = first
            guessed["prediction"] = tuple(it for rank in ours for it in rank if it not in (first, second))
        if not references:
            references = [second]
            guessed["references"] = tuple(it for rank in theirs for it in rank if it not in (first, second))
    if source is None and want_source:
        source = _source(present, {prediction, *references, id}, file)
        guessed["source"] = ()
    if id is None and want_id:
        several = [name for name in present if present.count(name) > 1]
        found_ids = [
            it for rank in _candidates("id", present, {prediction, *references, *several}) for it in rank
        ]
        if found_ids:
            id, *others = found_ids
            guessed["id"] = tuple(others)
    fields = Fields(prediction, tuple(references), id, tuple(dict.fromkeys(groups)), guessed, source)
    for name in fields.names:
        if present.count(name) > 1:
            raise InputError(f"{file}: {present.count(name)} fields are named {name!r}")
    return fields


def is_usual(name: str) -> bool:
    """Whether it is a usual name of predictions or references."""
    return any(_plain(name) in rank for role in ("prediction", "references") for rank in _USUAL[role])


def _candidates(role: str, present: Sequence[str], taken: Collection[str | None]) -> list[list[str]]:
    """The usual names of a role that are present and free, by rank; those of a rank in the order of the list."""
    found = []
    for rank in _USUAL[role]:
        free = [name for name in present if name not in taken and _plain(name) in rank]
        if free:
            found.append(sorted(free, key=lambda name, rank=rank: rank.index(_plain(name))))  # type: ignore[misc]
    return found


def _source(present: Sequence[str], taken: Collection[str | None], file: str) -> str:
    found = _candidates("source", present, taken)
    if not found:
        raise InputError(
            "the metrics compare predictions with their sources, and no field looks like these, name it with "
            f"--source; the fields in {file} are: {', '.join(map(repr, present))}"
        )
    if len(found[0]) > 1:
        several = ", ".join(map(repr, found[0]))
        raise InputError(f"{file}: several fields may hold the sources: {several}; choose with --source")
    return found[0][0]


def _beside(
    present: Sequence[str], taken: Collection[str | None], references: list[list[str]]
) -> list[list[str]]:
    sure = next((name for name in references[0] if _plain(name) not in _PREDICTIONS_BESIDE), None)
    found = [name for name in present if name not in taken and _plain(name) in _PREDICTIONS_BESIDE]
    if sure is None or not found:
        return []
    return [found]


def _chosen(
    predictions: list[list[str]], references: list[list[str]], file: str, guess_references: bool
) -> tuple[str, str]:
    """One of the highest rank of each. `InputError` where there are several, and no pair that is written together."""
    pairs = [
        (one, other)
        for one in predictions[0]
        for other in (it for rank in references for it in rank)
        if one != other and (_plain(one), _plain(other)) in _PAIRS
    ]
    if len(predictions[0]) > 1 and len(pairs) == 1 and guess_references:
        return pairs[0]
    for option, found in (("prediction", predictions), ("reference", references)):
        if option == "reference" and not guess_references:
            break
        if len(found[0]) > 1 and len({_plain(name).rstrip("s") for name in found[0]}) > 1:
            if option == "reference" and len({it for it in pairs if it[0] == predictions[0][0]}) == 1:
                return pairs[0]
            raise InputError(
                f"{file}: several fields may hold the {option}s: {', '.join(map(repr, found[0]))}; "
                f"choose with --{option}"
            )
    return predictions[0][0], references[0][0]


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")

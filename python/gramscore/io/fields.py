"""Which fields of a structured file hold the predictions, the references and the ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from gramscore.io.errors import InputError

# The usual names, most telling first: of several present the first listed is taken.
_USUAL: Final = {
    "prediction": (
        "prediction",
        "predictions",
        "predicted",
        "pred",
        "preds",
        "hypothesis",
        "hypotheses",
        "hyp",
        "generated_text",
        "generated",
        "generated_summary",
        "model_output",
        "output",
        "outputs",
        "candidate",
        "candidates",
        "response",
        "responses",
        "completion",
        "decoded",
    ),
    "references": (
        "references",
        "reference",
        "refs",
        "ref",
        "targets",
        "target",
        "gold_summary",
        "gold",
        "golds",
        "ground_truth",
        "ground_truths",
        "highlights",
        "summary",
        "summaries",
        "labels",
        "label",
    ),
    "id": (
        "id",
        "uid",
        "guid",
        "example_id",
        "sample_id",
        "doc_id",
        "document_id",
        "idx",
    ),
}


@dataclass(frozen=True)
class Fields:
    """The names in use. `guessed` maps a role left open by the user to the usual names passed over for it."""

    prediction: str
    references: tuple[str, ...]
    id: str | None = None
    groups: tuple[str, ...] = ()
    guessed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def asked_id(self) -> str | None:
        """The field of ids, if the user named it: a guess never stops a run."""
        return None if "id" in self.guessed else self.id

    @property
    def names(self) -> list[str]:
        """Every field, each once."""
        ids = () if self.id is None else (self.id,)
        return list(dict.fromkeys((self.prediction, *self.references, *ids, *self.groups)))


def choose_fields(
    present: Sequence[str],
    file: str,
    prediction: str | None,
    references: Sequence[str],
    id: str | None,
    want_id: bool,
    groups: Sequence[str] = (),
    keys: Collection[str] = (),
) -> Fields:
    """The fields asked for, the others guessed from the names `present` in `file`; a guess takes no field
    in use. Those to group by may also be among the `keys` that the file's path tells. `InputError` when one asked
    for is absent, none can be guessed, or several share it."""
    listing = f"the fields in {file} are: {', '.join(map(repr, present))}"
    for name in (prediction, *references, id):
        if name is not None and name not in present:
            raise InputError(f"there is no field {name!r}; {listing}")
    for name in groups:
        if name not in present and name not in keys:
            raise InputError(f"there is no field {name!r} to group by; {listing}")

    guessed: dict[str, tuple[str, ...]] = {}

    def guess(role: str, taken: Sequence[str | None]) -> str | None:
        usual = _USUAL[role]
        free = [name for name in present if name not in taken and _plain(name) in usual]
        free.sort(key=lambda name: usual.index(_plain(name)))
        if not free:
            return None
        guessed[role] = tuple(free[1:])
        return free[0]

    def must_guess(role: str, taken: Sequence[str | None]) -> str:
        name = guess(role, taken)
        if name is None:
            option = role.removesuffix("s")
            raise InputError(f"no field looks like the {option}s, name it with --{option}; {listing}")
        return name

    if prediction is None:
        prediction = must_guess("prediction", [*references, id])
    if not references:
        references = [must_guess("references", [prediction, id])]
    if id is None and want_id:
        several = [name for name in present if present.count(name) > 1]
        id = guess("id", [prediction, *references, *several])
    fields = Fields(prediction, tuple(references), id, tuple(dict.fromkeys(groups)), guessed)
    for name in fields.names:
        if present.count(name) > 1:
            raise InputError(f"{file}: {present.count(name)} fields are named {name!r}")
    return fields


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")

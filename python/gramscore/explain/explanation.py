"""What the explanations of all metrics have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Generic, Protocol, TypeVar

from gramscore.explain.document import Document
from gramscore.explain.layers import Layer, Mark


@dataclass(frozen=True)
class Explanation:
    """Why a prediction has the score that it has.

    prediction, references: the texts with their tokens.
    signature: of the metric.
    """

    prediction: Document
    references: tuple[Document, ...]
    signature: str

    @property
    def title(self) -> str:
        """The score in a line."""
        raise NotImplementedError

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What there is to see, in the texts as they were written."""
        raise NotImplementedError

    def texts(self, layer: Layer) -> Iterator[tuple[str, str, Sequence[Mark]]]:
        """The two texts of a layer, each with what it is called and its marks."""
        label = "reference" if len(self.references) == 1 else f"reference {layer.reference + 1}"
        yield "prediction", self.prediction.text, layer.prediction_marks
        yield label, self.references[layer.reference].text, layer.reference_marks

    def to_dict(self) -> dict[str, Any]:
        """Everything in types that JSON knows."""
        return {"title": self.title, **_plain(self)}

    def __rich__(self) -> Any:
        from gramscore.explain.terminal import shown

        return shown(self)

    def _repr_html_(self) -> str:
        from gramscore.explain.notebook import shown

        return shown(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title}>"


class _OfType(Protocol):
    @property
    def type(self) -> str: ...


_Found = TypeVar("_Found", bound=_OfType)


@dataclass(frozen=True, repr=False)
class ExplanationByType(Explanation, Generic[_Found]):
    """An explanation of several types of score: `explanation["rouge2"]` is one, `explanation.types` are all."""

    types: tuple[_Found, ...]

    def __getitem__(self, name: str) -> _Found:
        for found in self.types:
            if found.type == name:
                return found
        raise KeyError(f"no {name!r} in this: it holds {', '.join(found.type for found in self.types)}")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _plain(field) for name, field in value._asdict().items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value

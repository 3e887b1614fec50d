"""sacrebleu's test sets, of which there are none here: the names that other programs import, and what to do instead."""

from __future__ import annotations

from typing import Any, NoReturn

_ADVICE = (
    "gramscore.compat.sacrebleu offers no test sets. Download them with sacrebleu itself "
    "(sacrebleu -t SET -l PAIR --echo ref), and score its files."
)


class _TestSets(dict[str, Any]):
    """No test sets. Asking for one by name is a NotImplementedError that says what to do instead."""

    def __missing__(self, name: str) -> NoReturn:
        raise NotImplementedError(f"test set {name!r}: {_ADVICE}")


DATASETS: dict[str, Any] = _TestSets()
SUBSETS: dict[str, dict[str, str]] = _TestSets()
COUNTRIES: list[str] = []
DOMAINS: list[str] = []


class Dataset:
    """A test set. Making one is a NotImplementedError."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(f"test set {name!r}: {_ADVICE}")


class FakeSGMLDataset(Dataset):
    """In the SGML of WMT until 2020."""


class WMTAdditionDataset(FakeSGMLDataset):
    """Additions to WMT's."""


class IWSLTXMLDataset(FakeSGMLDataset):
    """In IWSLT's XML."""


class PlainTextDataset(Dataset):
    """In files of lines."""


class TSVDataset(Dataset):
    """In fields separated by tabs."""


class WMTXMLDataset(Dataset):
    """In WMT's XML since 2021."""

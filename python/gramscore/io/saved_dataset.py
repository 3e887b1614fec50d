"""Folders that Hugging Face's `Dataset.save_to_disk` writes: Arrow files, and a state that lists them in order."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from gramscore.io.errors import InputError

_STATE: Final = "state.json"
_SPLITS: Final = "dataset_dict.json"


def files_of_dataset(folder: str) -> list[str] | None:
    """The data of such a folder in order; None for another folder. `InputError` for one of several splits."""
    path = Path(folder)
    if (path / _SPLITS).is_file():
        splits = _read(path / _SPLITS).get("splits")
        named = [it for it in splits if isinstance(it, str)] if isinstance(splits, list) else []
        several = ", ".join(os.path.join(folder, it) for it in named)
        raise InputError(f"{folder}: is a dataset of several splits, give one of them: {several}")
    if not (path / _STATE).is_file():
        return None
    listed = _read(path / _STATE).get("_data_files")
    if not isinstance(listed, list):
        return None
    names = [it.get("filename") for it in listed if isinstance(it, dict)]
    if not all(isinstance(it, str) and os.path.basename(it) == it for it in names):
        raise InputError(f"{path / _STATE}: names files that are not beside it")
    return [os.path.join(folder, str(it)) for it in names]


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
    return found if isinstance(found, dict) else {}

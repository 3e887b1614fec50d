"""JSON that every reader takes: what is no number is null, not NaN; and that no terminal obeys."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from gramscore.options.printable import printable_json


def dumps(value: Any, **layout: Any) -> str:
    """The value as JSON; `layout` is that of json.dumps()."""
    return printable_json(json.dumps(_finite(value), allow_nan=False, **layout))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value

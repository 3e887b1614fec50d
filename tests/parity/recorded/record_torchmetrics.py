"""Records what torchmetrics 1.9.0 says: python record_torchmetrics.py, with torchmetrics, nltk and regex installed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torchmetrics.functional.text as original

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from torchmetrics_runs import in_numbers, runs

found = [
    [name, in_numbers(getattr(original, name)(preds, target, **options))]
    for name, preds, target, options in runs(1, 25)
]
Path(__file__).with_name("torchmetrics.json").write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")

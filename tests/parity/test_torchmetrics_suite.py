"""torchmetrics' own text tests, with the import swapped.

They are in no distribution: the variable TORCHMETRICS_SOURCE names a checkout of torchmetrics 1.9.0. Besides torch and
torchmetrics they need cachier. With USE_PYTEST_POOL=1 they run in two processes that share their states, too.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from original_suites import passing

SOURCE = os.environ.get("TORCHMETRICS_SOURCE")
pytestmark = [
    pytest.mark.skipif(SOURCE is None, reason="TORCHMETRICS_SOURCE names no checkout of torchmetrics 1.9.0"),
    *(
        pytest.mark.skipif(find_spec(name) is None, reason=f"needs {name}: pip install {name}")
        for name in ("torch", "torchmetrics", "cachier")
    ),
]

#: How many tests of each file pass at least, without the pool.
SUITES = {
    "bleu": 1,
    "cer": 1,
    "chrf": 1,
    "edit": 1,
    "eed": 1,
    "mer": 1,
    "rouge": 1,
    "sacre_bleu": 1,
    "squad": 1,
    "ter": 1,
    "wer": 1,
    "wil": 1,
    "wip": 1,
}

# The modules have the names of the original's, and ours in place of those that the drop-in has. Where NLTK's data are
# not there, texts are cut behind full stops.
SWAP = """
import re
import sys
import types

import nltk
import torchmetrics.functional.text
import torchmetrics.text

import gramscore.compat.torchmetrics.functional.text as functions
import gramscore.compat.torchmetrics.text as classes

for folder, ours in (("torchmetrics.text", classes), ("torchmetrics.functional.text", functions)):
    for name in [name for name in sys.modules if name == folder or name.startswith(folder + ".")]:
        original = sys.modules[name]
        swapped = types.ModuleType(name)
        swapped.__dict__.update(vars(original))
        swapped.__dict__.update({it: getattr(ours, it) for it in ours.__all__ if hasattr(original, it)})
        sys.modules[name] = swapped
try:
    nltk.data.find("tokenizers/punkt_tab")
except LookupError:
    nltk.sent_tokenize = lambda text: re.split(r"(?<=[.!?])\\s+", text.strip())
"""


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = Path(str(SOURCE)) / "tests" / "unittests"
    (tmp_path / "conftest.py").write_text(SWAP)
    (tmp_path / "unittests" / "text").mkdir(parents=True)
    for name in ("__init__.py", "conftest.py", "_helpers"):
        copy = shutil.copytree if (tests / name).is_dir() else shutil.copy
        copy(tests / name, tmp_path / "unittests" / name)
    for name in ("__init__.py", "_helpers.py", "_inputs.py", f"test_{suite}.py"):
        shutil.copy(tests / "text" / name, tmp_path / "unittests" / "text" / name)
    monkeypatch.setenv("PYTEST_REFERENCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    # Models of flores101 and flores200 are downloaded.
    assert passing(tmp_path, f"unittests/text/test_{suite}.py", "-k", "not flores") >= SUITES[suite]

"""Write the real corpora of compare.py from the public files that hold them. None of these is part of the project.

    git clone https://github.com/cylnlp/dialogsum
    pip download --no-deps --no-binary :all: sacrebleu==2.6.0
    python bench/real_corpora.py dialogsum sacrebleu-2.6.0.tar.gz FOLDER

- FOLDER/dialogsum_test.jsonl: the 500 dialogues of DialogSum's test set (Chen et al., 2021; CC BY-NC-SA 4.0), with
  three summaries each by people, and the summary of the BART baseline that the authors publish beside them.
- FOLDER/wmt17_en_de.jsonl.bz2: 3,004 news sentences of WMT17, English to German, with the reference and the outputs of
  16 systems, as sacrebleu's source package has them for its own tests.
"""

from __future__ import annotations

import argparse
import bz2
import io
import json
import pickle
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SYSTEMS = "test/wmt17_en_de_systems.pkl.bz2"


class _PlainValues(pickle.Unpickler):
    """Reads lists, tuples and strings, and no object that could do more than be there."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def summaries(repository: Path) -> Iterable[dict[str, Any]]:
    test_set = repository / "DialogSum_Data" / "dialogsum.test.jsonl"
    rows = [json.loads(line) for line in test_set.read_text(encoding="utf-8").splitlines()]
    outputs = (repository / "Baseline" / "test_output.txt").read_text(encoding="utf-8").split("\n")
    for row, output in zip(rows, outputs, strict=False):  # a line break may end the last output
        yield {
            "id": row["fname"],
            "dialogue": row["dialogue"],
            "references": [row[f"summary{n}"] for n in (1, 2, 3)],
            "prediction": output,
        }


def translations(source: Path) -> Iterable[dict[str, Any]]:
    with tarfile.open(source) as archive:
        member = next(it for it in archive if it.name.endswith(SYSTEMS))
        packed = archive.extractfile(member).read()
    *systems, (_, [references]) = _PlainValues(io.BytesIO(bz2.decompress(packed))).load()
    for k, reference in enumerate(references):
        yield {"reference": reference, "systems": {name: outputs[k] for name, outputs in systems}}


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dialogsum", type=Path, help="a checkout of the repository")
    parser.add_argument("sacrebleu", type=Path, help="the source distribution")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "dialogsum_test.jsonl").write_bytes(lines(summaries(options.dialogsum)))
    packed = bz2.compress(lines(translations(options.sacrebleu)))
    (options.folder / "wmt17_en_de.jsonl.bz2").write_bytes(packed)


if __name__ == "__main__":
    main()

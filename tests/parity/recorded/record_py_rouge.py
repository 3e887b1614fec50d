"""Records what py-rouge 1.1 says of examples/causes.jsonl: python record_py_rouge.py

It needs py-rouge and nltk, in an environment without the package rouge, whose module has the same name. NLTK's data are
not needed: the package takes the full stops out before it asks for sentences, so that each text is one.
"""

from __future__ import annotations

import json
from pathlib import Path

import nltk.tokenize

nltk.tokenize.sent_tokenize = lambda text, language="english": [text]

from rouge import Rouge  # noqa: E402

HERE = Path(__file__).parent
rows = [
    json.loads(line)
    for line in (HERE.parents[2] / "examples" / "causes.jsonl").read_text(encoding="utf-8").splitlines()
]
found = []
for fields in (
    ("prediction", "reference"),
    ("lines", "lines_reference"),
    ("prediction", "reference", "other"),
):
    predictions = [row[fields[0]] for row in rows]
    references = [row[fields[1]] if len(fields) == 2 else [row[it] for it in fields[1:]] for row in rows]
    for stemming in (True, False):
        for limit in ((665, "bytes"), (100, "bytes"), None, (100, "words"), (12, "words")):
            for best in (False, True) if len(fields) == 3 else (False,):
                metric = Rouge(
                    metrics=["rouge-n", "rouge-l"],
                    max_n=2,
                    limit_length=limit is not None,
                    **({} if limit is None else {"length_limit": limit[0], "length_limit_type": limit[1]}),
                    apply_avg=not best,
                    apply_best=best,
                    stemming=stemming,
                )
                found.append(
                    {
                        "fields": fields,
                        "stemming": stemming,
                        "limit": limit,
                        "best": best,
                        "said": metric.get_scores(predictions, references),
                    }
                )
(HERE / "py_rouge.json").write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")

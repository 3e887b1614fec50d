#!/usr/bin/env bash
# datasets 5.2.0 and pandas 2.3.3: a column of reference lists, written to CSV and read back with ast.literal_eval.
# A list is written as Python shows it, and reads back as it was.
# Lists that came through Arrow or Parquet are NumPy arrays, which show no commas. Python joins neighbouring strings,
# so the two references come back as one, run together, and nothing fails.
# A score against one long reference looks like a score.
source "$(dirname "$0")/preamble.bash"
install datasets==5.2.0 pandas==2.3.3 numpy==2.2.6

export HF_HOME=$work HF_DATASETS_DISABLE_PROGRESS_BARS=1
python - >seen <<'EOF'
import ast

import pandas as pd
from datasets import Dataset

references = [["the cat sat", "a cat sat down"], ["one dog"]]
Dataset.from_dict({"references": references}).to_csv("datasets.csv")
frame = pd.DataFrame({"references": references})
frame.to_csv("lists.csv", index=False)
frame.to_parquet("frame.parquet")
pd.read_parquet("frame.parquet").to_csv("parquet.csv", index=False)
for name in ("lists", "parquet", "datasets"):
    print(name, [ast.literal_eval(it) for it in pd.read_csv(f"{name}.csv")["references"]])
EOF
expect <<'EOF'
lists [['the cat sat', 'a cat sat down'], ['one dog']]
parquet [['the cat sata cat sat down'], ['one dog']]
datasets [['the cat sata cat sat down'], ['one dog']]
EOF

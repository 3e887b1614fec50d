#!/usr/bin/env bash
# pandas 2.3.3, pyarrow 22.0.0, DuckDB 1.4.2 and Polars 1.35.2, reading answers from JSON Lines.
# JSON tells strings from numbers, so an answer in quotation marks arrives as the string it is.
# pandas makes numbers of "007" and "1.50" if a whole column looks like numbers; pyarrow makes times of dates, and
# DuckDB dates. Only Polars leaves all. Turned back into text for exact match, "2019-05-01" has become
# "2019-05-01 00:00:00", and "007" has become "7".
# One answer of another form in the column, and all stay strings: a subset scores otherwise than the whole.
source "$(dirname "$0")/preamble.bash"
install pandas==2.3.3 pyarrow==22.0.0 polars==1.35.2 duckdb==1.4.2 numpy==2.2.6

printf '%s\n' '{"who": "007", "price": "1.50", "day": "2019-05-01"}' \
    '{"who": "010", "price": "2.00", "day": "2020-11-30"}' >answers.jsonl
{
    cat answers.jsonl
    echo '{"who": "M", "price": "free", "day": "in May"}'
} >more.jsonl
python - >seen <<'EOF'
import duckdb
import pandas as pd
import polars as pl
from pyarrow import json

for name in ("answers.jsonl", "more.jsonl"):
    print(name)
    print("  pandas", *map(str, pd.read_json(name, lines=True).iloc[0]), sep=" | ")
    print("  pyarrow", *map(str, json.read_json(name).to_pylist()[0].values()), sep=" | ")
    print("  DuckDB", *map(repr, duckdb.sql(f"from '{name}'").fetchall()[0]), sep=" | ")
    print("  Polars", *map(str, pl.read_ndjson(name).rows()[0]), sep=" | ")
EOF
expect <<'EOF'
answers.jsonl
  pandas | 7 | 1.5 | 2019-05-01
  pyarrow | 007 | 1.50 | 2019-05-01 00:00:00
  DuckDB | '007' | '1.50' | datetime.date(2019, 5, 1)
  Polars | 007 | 1.50 | 2019-05-01
more.jsonl
  pandas | 007 | 1.50 | 2019-05-01
  pyarrow | 007 | 1.50 | 2019-05-01
  DuckDB | '007' | '1.50' | '2019-05-01'
  Polars | 007 | 1.50 | 2019-05-01
EOF

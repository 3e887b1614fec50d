#!/usr/bin/env bash
# DuckDB 1.4.2, Polars 1.35.2 and pyarrow 22.0.0, reading JSON Lines in which the reference is a string in some lines
# and a list of strings in others, as many data sets have it.
# One gets a column of lists, or an error.
# pyarrow gives an error. Polars gives strings, and a list becomes the text of its JSON, brackets and marks included:
# two references are one text that no output equals. In DuckDB it is the other way round too: the single reference has
# quotation marks round it that are not in the data, and a cast to a list of strings fails.
source "$(dirname "$0")/preamble.bash"
install pyarrow==22.0.0 polars==1.35.2 duckdb==1.4.2 numpy==2.2.6

printf '%s\n' '{"reference": "a cat"}' '{"reference": ["a cat", "the cat"]}' >data.jsonl
python - >seen <<'EOF'
import duckdb
import polars as pl
from pyarrow import json

readers = {
    "DuckDB": lambda: [row[0] for row in duckdb.sql("from 'data.jsonl'").fetchall()],
    "DuckDB, cast": lambda: duckdb.sql("select reference::varchar[] from 'data.jsonl'").fetchall(),
    "Polars": lambda: pl.read_ndjson("data.jsonl")["reference"].to_list(),
    "pyarrow": lambda: json.read_json("data.jsonl").to_pylist(),
}
for name, read in readers.items():
    try:
        print(name, read())
    except Exception as error:
        print(name, type(error).__name__)
EOF
expect <<'EOF'
DuckDB ['"a cat"', '["a cat","the cat"]']
DuckDB, cast ConversionException
Polars ['a cat', '["a cat", "the cat"]']
pyarrow ArrowInvalid
EOF

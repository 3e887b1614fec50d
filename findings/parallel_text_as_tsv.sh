#!/usr/bin/env bash
# pandas 2.3.3, pyarrow 22.0.0, Polars 1.35.2 and DuckDB 1.4.2, reading outputs and references made by `paste`.
# Five lines with a tab in each are five rows, or an error.
# A quotation mark at the start of a line of speech opens a field for CSV readers, and it goes on until the next mark,
# lines later: pandas and pyarrow give three rows, one of which holds several outputs and references as one text.
# Polars refuses, and DuckDB gets all five right.
# The rest of the rows still pair up, so that no length check sees the loss.
source "$(dirname "$0")/preamble.bash"
install pandas==2.3.3 pyarrow==22.0.0 polars==1.35.2 duckdb==1.4.2 numpy==2.2.6

printf '%s\n' 'It rains.' '"Come in' 'Sit down.' '"Good morning' 'The end.' >outputs
printf '%s\n' 'It is raining.' 'Come in.' 'Please sit.' 'Good morning.' 'The end.' >references
paste outputs references >both.tsv
python - >seen <<'EOF'
import duckdb
import pandas as pd
import polars as pl
from pyarrow import csv

names = ["output", "reference"]
readers = {
    "pandas": lambda: pd.read_csv("both.tsv", sep="\t", names=names).to_numpy().tolist(),
    "pyarrow": lambda: [list(it.values()) for it in csv.read_csv(
        "both.tsv", csv.ReadOptions(column_names=names), csv.ParseOptions(delimiter="\t")).to_pylist()],
    "Polars": lambda: pl.read_csv("both.tsv", separator="\t", has_header=False).rows(),
    "DuckDB": lambda: duckdb.sql("from read_csv('both.tsv', delim='\t', header=false)").fetchall(),
}
for name, read in readers.items():
    try:
        rows = read()
        print(name, len(rows), "rows, second output", repr(rows[1][0]))
    except Exception as error:
        print(name, type(error).__name__)
EOF
expect <<'EOF'
pandas 3 rows, second output 'Come in\tCome in.\nSit down.\tPlease sit.\nGood morning'
pyarrow 3 rows, second output 'Come in\tCome in.\nSit down.\tPlease sit.\nGood morning'
Polars ComputeError
DuckDB 5 rows, second output '"Come in'
EOF

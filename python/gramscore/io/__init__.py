"""Files in, files out: a corpus read from any common format, per-example results and states written to some."""

from __future__ import annotations

from gramscore.io.atomic import check_writable
from gramscore.io.batch import Batch
from gramscore.io.corpus import AlignedCorpus, Corpus, StructuredCorpus
from gramscore.io.delimited import Dialect
from gramscore.io.errors import InputError, OutputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.formats import format_of_name, plain_suffix
from gramscore.io.inputs import sources_of
from gramscore.io.keys import value_of
from gramscore.io.opening import open_corpus
from gramscore.io.per_example import (
    PER_EXAMPLE_FORMATS,
    PerExample,
    per_example_format,
    writing_per_example,
)
from gramscore.io.states import STATE_FORMATS, state_format

__all__ = [
    "PER_EXAMPLE_FORMATS",
    "STATE_FORMATS",
    "AlignedCorpus",
    "Batch",
    "Corpus",
    "Dialect",
    "Faults",
    "Fields",
    "InputError",
    "OutputError",
    "PerExample",
    "StructuredCorpus",
    "check_writable",
    "format_of_name",
    "open_corpus",
    "per_example_format",
    "plain_suffix",
    "sources_of",
    "state_format",
    "value_of",
    "writing_per_example",
]

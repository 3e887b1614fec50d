"""Files in, files out: a corpus read from any common format, per-example results written to one."""

from __future__ import annotations

from gramscore.io.atomic import check_writable
from gramscore.io.corpus import Corpus, read_aligned, read_structured
from gramscore.io.errors import InputError, OutputError
from gramscore.io.fields import Fields
from gramscore.io.formats import format_of_name
from gramscore.io.per_example import PER_EXAMPLE_FORMATS, per_example_format, write_per_example

__all__ = [
    "PER_EXAMPLE_FORMATS",
    "Corpus",
    "Fields",
    "InputError",
    "OutputError",
    "check_writable",
    "format_of_name",
    "per_example_format",
    "read_aligned",
    "read_structured",
    "write_per_example",
]

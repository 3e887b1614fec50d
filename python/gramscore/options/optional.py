"""Packages that are needed for some things only: imported when these are used."""

from __future__ import annotations

import importlib
from typing import Any


def optional(module: str, requirement: str, purpose: str) -> Any:
    """The module, or an ImportError that says what needs it, and what to install.

    >>> optional("nowhere", "gramscore[nowhere]", "going there")
    Traceback (most recent call last):
    ImportError: going there needs nowhere: pip install 'gramscore[nowhere]'
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = (error.name or module).partition(".")[0]
        raise ImportError(f"{purpose} needs {package}: pip install '{requirement}'") from error

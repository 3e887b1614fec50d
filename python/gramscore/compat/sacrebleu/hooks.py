"""Whether somebody has overridden what the core computes on its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any


class Hooks:
    """Methods of a class, and names of modules that they use, which the core stands in for while all are untouched.

    kind: the class.
    methods: their names. They can be overridden in a subclass, in `kind` itself and in an object.
    names: by module, the names that can be replaced there.
    extends: others that must be untouched, too.
    """

    def __init__(
        self,
        kind: type,
        *methods: str,
        names: Mapping[ModuleType, tuple[str, ...]] | None = None,
        extends: Hooks | None = None,
    ) -> None:
        self._methods = [(name, getattr(kind, name)) for name in methods]
        self._names = [
            (vars(module), name, getattr(module, name))
            for module, found in (names or {}).items()
            for name in found
        ]
        if extends is not None:
            self._methods += extends._methods
            self._names += extends._names
        self._own = frozenset(name for name, _ in self._methods)

    def untouched(self, thing: Any) -> bool:
        """Whether the core computes what the methods of `thing` would."""
        if not self._own.isdisjoint(vars(thing)):
            return False
        kind = type(thing)
        for name, method in self._methods:  # a loop, as this is asked for every sentence
            if getattr(kind, name) is not method:
                return False
        for module, name, value in self._names:
            if module.get(name) is not value:
                return False
        return True

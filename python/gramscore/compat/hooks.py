"""Whether somebody has overridden what the core computes on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter, itemgetter
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
        methods += extends._methods if extends is not None else ()
        self._methods: tuple[str, ...] = methods
        self._own = frozenset(methods)
        self._get: Callable[[Any], Any] = attrgetter(*methods) if methods else _nothing
        self._expected = self._get(kind)
        self._modules: list[tuple[itemgetter[Any], dict[str, Any], Any]] = []
        for module, found in (names or {}).items():
            get = itemgetter(*found)
            self._modules.append((get, vars(module), get(vars(module))))
        if extends is not None:
            self._modules += extends._modules

    def untouched(self, thing: Any) -> bool:
        """Whether the core computes what the methods of `thing` would. This is asked for every sentence."""
        if self._get(type(thing)) != self._expected or not self._own.isdisjoint(vars(thing)):
            return False
        for get, names, expected in self._modules:  # noqa: SIM110
            if get(names) != expected:
                return False
        return True


def _nothing(kind: type) -> None:
    pass

"""ROUGE-1.5.5 without Perl: `Rouge155` of the package pyrouge, and the program's arguments, files and output."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gramscore.compat.rouge155.pyrouge import Rouge155

__all__ = ["Rouge155"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """The command needs what lies beside it, and not what pyrouge's class needs."""
        if name != "Rouge155":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from gramscore.compat.rouge155.pyrouge import Rouge155

        return Rouge155

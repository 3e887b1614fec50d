"""ROUGE-1.5.5 without Perl: `Rouge155` of the package pyrouge, and the program's arguments, files and output."""

from gramscore.compat.rouge155.pyrouge import Rouge155

__all__ = ["Rouge155"]

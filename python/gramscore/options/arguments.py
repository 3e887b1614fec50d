"""Arguments of commands that stand in for those of other packages."""

from __future__ import annotations

import argparse
from typing import NoReturn

from gramscore.options.printable import on_one_line


class ArgumentParser(argparse.ArgumentParser):
    """argparse's, whose errors are one line that no terminal obeys."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: error: {on_one_line(message)} (see {self.prog} --help)\n")

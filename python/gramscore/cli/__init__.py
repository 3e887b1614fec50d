"""The `gramscore` command: from arguments to an exit code.

0 done, 1 failed (an output that cannot be written), 2 wrong usage or input, 130 interrupted, 141 nobody reads the
result (as if by SIGPIPE).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command on `arguments`, by default those of the process. An error is one sentence on stderr."""
    try:
        from gramscore.cli.app import run

        code = run(arguments)
        sys.stdout.flush()
        return code
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich", "pyarrow"}:
            raise
        return _fail(f"the command line needs {error.name}: pip install 'gramscore[cli]'", 1)
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except BrokenPipeError:
        _drop_stdout()
        return 141
    except OSError as error:
        _drop_stdout()
        return _fail(f"{error.filename or 'standard output'}: {error.strerror or error}", 1)


def _fail(message: str, code: int) -> int:
    print(f"gramscore: error: {message}", file=sys.stderr)
    return code


def _drop_stdout() -> None:
    """Lets go of what could not be written, or the interpreter would try again at exit, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

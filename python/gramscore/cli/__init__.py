"""The `gramscore` command: from arguments to an exit code.

0 done, 1 failed (an output that cannot be written), 2 wrong usage or input, 130 interrupted, 141 nobody reads the
result (as if by SIGPIPE), 128 + n ended by signal n: 129 SIGHUP, 143 SIGTERM.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from gramscore.cli.signals import Ended, ending_by_signals
from gramscore.cli.streams import drop_stdout, prepare_streams, say

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command on `arguments`, by default those of the process. An error is one sentence on stderr."""
    try:
        if not prepare_streams():
            return _fail("standard output is closed: there is nowhere to write the result", 1)
        with ending_by_signals():
            code = _run(sys.argv[1:] if arguments is None else arguments)
            sys.stdout.flush()
            return code
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich", "pyarrow"}:
            return _unexpected(error)
        return _fail(f"the command line needs {error.name}: pip install 'gramscore[cli]'", 1)
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except Ended as ended:
        return _fail(f"ended by {ended.signal.name}", 128 + ended.signal)
    except BrokenPipeError:
        drop_stdout()
        return 141
    except OSError as error:
        drop_stdout()
        return _fail(f"{error.filename or 'standard output'}: {error.strerror or error}", 1)
    except MemoryError:
        return _fail("out of memory", 1)
    except ValueError as error:
        if str(error) == "embedded null byte":  # what the system says of the name of a file
            return _fail("no name of a file has a null character", 2)
        return _unexpected(error)
    except Exception as error:
        return _unexpected(error)


def _run(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "rouge155":  # so as not to wait for what it has no use for
        from gramscore.cli import rouge155_program

        return rouge155_program.run(arguments[1:])
    from gramscore.cli import app

    return app.run(arguments)


def _unexpected(error: Exception) -> int:
    """A fault of gramscore's. GRAMSCORE_TRACEBACK=1 in the environment shows where."""
    if os.environ.get("GRAMSCORE_TRACEBACK"):
        raise error
    what = f"{type(error).__name__}: {error}"
    return _fail(f"unexpected {what} (a fault of gramscore: please report it)", 1)


def _fail(message: str, code: int) -> int:
    with suppress(Exception):
        from gramscore.options.printable import on_one_line

        message = on_one_line(message)
    say(f"gramscore: error: {message}")
    return code

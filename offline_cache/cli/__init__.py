# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line. Exit 0; 1 with one sentence on stderr; 2 for a wrong call; 130 after Ctrl-C, 143 after SIGTERM."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Optional

from ..errors import CacheError, printable
from ..exit_codes import FAILED, STOPPED
from .arguments import parser, refuse_without_cache


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run one command; returns the exit code. Every error is one sentence on stderr; `--debug` shows its trace."""
    top = parser()
    options = top.parse_args(arguments)
    refuse_without_cache(top, options)
    try:
        # Only the command asked for is imported: all of them take longer to load than a month to import.
        importlib.import_module(f".{options.command}", __name__).run(options)
        sys.stdout.flush()
    except CacheError as error:
        return _fail(str(error), options.debug)
    except KeyboardInterrupt:
        _say("Stopped. Every published file is wholly in the cache or wholly not; run it again to go on.")
        return STOPPED
    except BrokenPipeError:
        # The reader of a pipe (head, say) has gone: nothing more to write, and nothing went wrong here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}.", options.debug)
    except MemoryError:
        return _fail("There is not enough memory for this file. Close other programs and try again.", options.debug)
    except Exception as error:  # the last resort: a fault of this program is one sentence too
        fault = f"{type(error).__name__}: {error}".splitlines()[0]
        return _fail(
            f"This is a fault of the program ({fault}). Run it again with --debug and report it.", options.debug
        )
    return 0


def _fail(sentence: str, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    _say(sentence)
    return FAILED


def _say(sentence: str) -> None:
    over = "\r\x1b[K" if sys.stderr.isatty() else ""  # what shows how far a command is
    print(f"{over}{printable(sentence)}", file=sys.stderr)

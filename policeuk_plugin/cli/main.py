# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts QGIS without a window, runs one command, and ends with its exit code."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import NoReturn, Optional

from offline_cache.errors import CacheError

from .arguments import parser

FAILED, STOPPED = 1, 130


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run one command; returns the exit code. Every error is one sentence on stderr; `--debug` shows its trace."""
    options = parser().parse_args(arguments)
    try:
        from qgis.core import QgsApplication
    except ImportError:
        return _fail("This Python has no QGIS. Use the Python of QGIS, such as /usr/bin/python3 on Debian.", False)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)  # Qt complains on stderr without one
        application = QgsApplication([], False)
        application.initQgis()
        return _run(options)


def _run(options: object) -> int:
    from .running import Stopped, run  # needs QGIS

    debug = bool(getattr(options, "debug", False))
    try:
        lines = run(options)  # type: ignore[arg-type]
    except CacheError as error:
        return _fail(str(error), debug)
    except (Stopped, KeyboardInterrupt):
        sys.stderr.write("Stopped. Nothing was made.\n")
        return STOPPED
    except Exception as error:
        return _fail(f"A fault of the program ({type(error).__name__}: {error}). Please report it.", debug)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _fail(sentence: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    sys.stderr.write(f"{sentence}\n")
    return FAILED


def leave(code: int) -> NoReturn:
    """End without QGIS's own clearing up, which crashes on 3.22 where layers are still referred to."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts QGIS without a window, runs one command, and ends with its exit code."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import NoReturn, Optional

from offline_cache.errors import CacheError

from .arguments import parser
from .stopping import Stopped, stop

FAILED, SIGNALLED = 1, 128


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run one command; returns the exit code. Every error is one sentence on stderr; `--debug` shows its trace."""
    options = parser().parse_args(arguments)
    debug = bool(options.debug)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        return _with_qgis(options)
    except CacheError as error:
        return _fail(str(error), debug)
    except Stopped as stopped:
        sys.stderr.write("Stopped. Nothing was made.\n")
        return SIGNALLED + stopped.number
    except Exception as error:
        return _fail(f"A fault of the program ({type(error).__name__}: {error}). Please report it.", debug)


def _with_qgis(options: argparse.Namespace) -> int:
    try:
        from qgis.core import QgsApplication
    except ImportError:
        raise CacheError(
            "This Python has no QGIS. Use the Python of QGIS, such as /usr/bin/python3 on Debian."
        ) from None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)  # Qt complains on stderr without one
        application = QgsApplication([], False)
        application.initQgis()
        from .running import run

        try:
            lines = run(options)
        finally:
            close_files()
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _fail(sentence: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return FAILED


def close_files() -> None:
    """Have QGIS close the files that it read: it puts that off, and SQLite leaves two empty files beside a cache then.

    Call it where nobody refers to layers any more, in the thread that made them.
    """
    from qgis.core import QgsProject
    from qgis.PyQt.QtCore import QCoreApplication, QEvent

    QgsProject.instance().clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def leave(code: int) -> NoReturn:
    """End without QGIS's own clearing up, which crashes on 3.22 where layers are still referred to."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m offline_cache`: the contract for scripts and cron."""

from __future__ import annotations

import io
import os
import signal
import sys

from .exit_codes import STOPPED, TERMINATED

_STOPPED = "Stopped. Run it again to go on."


def run() -> int:
    """Run the command that is asked for; the exit code. Loading them takes so long that it may be interrupted."""
    interrupted = signal.getsignal(signal.SIGINT)
    if interrupted is signal.default_int_handler:  # not where whoever started us ignores it
        signal.signal(signal.SIGINT, _leave)
    try:
        from .cli import main

        signal.signal(signal.SIGINT, interrupted)
        return main()
    except KeyboardInterrupt:
        print(_STOPPED, file=sys.stderr)
        return STOPPED


def _leave(*_: object) -> None:
    """While modules are loaded nothing is written yet, and some would take an exception for a fault of their own."""
    os.write(2, f"{_STOPPED}\n".encode())
    os._exit(STOPPED)


if __name__ == "__main__":
    # As an exception, so that what is half written is removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us (`>&-`)
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):  # names of places go beyond what a Windows code page can write
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run())

# SPDX-License-Identifier: GPL-2.0-or-later
"""An option that is given once: of two the last would win, and the first be lost without a word."""

from __future__ import annotations

import argparse
from typing import Any, Optional


class Once(argparse.Action):
    """Keeps the value; ends the program as argparse does where the option comes again."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: Optional[str] = None
    ) -> None:
        """Take the value."""
        given: set[str] = namespace.__dict__.setdefault("_given", set())
        if self.dest in given:
            parser.error(f"{option} is given twice. Name it once; several areas stand after one, with commas between.")
        given.add(self.dest)
        setattr(namespace, self.dest, values)

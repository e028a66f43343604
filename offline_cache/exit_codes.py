# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run from a shell ends with."""

from __future__ import annotations

FAILED, STOPPED, TERMINATED = 1, 130, 143
"""With a sentence, after Ctrl-C, after SIGTERM; 0 is well, 2 a wrong call."""

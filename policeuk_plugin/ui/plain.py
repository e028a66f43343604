# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts shown as they are: Qt takes whatever looks like a tag for HTML, and names of files and areas are anybody's."""

from __future__ import annotations

from html import escape


def plain(text: str) -> str:
    """A text for where Qt guesses whether it is HTML: tool tips and the message bar."""
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>' if "<" in text or "&" in text else text

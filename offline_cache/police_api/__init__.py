# SPDX-License-Identifier: GPL-2.0-or-later
"""The JSON API of data.police.uk, for what only it has.

It answers nonsense with 200 and an empty list, so every question is checked here before it is sent.
"""

from __future__ import annotations

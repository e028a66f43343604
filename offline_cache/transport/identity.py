# SPDX-License-Identifier: GPL-2.0-or-later
"""By what name the services see us."""

from __future__ import annotations

import configparser
import functools
import logging
from pathlib import Path

# Beside the package in the sources, beside the plugin's own files in the zip.
_METADATA = Path(__file__).resolve().parents[2] / "metadata.txt"


@functools.lru_cache(maxsize=1)
def user_agent() -> str:
    """Name, version and home page of the plugin (metadata.txt), as a User-Agent header."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(_METADATA, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        logging.getLogger(__name__).warning("metadata.txt cannot be read: %s", error)
    version = parser.get("general", "version", fallback="0").strip()
    home = parser.get("general", "homepage", fallback="").strip()
    agent = f"policeuk_plugin/{version}" + (f" (+{home})" if home else "")
    return agent.encode("ascii", "ignore").decode()

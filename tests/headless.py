# SPDX-License-Identifier: GPL-2.0-or-later
"""Loaded by pytest before QGIS starts: no screen, and a profile that is not the user's."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile


def _private_folder(variable: str) -> None:
    if variable not in os.environ:
        folder = tempfile.mkdtemp(prefix="policeuk-tests-")
        os.environ[variable] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_private_folder("XDG_RUNTIME_DIR")
_private_folder("QGIS_CUSTOM_CONFIG_PATH")

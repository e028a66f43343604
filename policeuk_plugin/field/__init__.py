# SPDX-License-Identifier: GPL-2.0-or-later
"""Field packs as QGIS has them: projects, layers, ready-made results, and photos of notes. No widgets."""

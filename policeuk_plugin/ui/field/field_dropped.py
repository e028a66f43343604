# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes out of a pack's project what may not be shown: layers of files that were changed, and views of them."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsProject


def drop_files(project: QgsProject, files: Collection[str]) -> None:
    """Remove the layers that lie in these files of a pack (paths below its folder), and the views that show any."""
    dropped = set(_layers_in(project, files))
    themes = project.mapThemeCollection()
    for name in list(themes.mapThemes()):
        if dropped.intersection(themes.mapThemeVisibleLayerIds(name)):
            themes.removeMapTheme(name)
    project.removeMapLayers(list(dropped))


def drop_layers(project: QgsProject, file: str) -> None:
    """Remove the layers that lie in a file of the pack; views that showed one stay without it."""
    project.removeMapLayers(_layers_in(project, [file]))


def _layers_in(project: QgsProject, files: Collection[str]) -> list[str]:
    sources = {one.id(): one.source().replace("\\", "/") for one in project.mapLayers().values()}
    return [key for key, source in sources.items() if any(f"/{name}" in source for name in files)]

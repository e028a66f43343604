# SPDX-License-Identifier: GPL-2.0-or-later
"""From a recipe to parameters that can be run here, and back: files by names beside it, the cache by its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProviderRegistry,
)

from offline_cache.errors import CacheError, shown
from offline_cache.fingerprint import Fingerprint

from ... import settings
from ...text import tr
from ..running.base import CACHE
from ..running.child_runs import ChildRun, destinations_of
from .recipe import Recipe, RecipeRun, plugin_version
from .recipe_files import found, named
from .recipe_layers import check_crs, check_layer

LAYERS = ("source", "vector", "raster", "file", "multilayer")
"""Types of parameters that are files."""


def parameters_of(run: RecipeRun, recipe: Recipe, path: Path, instead: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a run of the recipe at `path`; `instead` are files that the user gives for its own.

    Raises `CacheError` for what the algorithm does not know, for results to be written, and for files elsewhere.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(run.algorithm)
    if algorithm is None:
        raise CacheError(
            tr("This version of the plugin has no {algorithm}, which the recipe runs. Install a newer one.").format(
                algorithm=run.algorithm
            )
        )
    given: dict[str, Any] = {}
    for name, value in run.parameters.items():
        definition = algorithm.parameterDefinition(name)
        if definition is None or name in destinations_of(algorithm) or name == CACHE:
            raise CacheError(
                tr("The recipe gives {algorithm} the parameter {name}, which no recipe may. Make it anew.").format(
                    algorithm=run.algorithm, name=shown(name)
                )
            )
        given[name] = instead[name] if name in instead else _value(definition, value, path.parent)
    cache = _cache(recipe, path, instead)
    if cache and algorithm.parameterDefinition(CACHE) is not None:
        given[CACHE] = cache
    return given


def _cache(recipe: Recipe, path: Path, instead: Mapping[str, Any]) -> str:
    """The one that is given, the recipe's own beside it, the user's; '' for a recipe that reads none."""
    if instead.get(CACHE):
        return str(instead[CACHE])
    if recipe.cache is None:
        return ""
    return str(found(recipe.cache, path.parent) or settings.cache_path())


def _value(definition: QgsProcessingParameterDefinition, value: Any, folder: Path) -> Any:
    """A parameter as it can be given to the algorithm; raises `CacheError` for what leads out of the folder."""
    if definition.type() in LAYERS and value:
        return _file(definition.name(), value, folder)
    if definition.type() == "crs" and value:
        check_crs(str(value))
    return value


def _file(name: str, value: Any, folder: Path) -> str:
    file, bar, rest = str(value).partition("|")
    there = found(file, folder)
    if there is None:
        raise CacheError(
            tr("The recipe reads {file} as {name}, which is not beside it. Put it there, or give it as {name}.").format(
                file=shown(file), name=name
            )
        )
    check_layer(there, rest)
    return f"{there}{bar}{rest}"


def recipe_of(
    title: str,
    runs: Sequence[ChildRun],
    folder: Path,
    cache: Optional[Path],
    held: Optional[Fingerprint],
    context: QgsProcessingContext,
) -> Recipe:
    """The recipe of runs that gave something, for a file in `folder`."""
    made = [
        RecipeRun(run.algorithm, _portable(run, folder, context), run.numbers)
        for run in runs
        if run.algorithm and not run.why
    ]
    return Recipe(title, made, plugin_version(), named(cache, folder) if cache is not None else None, held)


def _portable(run: ChildRun, folder: Path, context: QgsProcessingContext) -> dict[str, Any]:
    """Parameters without the folders of this machine."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(run.algorithm)
    return {
        name: _plain(algorithm.parameterDefinition(name).type(), value, folder, context)
        for name, value in run.parameters.items()
        if name != CACHE
    }


def _layer_named(value: Any, selected: bool, folder: Path, context: QgsProcessingContext) -> str:
    """The file of a layer; of one that is in no file, or not all of it was read, the name, to be given anew."""
    layer = context.getMapLayer(value) if isinstance(value, str) else value
    if not isinstance(layer, QgsMapLayer):
        return named(Path(str(value)), folder)
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    if selected or not parts.get("path"):
        return tr("{layer} (selected features)").format(layer=layer.name()) if selected else layer.name() or "layer"
    table = parts.get("layerName")
    return named(Path(parts["path"]), folder) + (f"|layername={table}" if table else "")


def _plain(kind: str, value: Any, folder: Path, context: QgsProcessingContext) -> Any:
    selected = isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    if kind in LAYERS:
        return _layer_named(value, selected, folder, context)
    if hasattr(value, "authid"):
        return value.authid() or value.toWkt()
    if isinstance(value, (list, tuple)):
        return [one if isinstance(one, (bool, int, float, str)) else str(one) for one in value]
    return value if isinstance(value, (bool, int, float, str)) or value is None else str(value)

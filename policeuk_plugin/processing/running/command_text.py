# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of a run as a user may read them, and the `qgis_process` command that runs it again."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProperty,
)

from ...text import tr
from ..asking.analysis_parameters import (
    BUFFER_AREA,
    CACHE,
    CHART,
    CONTOURS,
    INPUT,
    OUTPUT,
    REPORT,
    ROUTE,
    STUDY_AREA,
    TABLE,
    UNIT_LAYER,
)
from ..asking.some_months import months_text
from .qgis_program import qgis_process

if TYPE_CHECKING:
    from offline_cache.model import Month

    from .base import PoliceUkAlgorithm

_ZONES = ("TREATED", "CONTROL", "TREATED_AROUND", "CONTROL_AROUND")
_FILES = (CACHE, INPUT, STUDY_AREA, UNIT_LAYER, ROUTE, OUTPUT, REPORT, CHART, TABLE, BUFFER_AREA, CONTOURS, *_ZONES)
_SELECTION = (CACHE, "AREA", "FROM", "TO", "TYPES", "INCLUDE_ASB")
_ROWS, _ROWS_FILE = "policeuk:publishedrows", "rows.gpkg"
_SOURCE, _ONS = "SOURCE", "ons"
Texts = dict[str, Union[str, list[str]]]


class Unsaved(str):
    """The file that a layer in memory has to be saved to before a command can name it."""


def parameter_texts(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, settled: dict[str, str]
) -> Texts:
    """Every parameter that was given or `settled`, and is not at its default, as text; lists as lists."""
    texts: Texts = {}
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if name in settled:
            texts[name] = settled[name]
        elif parameters.get(name) not in (None, "", [], definition.defaultValue()):
            text = _text(definition, parameters[name], context)
            if text:
                texts[name] = text
    return texts


def texts_to_repeat(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    settled: dict[str, str],
    output: str,
) -> Texts:
    """The same with the cache, and OUTPUT, also where it is kept in no file: a run next year gives the same."""
    cache = {CACHE: str(algorithm.cache_path(parameters, context))}
    texts = parameter_texts(algorithm, parameters, context, {**cache, **settled})
    texts.setdefault(OUTPUT, output)
    return texts


def qgis_process_command(algorithm: PoliceUkAlgorithm, texts: Texts) -> str:
    """The command line; a result that was not kept in a file goes to a file of the folder it runs in.

    Layers in memory are files to be saved first, which a comment before it says.
    """
    unsaved = [f"{name}: {text}" for name, text in texts.items() if isinstance(text, Unsaved)]
    command = command_of(algorithm.id(), texts)
    if not unsaved:
        return command
    first = tr("First save the temporary layers to files: {layers}").format(layers=", ".join(unsaved))
    return f"# {first}\n{command}"


def command_of(algorithm_id: str, texts: Texts) -> str:
    """The command line that runs an algorithm by its id, a list as its parameter given again and again."""
    words = [f"{name}={one}" for name, text in texts.items() for one in (text if isinstance(text, list) else [text])]
    return shlex.join([qgis_process(), "run", algorithm_id, "--", *words])


def rows_command(texts: Texts, months: Collection[Month] = ()) -> str:
    """The command that lists the published rows of a run's selection, or of the `months` it counted.

    '' for a run on something else than a cache, or on ONS's counts, which no published rows are behind.
    """
    if _SELECTION[0] not in texts or texts.get(_SOURCE) == _ONS:
        return ""
    chosen = {name: texts[name] for name in _SELECTION if name in texts}
    if months:
        chosen.update({"FROM": str(min(months)), "TO": str(max(months)), "MONTHS": months_text(months)})
    return command_of(_ROWS, {**chosen, OUTPUT: _ROWS_FILE})


def rows_of_result(output: object) -> str:
    """The command for the rows behind a result in a GeoPackage, which keeps what it was counted from; else ''."""
    if not isinstance(output, str) or not output.lower().endswith(".gpkg"):
        return ""
    return command_of(_ROWS, {INPUT: output, OUTPUT: _ROWS_FILE})


def parameter_lines(texts: Texts) -> list[str]:
    """One line a parameter."""
    return [f"{name}: {_shown(text)}" for name, text in texts.items()]


def _shown(text: Union[str, list[str]]) -> str:
    if isinstance(text, Unsaved):
        return tr("a temporary layer, to be saved to {file}").format(file=str(text))
    return ", ".join(text) if isinstance(text, list) else text


def names_only(texts: Texts) -> Texts:
    """The texts with files named without their folders, which say who works where."""
    return {
        name: Path(text.partition("|")[0]).name + "".join(text.partition("|")[1:])
        if name in _FILES and isinstance(text, str) and not isinstance(text, Unsaved)
        else text
        for name, text in texts.items()
    }


def _text(
    definition: QgsProcessingParameterDefinition, value: Any, context: QgsProcessingContext
) -> Union[str, list[str]]:
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.staticValue() if value.staticValue() is not None else value.expressionString()
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if definition.type() in ("source", "vector"):
        layer = context.getMapLayer(value) if isinstance(value, str) else value
        if isinstance(layer, QgsMapLayer) and layer.dataProvider() and layer.dataProvider().name() == "memory":
            return Unsaved(f"{definition.name().lower()}.gpkg")
        value = layer.publicSource() if hasattr(layer, "publicSource") else value
    if hasattr(value, "authid"):
        value = value.authid()
    text = str(value)
    if definition.name() == OUTPUT and (text.startswith("memory:") or text == "TEMPORARY_OUTPUT"):
        return ""
    return text

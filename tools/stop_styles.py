# SPDX-License-Identifier: GPL-2.0-or-later
"""The styles of stops and searches: by object and by place; tips and forms in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFeatureRequest,
    QgsGraduatedSymbolRenderer,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsVectorLayer,
)

from offline_cache.reference import stop_words
from tools.style_parts import SNAP, category, dated, grouped_form, in_slots, marker, shrinking, symbol, tip, value
from tools.style_tables import PURPLE, STOP_OBJECTS, STOP_PLACE_CLASSES

_OBJECTS = {name: plain for name, (_, plain) in stop_words()["objects"].items()}
_OUTCOMES: Mapping[str, str] = stop_words()["outcomes"]
_POWERS: Mapping[str, str] = stop_words()["legislation"]
_PERSON = ("gender", "age_range", "self_defined_ethnicity", "officer_defined_ethnicity")
_SEARCH = ("object_of_search", "outcome", "legislation", "type", "date", "month", "force")


def stops() -> QgsVectorLayer:
    """One feature a stop and search, by what was searched for."""
    fields = "month_start:datetime&field=month&field=force&field=date&field=type&field=object_of_search"
    people = "&field=gender&field=age_range&field=officer_defined_ethnicity&field=self_defined_ethnicity"
    layer = dated("Point", f"{fields}&field=outcome&field=legislation{people}&field=place:integer")
    categories = [
        QgsRendererCategory(_published(group), marker(colour, shape), label)
        for group, label, colour, shape in STOP_OBJECTS
    ]
    other = category(None, "Something else", marker(PURPLE, "pentagon"))
    layer.setRenderer(in_slots(QgsCategorizedSymbolRenderer("object_of_search", [*categories, other]), columns=3))
    layer.setDisplayExpression(f"{_plain('object_of_search', _OBJECTS, 'Not given')} || ', ' || \"month\"")
    time = "replace(left(\"date\", 16), 'T', ' ')"
    layer.setMapTipTemplate(
        tip(
            f"<b>Searched for: {_shown('object_of_search', _OBJECTS, 'not given')}</b><br>"
            f"{value('type', 'Kind of search not given')}, [% {_escaped(time)} %] UTC, "
            f"in the file of {value('month')}<br>"
            f"Outcome: {_shown('outcome', _OUTCOMES, 'not recorded')}<br>"
            f"Searched {_shown('legislation', _POWERS, 'under a power that is not given')}",
            f"{SNAP} More stops may lie at the same point. Searched for is what was suspected, not what was found.",
        )
    )
    _widgets(layer, {"object_of_search": _OBJECTS, "outcome": _OUTCOMES, "legislation": _POWERS})
    grouped_form(layer, {"The search": _SEARCH, "The person, as recorded": _PERSON})
    return layer


def stop_places() -> QgsVectorLayer:
    """One feature a snap point, by its number of stops and searches."""
    fields = "place:integer&field=location&field=stops:integer&field=objects&field=outcomes"
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326&field={fields}", "stop_places", "memory")
    ranges, low = [], 0.0
    for high, size, label in STOP_PLACE_CLASSES:
        made = symbol("circle", "138,66,116,170", size, "255,255,255,220")
        made.setDataDefinedSize(QgsProperty.fromExpression(f"{size} * {shrinking()}"))
        ranges.append(QgsRendererRange(low, high, made, label))
        low = high
    renderer = QgsGraduatedSymbolRenderer("stops", ranges)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"stops"', False)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setDisplayExpression("coalesce(\"location\", 'Snap point') || ': ' || \"stops\"")
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('location', 'Snap point without a name')}</b><br>"
            'Stops and searches published here: <b>[% "stops" %]</b><br>'
            f"Searched for:<br>{_listed('objects', _OBJECTS)}<br>Outcomes:<br>{_listed('outcomes', _OUTCOMES)}",
            f"{SNAP} One person can be stopped several times. The name is that of crimes at the same point.",
        )
    )
    grouped_form(layer, {"Stops and searches at this snap point": ("location", "stops", "objects", "outcomes")})
    return layer


def _published(group: str) -> list[str]:
    """The published words of a group of objects; those of which nothing is given may be blank."""
    names = [name for name, (of, _) in stop_words()["objects"].items() if of == group]
    return [*names, ""] if group == "not given" else names


def _plain(field: str, words: Mapping[str, str], empty: str) -> str:
    """An expression: the published word in plain ones, as it is where it is not known."""
    return f'coalesce(map_get({_map(words)}, "{field}"), nullif("{field}", \'\'), {_text(empty)})'


def _shown(field: str, words: Mapping[str, str], empty: str) -> str:
    return f"[% {_escaped(_plain(field, words, empty))} %]"


def _listed(field: str, words: Mapping[str, str]) -> str:
    """A list with counts, a line each, the words in plain ones."""
    plain = f"replace(coalesce(\"{field}\", ''), {_map({k: v for k, v in words.items() if k != v})})"
    return f"[% replace({_escaped(plain)}, '; ', '<br>') %]"


def _escaped(text: str) -> str:
    return f"replace({text}, map('&', '&amp;', '<', '&lt;', '>', '&gt;'))"


def _map(words: Mapping[str, str]) -> str:
    return f"map({', '.join(_text(text) for pair in words.items() for text in pair)})"


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _widgets(layer: QgsVectorLayer, words: Mapping[str, Mapping[str, str]]) -> None:
    """Show published words in plain ones, in form, table and identify."""
    for field, plain in words.items():
        entries = [{shown: name} for name, shown in plain.items()]
        setup = QgsEditorWidgetSetup("ValueMap", {"map": [*entries, {"Not given": ""}]})
        layer.setEditorWidgetSetup(layer.fields().indexOf(field), setup)

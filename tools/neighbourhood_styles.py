# SPDX-License-Identifier: GPL-2.0-or-later
"""The styles of neighbourhoods and police stations: outlines with names, icons, tips and forms in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFillSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from policeuk_plugin.layers.letters import plain_letters
from tools.style_parts import grouped_form, tip, value

STATION, CONTACT = "Police Station", "Contact point"
LINE, STATION_COLOUR, CONTACT_COLOUR = "#5e3c99", "#1f3b73", "#5b5b5b"
_NAMED_FROM = 250_000
_LONGEST, _LONGEST_NAME = 400, 60
_ESCAPES = "map('&', '&amp;', '<', '&lt;', '>', '&gt;', '\"', '&quot;')"
_LISTS = ("team", "priorities", "events", "links", "contacts")
_ADDRESS = "(https?://[^\\\\s<>&]+)$"


def neighbourhoods() -> QgsVectorLayer:
    """The outline of each neighbourhood: forces draw them, they overlap, so nothing is filled."""
    fields = "force&field=code&field=name&field=url&field=description&field=population:integer"
    lists = "".join(f"&field={name}" for name in _LISTS)
    layer = QgsVectorLayer(
        f"MultiPolygon?crs=EPSG:4326&field={fields}{lists}&field=fetched_at&field=shape", "neighbourhoods", "memory"
    )
    layer.setRenderer(QgsSingleSymbolRenderer(_outline()))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_names()))
    layer.setLabelsEnabled(True)
    layer.setDisplayExpression('"name"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('name')}</b> ({value('force')} {value('code')})<br>"
            f"{_part('Team', 'team')}{_part('Priorities', 'priorities')}{_part('Events', 'events')}"
            f"{_part('In touch', 'contacts')}{_part('Links', 'links', _linked)}{_page()}",
            f'As the force gave it on [% left("fetched_at", 10) %]. Forces redraw their neighbourhoods.{_mended()}',
        )
    )
    _widgets(layer, ("description", *_LISTS))
    grouped_form(
        layer,
        {
            "Neighbourhood": ("name", "force", "code", "url", "description", "population"),
            "Team": ("team", "contacts"),
            "Priorities": ("priorities",),
            "Events": ("events",),
            "Links": ("links",),
            "Where this is from": ("fetched_at", "shape"),
        },
    )
    return layer


def police_stations() -> QgsVectorLayer:
    """Police stations and contact points that forces name for their neighbourhoods."""
    fields = "name&field=kind&field=address&field=postcode&field=description&field=force"
    layer = QgsVectorLayer(
        f"Point?crs=EPSG:4326&field={fields}&field=neighbourhoods&field=contacts&field=fetched_at",
        "police_stations",
        "memory",
    )
    kind = f"if(lower(\"kind\") in ('station', 'police station'), '{STATION}', '{CONTACT}')"
    categories = [
        QgsRendererCategory(STATION, _icon(STATION_COLOUR), "Police station"),
        QgsRendererCategory(CONTACT, _icon(CONTACT_COLOUR), "Contact point of another kind"),
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(kind, categories))
    layer.setDisplayExpression('coalesce(nullif("name", \'\'), "address")')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('name', 'Police station')}</b><br>{value('address')} {value('postcode')}<br>"
            f"{_part('', 'description')}{_part('Named by', 'neighbourhoods')}{_part('In touch', 'contacts')}",
            'As the force gave it on [% left("fetched_at", 10) %]: ask before you go.',
        )
    )
    _widgets(layer, ("description", "neighbourhoods", "contacts"))
    grouped_form(
        layer,
        {
            "Station": ("name", "kind", "address", "postcode", "description"),
            "In touch": ("contacts", "neighbourhoods", "force"),
            "Where this is from": ("fetched_at",),
        },
    )
    return layer


def _outline() -> QgsFillSymbol:
    """A line on a pale casing, to be seen on dark and light maps; dashed where the outline crosses itself."""
    casing = QgsSimpleLineSymbolLayer(QColor(255, 255, 255, 210), 1.3)
    line = QgsSimpleLineSymbolLayer(QColor(LINE), 0.55)
    for part in (casing, line):
        part.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    dashed = QgsProperty.fromExpression("if(\"shape\" = 'not valid', 'dash', 'solid')")
    line.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeStyle, dashed)
    from_afar = "if(coalesce(@map_scale, 25000) > 200000, {}, {})"
    for part, far, near in ((casing, 0.0, 1.3), (line, 0.25, 0.55)):
        width = QgsProperty.fromExpression(from_afar.format(far, near))
        part.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeWidth, width)
    made = QgsFillSymbol()
    made.changeSymbolLayer(0, casing)
    made.appendSymbolLayer(line)
    return made


def _names() -> QgsPalLayerSettings:
    """Names inside the outlines, at most so long, on lines."""
    text = plain_letters(QgsTextFormat())
    text.setSize(8.5)
    text.setColor(QColor(LINE))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.9)
    halo.setColor(QColor(255, 255, 255, 220))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    more = f"if(length(\"name\") > {_LONGEST_NAME}, '…', '')"
    settings.fieldName = f"left(coalesce(\"name\", ''), {_LONGEST_NAME}) || {more}"
    settings.isExpression = True
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.autoWrapLength = 18
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.scaleVisibility = True
    settings.minimumScale = _NAMED_FROM
    settings.maximumScale = 0
    return settings


def _icon(colour: str) -> QgsMarkerSymbol:
    """A badge; the plugin puts the picture of its kind into it."""
    icon = QgsSvgMarkerSymbolLayer("policeuk", 6.6)
    icon.setFillColor(QColor(colour))
    icon.setStrokeColor(QColor("#ffffff"))
    icon.setStrokeWidth(0.2)
    icon.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    small = QgsProperty.fromExpression("if(coalesce(@map_scale, 25000) > 200000, 4.2, 6.6)")
    icon.setDataDefinedProperty(QgsSymbolLayer.Property.PropertySize, small)
    made = QgsMarkerSymbol()
    made.changeSymbolLayer(0, icon)
    return made


def _short(field: str) -> str:
    """An expression: the text, cut where it would cover the map, with nothing that HTML reads."""
    cut = f'if(length("{field}") > {_LONGEST}, left("{field}", {_LONGEST}) || \'…\', "{field}")'
    return f"replace({cut}, {_ESCAPES})"


def _lines(field: str) -> str:
    return f"replace({_short(field)}, char(10), '<br>')"


def _linked(field: str) -> str:
    """An expression: each line's address, http or https only, as a link."""
    address = f"regexp_replace(@element, '{_ADDRESS}', '<a href=\"\\\\1\">\\\\1</a>')"
    return f"array_to_string(array_foreach(string_to_array({_short(field)}, char(10)), {address}), '<br>')"


def _part(title: str, field: str, shown: object = None) -> str:
    """A heading and a list under it; nothing where there is no list."""
    text = _linked(field) if shown is _linked else _lines(field)
    head = f"<b>{title}</b><br>" if title else ""
    return f"[% if(coalesce(\"{field}\", '') = '', '', '{head}' || {text} || '<br>') %]"


def _page() -> str:
    """The force's own page, where it gives the address of one."""
    fine = "regexp_match(\"url\", '^https?://') = 1"
    return f"[% if({fine}, '<a href=\"' || replace(\"url\", {_ESCAPES}) || '\">Page of the force</a>', '') %]"


def _mended() -> str:
    said = {"made valid": "The outline crossed itself and was mended.", "not valid": "The outline crosses itself."}
    whens = " ".join(f"when \"shape\" = '{shape}' then ' {words}'" for shape, words in said.items())
    return f"[% case {whens} else '' end %]"


def _widgets(layer: QgsVectorLayer, long: Sequence[str]) -> None:
    """Long texts on several lines as plain text; the force's address as a link."""
    for field in long:
        setup = QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False})
        layer.setEditorWidgetSetup(layer.fields().indexOf(field), setup)
    url = layer.fields().indexOf("url")
    if url >= 0:
        layer.setEditorWidgetSetup(url, QgsEditorWidgetSetup("TextEdit", {"IsMultiline": False, "UseHtml": False}))

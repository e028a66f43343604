# SPDX-License-Identifier: GPL-2.0-or-later
"""The ONS layers as an ArcGIS FeatureServer: description, queries by pages, items, errors with status 200."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from .layers import Feature, Layer
from .messages import Answer, Request, json_answer, page
from .where import BadQuery, condition, envelope, meets

BASE = "/ESMARspQHYMw9BZ9/arcgis/rest/services"
_SERVICE = re.compile(rf"{BASE}/([^/]+)/FeatureServer(?:/(\d+)(/query)?)?\Z")
_ITEM = re.compile(r".*/sharing/rest/content/items/([0-9a-f]+)\Z")


class Ons:
    """FeatureServer layers. What may be changed at any time:

    `max_record_count` caps a page; `page_sizes`, taken in turn, cap single answers below it (0: an empty page with
    the flag set); `flag_place` says where exceededTransferLimit stands: "standard" (f=json at the top, f=geojson
    under properties), "top" or "both".
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = {layer.service: layer for layer in layers}
        self._names = {layer.service: layer.service for layer in layers}
        self.url = ""
        self.max_record_count = 2000
        self.page_sizes: list[int] = []
        self.flag_place = "standard"

    def add(self, layer: Layer) -> None:
        """Add a layer, or put it in the place of one with the same service name."""
        self._layers[layer.service] = layer
        self._names[layer.service] = layer.service

    def rename(self, service: str, new: str) -> None:
        """Give a service another name: the old address is an error, its item id leads to the new one."""
        self._names[service] = new

    def remove(self, service: str) -> None:
        """Take a service away, its item too."""
        del self._layers[service], self._names[service]

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        parameters = request.parameters()
        item, match = _ITEM.match(request.path), _SERVICE.match(request.path)
        if item:
            return self._item(item[1])
        if request.path.rstrip("/") == BASE:
            return json_answer({"services": [{"name": n, "type": "FeatureServer"} for n in self._names.values()]})
        layer = self._layer(match[1]) if match else None
        if match is None or layer is None or match[2] not in (None, "0"):
            return _error(400, "Invalid URL", "Invalid URL")
        if parameters.get("f") not in ("json", "pjson", "geojson"):
            return page(match[1], "<p>ArcGIS REST services directory (invented)</p>")
        if match[2] is None:
            kind = "layers" if layer.geometry_type else "tables"
            described = {"serviceItemId": layer.item, "layers": [], "tables": [], kind: [{"id": 0, "name": match[1]}]}
            return json_answer({**described, "maxRecordCount": self.max_record_count})
        if match[3] is None:
            return json_answer(self._description(layer, match[1]))
        try:
            return self._query(layer, parameters)
        except BadQuery as error:
            return _error(400, "Cannot perform query. Invalid query parameters.", str(error))

    def _layer(self, name: str) -> Optional[Layer]:
        known = (layer for service, layer in self._layers.items() if self._names[service] == name)
        return next(known, None)

    def _item(self, item: str) -> Answer:
        """Where the service of an item lies today."""
        for layer in self._layers.values():
            if layer.item == item:
                name = self._names[layer.service]
                url = f"{self.url}{BASE}/{name}/FeatureServer"
                return json_answer({"id": item, "name": name, "title": name, "type": "Feature Service", "url": url})
        return _error(400, "Item does not exist or is inaccessible.")

    def _description(self, layer: Layer, name: str) -> dict[str, Any]:
        return {
            "currentVersion": 11.5,
            "id": 0,
            "name": name,
            "serviceItemId": layer.item,
            "type": "Feature Layer" if layer.geometry_type else "Table",
            "geometryType": layer.geometry_type,
            "objectIdField": layer.id_field,
            "maxRecordCount": self.max_record_count,
            "supportsPagination": True,
            "advancedQueryCapabilities": {"supportsPagination": True, "supportsOrderBy": True},
            "supportedQueryFormats": "JSON, geoJSON, PBF",
            "fields": layer.fields,
            "copyrightText": "Invented; no contents of ONS.",
        }

    def _query(self, layer: Layer, asked: Mapping[str, str]) -> Answer:
        """The features that fit, one page of them."""
        found = _ordered(layer, _fitting(layer, asked), asked.get("orderByFields", ""))
        geojson = asked["f"] == "geojson"
        if asked.get("returnCountOnly") == "true":
            return json_answer({"count": len(found)})
        if asked.get("returnIdsOnly") == "true":
            numbers = [feature["properties"][layer.id_field] for feature in found]
            return json_answer({"objectIdFieldName": layer.id_field, "objectIds": numbers})
        start = _whole(asked, "resultOffset", 0)
        count = min(_whole(asked, "resultRecordCount", self.max_record_count), self.max_record_count)
        if self.page_sizes:
            count = min(count, self.page_sizes.pop(0))
        shown = found[start : start + count]
        exceeded = start + len(shown) < len(found)
        made = _collection(layer, shown, asked) if geojson else _feature_set(layer, shown, asked)
        places = {"top": [made], "both": [made, made.setdefault("properties", {})]}.get(self.flag_place)
        for place in places or [made.setdefault("properties", {}) if geojson else made]:
            if exceeded:
                place["exceededTransferLimit"] = True
        if not made.get("properties", True):
            del made["properties"]
        return json_answer(made, content_type="application/geo+json" if geojson else "application/json")


def _fitting(layer: Layer, asked: Mapping[str, str]) -> list[Feature]:
    if "where" not in asked and "geometry" not in asked:
        raise BadQuery("'where' parameter not specified")
    fits = condition(asked.get("where", ""), (field["name"] for field in layer.fields))
    found = [feature for feature in layer.features if fits(feature["properties"])]
    if asked.get("geometry"):
        if asked.get("geometryType", "esriGeometryEnvelope") != "esriGeometryEnvelope":
            raise BadQuery("'geometryType' parameter is invalid")
        box = envelope(asked["geometry"])
        found = [feature for feature in found if meets(feature["geometry"], box)]
    if asked.get("outSR", "4326") not in ("4326", '{"wkid":4326}'):
        raise BadQuery("'outSR' parameter is invalid: the stand-in knows 4326 only")
    return found


def _ordered(layer: Layer, features: list[Feature], order: str) -> list[Feature]:
    for part in reversed([part.split() for part in order.split(",") if part.strip()]):
        if part[0] not in layer.features[0]["properties"]:
            raise BadQuery(f"'Invalid field: {part[0]}' parameter is invalid")
        down = part[1:] == ["DESC"]
        features = sorted(features, key=lambda feature: feature["properties"][part[0]], reverse=down)
    return features


def _whole(asked: Mapping[str, str], name: str, default: int) -> int:
    text = asked.get(name) or str(default)
    if not text.isdigit():
        raise BadQuery(f"'{name}' parameter is invalid")
    return int(text)


def _attributes(layer: Layer, feature: Feature, asked: Mapping[str, str]) -> dict[str, Any]:
    wanted = [name.strip() for name in (asked.get("outFields") or layer.id_field).split(",")]
    unknown = [name for name in wanted if name != "*" and name not in feature["properties"]]
    if unknown:
        raise BadQuery(f"'Invalid field: {unknown[0]}' parameter is invalid")
    return {name: value for name, value in feature["properties"].items() if "*" in wanted or name in wanted}


def _geometry(feature: Feature, asked: Mapping[str, str]) -> Any:
    if asked.get("returnGeometry", "true") != "true" or feature["geometry"] is None:
        return None
    digits = int(asked.get("geometryPrecision") or 15)
    return {**feature["geometry"], "coordinates": _rounded(feature["geometry"]["coordinates"], digits)}


def _rounded(value: Any, digits: int) -> Any:
    return [_rounded(part, digits) for part in value] if isinstance(value, (list, tuple)) else round(value, digits)


def _collection(layer: Layer, features: Sequence[Feature], asked: Mapping[str, str]) -> dict[str, Any]:
    """A page as GeoJSON."""
    made = [
        {
            "type": "Feature",
            "id": feature["properties"][layer.id_field],
            "geometry": _geometry(feature, asked),
            "properties": _attributes(layer, feature, asked),
        }
        for feature in features
    ]
    return {"type": "FeatureCollection", "features": made}


def _feature_set(layer: Layer, features: Sequence[Feature], asked: Mapping[str, str]) -> dict[str, Any]:
    """A page as ArcGIS' own JSON: rings clockwise outside, holes the other way, polygons not told apart."""
    made = []
    for feature in features:
        geometry = _geometry(feature, asked)
        shape = {} if geometry is None else {"geometry": _esri(geometry)}
        made.append({"attributes": _attributes(layer, feature, asked), **shape})
    described = {"objectIdFieldName": layer.id_field, "fields": layer.fields, "features": made}
    if layer.geometry_type is None:
        return described
    return {**described, "geometryType": layer.geometry_type, "spatialReference": {"wkid": 4326, "latestWkid": 4326}}


def _esri(geometry: Mapping[str, Any]) -> dict[str, Any]:
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return {"x": coordinates[0], "y": coordinates[1]}
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    rings = [_turned(ring, clockwise=not number) for polygon in polygons for number, ring in enumerate(polygon)]
    return {"rings": rings}


def _turned(ring: Sequence[Sequence[float]], clockwise: bool) -> list[Any]:
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return list(ring) if (doubled < 0) is clockwise else list(ring)[::-1]


def _error(code: int, message: str, *details: str) -> Answer:
    """ArcGIS' error, which comes with status 200."""
    return json_answer({"error": {"code": code, "message": message, "details": list(details)}})

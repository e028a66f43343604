# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadlsoaslice`: the rows of some LSOAs from the service into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.model import Dataset

from ...text import number, tr
from ..asking.selection_parameters import AREA, FROM, TO
from ..running.base import PoliceUkAlgorithm
from ..running.telling import findings
from . import download_parameters as names
from . import slice_parameters as where

if TYPE_CHECKING:
    from offline_cache.slices import Around, LsoaSlice
    from offline_cache.sync import SliceRequest
    from offline_cache.transport import Transport

_USUAL = (Dataset.STREET, Dataset.OUTCOMES)
_CODES_SHOWN = 500


class DownloadLsoaSlice(PoliceUkAlgorithm):
    """LSOAs by code, area, polygon or postcode; of the files of every force that may hold rows there."""

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Download LSOAs")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,data.police.uk,fetch,lsoa,area,polygon,postcode,ward,csp,district,slice").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings the crimes and outcomes of some LSOAs from data.police.uk into the cache: by their codes or names, "
            "by a CSP, district, ward or police area, by polygons, an extent, or a postcode and a distance. What is "
            "given is taken together.\n\n"
            "Areas and polygons are turned into LSOA codes of both editions, by the look-ups and outlines of ONS in "
            "the cache ('Download areas' brings them). They also tell the forces whose files can hold rows there, "
            "British Transport Police included. The log says codes, forces and cost before anything is fetched. Each "
            "file is written as it arrives; the same run goes on where it stopped.\n\n"
            "Read the result as a part: numbers of a whole force leave these months out as held in part. What is held "
            "never shrinks: a second slice adds to the first, a whole download takes it over. Stops and searches carry "
            "no LSOA, so they come whole, where chosen. Crimes without a place have no LSOA and are in no slice. Every "
            "place is a snap point, and one near a border may lie on its other side."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        where.add_where(self)
        names.add_months(self)
        kinds = tr("Street-level crimes and outcomes. Stops and searches carry no LSOA: chosen, they come whole.")
        names.add_datasets(self, _USUAL, kinds)
        where.add_which_forces(self)
        names.add_way(self)
        self.add_cache()
        names.add_outputs(self, tr("Files asked for"), names.ADDED)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """It has to be said which LSOAs, and which kinds of file."""
        if not where.where_given(parameters):
            return tr("Say which LSOAs: an area, codes, polygons, an extent or a postcode.")
        if not names.datasets_of(self, parameters, context):
            return tr("Choose at least one kind of file.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Find LSOAs and forces, tell them, download, and tell what changed."""
        from ...network import qgis_transport  # not while QGIS starts
        from .downloading import download, numbers_of

        cache = self.cache_path(parameters, context)
        with findings(), qgis_transport(feedback.isCanceled) as transport:
            request = self._request(parameters, context, feedback, transport)
            way = names.way_of(self, parameters, context)
            report = download(cache, request, way, transport, feedback)
        return numbers_of(cache, report, names.ADDED)

    def _request(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        transport: Transport,
    ) -> SliceRequest:
        from offline_cache.held_cache import reading_or_empty  # not while QGIS starts
        from offline_cache.slices import SliceWanted, resolve_slice
        from offline_cache.sync import SliceRequest

        first, last = (self.month(parameters, name, context) for name in (FROM, TO))
        near = self._around(parameters, context, feedback, transport)
        with reading_or_empty(self.cache_path(parameters, context)) as connection:
            wanted = SliceWanted(
                lsoas=where.texts_of(self, parameters, context),
                area=self.parameterAsString(parameters, AREA, context).strip(),
                drawn=where.drawn(self, parameters, context, feedback),
                around=near,
                forces=self.choices(parameters, names.FORCES, context),
                every_force=self.parameterAsBool(parameters, where.ALL_FORCES, context),
            )
            found = resolve_slice(connection, wanted)
        _tell(found, feedback)
        datasets = names.datasets_of(self, parameters, context)
        return SliceRequest(found.forces, first, last, datasets, found.codes, found.name)

    def _around(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        transport: Transport,
    ) -> Optional[Around]:
        """Around the postcode that was given; None without one."""
        from offline_cache.held_cache import reading_or_empty  # not while QGIS starts

        from .postcode_around import around, ask_postcode, held_postcode

        text = self.parameterAsString(parameters, where.POSTCODE, context).strip()
        if not text:
            return None
        cache = self.cache_path(parameters, context)
        with reading_or_empty(cache) as connection:
            found = held_postcode(connection, text)
        near, licence = around(
            found or ask_postcode(cache, text, transport), self.parameterAsDouble(parameters, where.WITHIN, context)
        )
        feedback.pushInfo(licence)
        return near


def _tell(found: LsoaSlice, feedback: QgsProcessingFeedback) -> None:
    """Which LSOAs and forces, before anything is fetched."""
    for line in found.lines():
        feedback.pushInfo(line)
    codes = sorted(found.codes)
    more = tr(" and {n} more").format(n=number(len(codes) - _CODES_SHOWN)) if len(codes) > _CODES_SHOWN else ""
    feedback.pushInfo(tr("LSOAs: {codes}{more}.").format(codes=", ".join(codes[:_CODES_SHOWN]), more=more))

# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing provider `policeuk`."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..text import tr
from .add_layers import AddLayers
from .area_map import AreaMap
from .area_rates import AreaRates
from .area_trend import AreaTrend
from .area_trends import AreaTrends
from .base import ICON
from .beat_brief import BeatBrief
from .busier_than_random import BusierThanRandom
from .check_field_pack import CheckFieldPack
from .compare_time import CompareTime
from .compare_two_areas import CompareTwoAreas
from .compare_with_peers import CompareWithPeers
from .comparison_report import ComparisonReport
from .concentration import Concentration
from .crime_along_route import CrimeAlongRoute
from .crime_clusters import CrimeClusters
from .crime_density import CrimeDensity
from .crime_history import CrimeHistory
from .crime_layers import CrimeLayers
from .data_quality import DataQuality
from .download_area import DownloadArea
from .download_crimes_in_area import DownloadCrimesInArea
from .download_force_slice import DownloadForceSlice
from .download_lsoa_slice import DownloadLsoaSlice
from .download_neighbourhoods import DownloadNeighbourhoods
from .download_reference import DownloadReference
from .emerging_hotspots import EmergingHotspots
from .evaluate_hotspots import EvaluateHotspots
from .find_peers import FindPeers
from .funnel_plot import FunnelPlot
from .hotspot_report import HotspotReport
from .import_areas import ImportAreas
from .import_files import ImportFiles
from .import_peers import ImportPeers
from .import_reference import ImportReference
from .intervention_effect import InterventionEffect
from .local_moran import LocalMoran
from .location_quotient import LocationQuotient
from .make_field_pack import MakeFieldPack
from .merge_field_notes import MergeFieldNotes
from .nearest_stations import NearestStations
from .neighbourhood_layer import NeighbourhoodLayer
from .next_months import NextMonths
from .null_maps import NullMaps
from .outcome_comparison import OutcomeComparison
from .outcome_layer import OutcomeLayer
from .peer_verdicts import PeerVerdicts
from .period_change import PeriodChange
from .persistence import Persistence
from .place_layer import PlaceLayer
from .points_of_interest import PointsOfInterest
from .published_rows import PublishedRows
from .reference_systems import keep_national_grids
from .refresh_cache import RefreshCache
from .risk_density import RiskDensity
from .run_recipe import RunRecipe
from .smoothed_rates import SmoothedRates
from .snap_uncertainty import SnapUncertainty
from .stop_search_layer import StopSearchLayer

ALGORITHMS = (
    ImportFiles,
    ImportAreas,
    ImportReference,
    ImportPeers,
    DownloadForceSlice,
    DownloadLsoaSlice,
    RefreshCache,
    DownloadArea,
    DownloadReference,
    DownloadNeighbourhoods,
    DownloadCrimesInArea,
    AddLayers,
    CrimeLayers,
    PlaceLayer,
    PointsOfInterest,
    NeighbourhoodLayer,
    NearestStations,
    CrimeClusters,
    BusierThanRandom,
    LocalMoran,
    NullMaps,
    HotspotReport,
    RunRecipe,
    BeatBrief,
    CrimeDensity,
    RiskDensity,
    SnapUncertainty,
    EvaluateHotspots,
    PeriodChange,
    InterventionEffect,
    Persistence,
    AreaTrends,
    EmergingHotspots,
    NextMonths,
    Concentration,
    AreaMap,
    AreaRates,
    FunnelPlot,
    SmoothedRates,
    LocationQuotient,
    CrimeHistory,
    OutcomeLayer,
    StopSearchLayer,
    DataQuality,
    AreaTrend,
    CompareTwoAreas,
    CompareTime,
    OutcomeComparison,
    FindPeers,
    CompareWithPeers,
    PeerVerdicts,
    ComparisonReport,
    PublishedRows,
    CrimeAlongRoute,
    MakeFieldPack,
    CheckFieldPack,
    MergeFieldNotes,
)


class PoliceUkProvider(QgsProcessingProvider):
    """Offers the algorithms; the id is part of models and scripts and stays."""

    def id(self) -> str:
        """Lower-case, never translated."""
        return "policeuk"

    def name(self) -> str:
        """As the toolbox shows it."""
        return tr("Police UK")

    def longName(self) -> str:  # noqa: N802 - Qt's name
        """As the options show it."""
        return tr("Police UK crime data")

    def icon(self) -> QIcon:
        """As the toolbox shows it."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:  # noqa: N802 - Qt's name
        """As the modeller shows it."""
        return str(ICON)

    def loadAlgorithms(self) -> None:  # noqa: N802 - Qt's name
        """Add each algorithm; in the main thread, where the reference systems that they need stay alive."""
        keep_national_grids()
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

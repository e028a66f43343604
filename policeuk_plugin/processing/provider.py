# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing provider `policeuk`."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..text import tr
from .areas.area_map import AreaMap
from .briefs.beat_brief import BeatBrief
from .clusters.busier_than_random import BusierThanRandom
from .clusters.crime_clusters import CrimeClusters
from .clusters.local_moran import LocalMoran
from .clusters.null_maps import NullMaps
from .comparing.area_trend import AreaTrend
from .comparing.compare_time import CompareTime
from .comparing.compare_two_areas import CompareTwoAreas
from .concentration.concentration import Concentration
from .density.crime_density import CrimeDensity
from .density.risk_density import RiskDensity
from .doubt.snap_uncertainty import SnapUncertainty
from .download.download_area import DownloadArea
from .download.download_crimes_in_area import DownloadCrimesInArea
from .download.download_force_slice import DownloadForceSlice
from .download.download_lsoa_slice import DownloadLsoaSlice
from .download.download_neighbourhoods import DownloadNeighbourhoods
from .download.download_reference import DownloadReference
from .download.refresh_cache import RefreshCache
from .evaluation.evaluate_hotspots import EvaluateHotspots
from .field_packs.check_field_pack import CheckFieldPack
from .field_packs.make_field_pack import MakeFieldPack
from .field_packs.merge_field_notes import MergeFieldNotes
from .importing.import_areas import ImportAreas
from .importing.import_files import ImportFiles
from .importing.import_peers import ImportPeers
from .importing.import_reference import ImportReference
from .map_layers.add_layers import AddLayers
from .map_layers.crime_layers import CrimeLayers
from .map_layers.data_quality import DataQuality
from .map_layers.neighbourhood_layer import NeighbourhoodLayer
from .map_layers.place_layer import PlaceLayer
from .map_layers.points_of_interest import PointsOfInterest
from .map_layers.published_rows import PublishedRows
from .map_layers.stop_search_layer import StopSearchLayer
from .nearby.crime_along_route import CrimeAlongRoute
from .nearby.nearest_stations import NearestStations
from .outcomes.crime_history import CrimeHistory
from .outcomes.outcome_comparison import OutcomeComparison
from .outcomes.outcome_layer import OutcomeLayer
from .peers.compare_with_peers import CompareWithPeers
from .peers.find_peers import FindPeers
from .peers.peer_verdicts import PeerVerdicts
from .rates.area_rates import AreaRates
from .rates.funnel_plot import FunnelPlot
from .rates.location_quotient import LocationQuotient
from .rates.smoothed_rates import SmoothedRates
from .recipes.run_recipe import RunRecipe
from .report.comparison_report import ComparisonReport
from .report.hotspot_report import HotspotReport
from .running.base import ICON
from .running.reference_systems import keep_national_grids
from .through_time.area_trends import AreaTrends
from .through_time.emerging_hotspots import EmergingHotspots
from .through_time.intervention_effect import InterventionEffect
from .through_time.next_months import NextMonths
from .through_time.period_change import PeriodChange
from .through_time.persistence import Persistence

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

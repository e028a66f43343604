# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that say which peers, declared once for all algorithms that compare an area; names are API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...text import tr
from ..asking.analysis_parameters import add_choice, advanced
from .peer_choice import (
    AMONG,
    CALIPER,
    MEASURES,
    MOST,
    NO_STRATUM,
    PEER_LIST,
    PEERS,
    STRATA,
    STRATUM,
    WEIGHTS,
    Among,
    K,
    PeerChoice,
    PeerMethod,
    choice_of,
)

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

DENOMINATOR, SOURCE, POISSON = "DENOMINATOR", "SOURCE", "POISSON"
RESIDENTS, HOUSEHOLDS = "residents", "households"
POLICE_UK, ONS = "police.uk", "ons"


def one_area_help() -> str:
    """How the area is named that is compared with its peers."""
    return tr("One area, by name or ONS code: csp:Luton, district:Luton, ward:…, lsoa:…, pfa:… or force:bedfordshire.")


def add_peers(algorithm: PoliceUkAlgorithm) -> None:
    """Declare PEERS, PEER_LIST, K, MEASURES, WEIGHTS, STRATUM, CALIPER and AMONG."""
    add_choice(
        algorithm,
        PEERS,
        tr("Peers"),
        [method.value for method in PeerMethod],
        tr(
            "What the area is compared with: the areas nearest to it on standardised measures, the lists of "
            "statistical nearest neighbours of ONS, or a list of your own."
        ),
    )
    algorithm.add(
        QgsProcessingParameterString(PEER_LIST, tr("List of peers"), optional=True),
        tr("With PEERS list: the name of an imported list, or the codes of the peers themselves, with commas."),
    )
    number = QgsProcessingParameterNumber
    algorithm.add(
        number(K, tr("Number of peers"), number.Type.Integer, None, True, 1, MOST),
        tr("How many peers at most. Empty: 14, of police force areas 7."),
    )
    _text(
        algorithm,
        MEASURES,
        tr("Measures"),
        tr(
            "Names of the measures that areas are matched by, with commas, such as pct_terraced,pct_flats. Empty: the "
            "eight Census shares, as far as they are held. Measures that rest on recorded crime are refused."
        ),
    )
    _text(algorithm, WEIGHTS, tr("Weights"), tr("Weights of measures, such as pct_flats=2,pct_rural=0.5; others: 1."))
    stratum = add_choice(
        algorithm,
        STRATUM,
        tr("Alike in"),
        list(STRATA),
        tr("Peers must be of the same class as the area, of its own force, or of other forces."),
        NO_STRATUM,
    )
    caliper = number(CALIPER, tr("Farthest peer"), number.Type.Double, None, True, 0)
    algorithm.add(
        caliper, tr("No peer is farther than this, in standard deviations. Empty: as the rule for good peers says.")
    )
    among = add_choice(
        algorithm,
        AMONG,
        tr("Among"),
        [one.value for one in Among],
        tr(
            "Which areas can be peers: all of England and Wales, or those whose crimes the cache holds. Automatic: "
            "held for LSOAs and wards, all for larger areas."
        ),
    )
    for parameter in (stratum, caliper, among):
        advanced(parameter)


def add_denominator(algorithm: PoliceUkAlgorithm) -> None:
    """Declare DENOMINATOR."""
    add_choice(
        algorithm,
        DENOMINATOR,
        tr("Per 1,000"),
        [RESIDENTS, HOUSEHOLDS],
        tr("What rates are of. Households suit burglary; residents mislead where few live and many come."),
    )


def add_source(algorithm: PoliceUkAlgorithm) -> None:
    """Declare SOURCE."""
    add_choice(
        algorithm,
        SOURCE,
        tr("Counts of"),
        [POLICE_UK, ONS],
        tr(
            "police.uk: the published files held, of the months chosen. ons: recorded crime as ONS publishes it for "
            "CSPs and police force areas, of the newest year imported, or of that whose last month is TO; other months "
            "do not apply."
        ),
    )


def read_peers(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> PeerChoice:
    """The choice of peers asked for; raises `CacheError` with a sentence where it cannot be."""
    texts = {
        name: algorithm.parameterAsString(parameters, name, context)
        for name in (PEERS, PEER_LIST, MEASURES, WEIGHTS, STRATUM, AMONG)
    }
    numbers: dict[str, Any] = {}
    if parameters.get(K) not in (None, ""):
        numbers[K] = algorithm.parameterAsInt(parameters, K, context)
    if parameters.get(CALIPER) not in (None, ""):
        numbers[CALIPER] = algorithm.parameterAsDouble(parameters, CALIPER, context)
    return choice_of({**texts, **numbers})


def _text(algorithm: PoliceUkAlgorithm, name: str, title: str, help_text: str) -> None:
    parameter = QgsProcessingParameterString(name, title, optional=True)
    advanced(parameter)
    algorithm.add(parameter, help_text)

# SPDX-License-Identifier: GPL-2.0-or-later
"""The lists of the page Compare to choose from: what is compared in sight, how behind the button."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QWidget

from ...processing.peers.peer_parameters import HOUSEHOLDS, ONS, POLICE_UK, RESIDENTS
from ...processing.rates.area_rates import MEASURES
from ...processing.rates.rated_parameters import LEVELS, STRATA_SCHEMES
from ...text import tr
from ..choices import choice_box, choose
from .compare_questions import RATES

QUOTIENT, SMOOTHED = "quotient", "smoothed"
FORCE, AREA, PEERS = "force", "area", "peers"
STANDARDISED = ("standardised ratio", "direct rate")
BEST_LEVELS = ("ward", "lsoa", "csp", "district", "pfa")
"""What is proposed of what can be compared, until the user picks: small enough to be many, large enough for crimes."""
Field = tuple[str, str, QWidget, str]


class FieldForm(QWidget):
    """Fields under each other by name, of which those that are asked for are shown."""

    def __init__(self, name: str, fields: Sequence[Field], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(3)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._fields = {key: field for key, _, field, _ in fields}
        for _, title, field, tip in fields:
            field.setToolTip(tip)
            self._form.addRow(title, field)

    def show_only(self, names: Collection[str]) -> None:
        """Show these; none: nothing takes room."""
        for name, field in self._fields.items():
            field.setVisible(name in names)
            label = self._form.labelForField(field)
            if label is not None:
                label.setVisible(name in names)
        self.setVisible(any(name in names for name in self._fields))


class CompareFields(QWidget):
    """Makes the lists; `front` and `more` hold them. `changed`: another value; `source_picked`: the user chose whose
    counts."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # only a maker: the lists are in their forms
        self.level = choice_box("policeukCompareLevel", tr("Areas"), level_names().items(), self)
        self.measure = choice_box("policeukCompareMeasure", tr("Measure"), measure_names().items(), self)
        self.against = choice_box("policeukCompareAgainst", tr("Beside"), against_names().items(), self)
        self.per = choice_box("policeukComparePer", tr("Per 1,000"), per_names().items(), self)
        self.source = choice_box("policeukCompareSource", tr("Counts of"), source_names().items(), self)
        self.rated_source = choice_box("policeukCompareRatedSource", tr("Counts of"), source_names().items(), self)
        self.period = choice_box("policeukComparePeriod", tr("By"), period_names().items(), self)
        self.strata = choice_box("policeukCompareStrata", tr("Standardised by"), strata_names().items(), self)
        self.follow_up = choice_box("policeukCompareFollowUp", tr("After"), follow_up_names().items(), self)
        self.follow_up.setCurrentIndex(1)
        choose(self.level, BEST_LEVELS[0])
        for at, tip in enumerate(measure_tips()):
            self.measure.setItemData(at, tip, Qt.ItemDataRole.ToolTipRole)
        self.source_picked = False
        self.level_picked = False
        self.source.activated.connect(self._pick_source)
        self.level.activated.connect(self._pick_level)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(lambda _: self.changed.emit())

    @property
    def boxes(self) -> dict[str, QComboBox]:
        """All of them by the name under which they are remembered."""
        names = ("level", "measure", "against", "per", "source", "rated_source", "period", "strata", "follow_up")
        return {name: getattr(self, name) for name in names}

    def divides(self, key: str) -> bool:
        """Whether the question, by its key, divides by residents or households."""
        return key != RATES or self.measure.currentData() != QUOTIENT

    def standardises(self, key: str) -> bool:
        """Whether the question sets an area beside its kind of place."""
        return key == RATES and self.measure.currentData() in STANDARDISED

    def front(self) -> tuple[Field, ...]:
        """What is compared."""
        return (
            ("measure", tr("Measure"), self.measure, tr("What is mapped, charted and put first in the table")),
            ("level", tr("Areas"), self.level, tr("Which areas of the selection are compared with one another")),
            ("against", tr("Beside"), self.against, tr("What the area is set against")),
        )

    def more(self) -> tuple[Field, ...]:
        """How."""
        per = tr("Households suit burglary; residents mislead where few live and many come")
        counts = tr("Published files of the months chosen, or recorded crime as ONS publishes it for CSPs and forces")
        return (
            ("per", tr("Per 1,000"), self.per, per),
            ("source", tr("Counts of"), self.source, counts),
            ("rated_source", tr("Counts of"), self.rated_source, counts),
            ("period", tr("By"), self.period, tr("Quarters end with the last month chosen")),
            (
                "strata",
                tr("Standardised by"),
                self.strata,
                tr("The kind of place whose rates an area is expected to have"),
            ),
            ("follow_up", tr("After"), self.follow_up, tr("The time that finding and chart by month are of")),
        )

    def _pick_source(self) -> None:
        self.source_picked = True
        self.changed.emit()

    def _pick_level(self) -> None:
        self.level_picked = True
        self.changed.emit()


def level_names() -> dict[str, str]:
    """LEVEL and how it is called."""
    return dict(zip(LEVELS, (tr("LSOAs"), tr("Wards"), tr("Districts"), tr("CSPs"), tr("Police force areas"))))


def measure_names() -> dict[str, str]:
    """What rates there are: MEASURE of `policeuk:arearates`, and two algorithms more."""
    texts = (
        tr("Five bands around the average"),
        tr("Rates with intervals"),
        tr("Standardised crime ratio"),
        tr("Directly standardised rate"),
        tr("Change on the year before, tested"),
    )
    return {
        **dict(zip(MEASURES, texts)),
        SMOOTHED: tr("Smoothed rates, for few crimes"),
        QUOTIENT: tr("Location quotient: shares of crime"),
    }


def measure_tips() -> tuple[str, ...]:
    """When to use each of them."""
    return (
        tr("Low to high against the rate of all; the limits are in the legend"),
        tr("A year's crimes for 1,000, each rate with its 95% interval"),
        tr("Crimes over those expected of an area of its kind"),
        tr("The rate that an area would have with the mix of kinds of place of all areas together"),
        tr("Against the same months a year before, which have to be held"),
        tr("Rates of few crimes are drawn towards that of all"),
        tr("The share of some types in an area's crime over their share in all areas: no risk"),
    )


def against_names() -> dict[str, str]:
    """AGAINST of `policeuk:outcomecomparison`."""
    return {FORCE: tr("The rest of its force"), AREA: tr("Another area"), PEERS: tr("Its peers")}


def per_names() -> dict[str, str]:
    """DENOMINATOR."""
    return {RESIDENTS: tr("residents"), HOUSEHOLDS: tr("households")}


def source_names() -> dict[str, str]:
    """SOURCE."""
    return {POLICE_UK: tr("police.uk, the files held"), ONS: tr("ONS, recorded crime of a year")}


def period_names() -> dict[str, str]:
    """PERIOD."""
    return {"quarters": tr("Quarters"), "months": tr("Months")}


def follow_up_names() -> dict[str, str]:
    """FOLLOW_UP in months."""
    return {n: tr("{n} months").format(n=n) for n in ("3", "6", "12")}


def strata_names() -> dict[str, str]:
    """STRATA."""
    texts = (
        tr("Nothing: the rate of all"),
        tr("Rural or urban"),
        tr("Rural or urban, in detail"),
        tr("Output-area supergroup"),
        tr("Output-area group"),
        tr("Output-area subgroup"),
    )
    return dict(zip(STRATA_SCHEMES, texts))

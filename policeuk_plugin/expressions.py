# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions for QGIS's expressions, in the group Police UK: numbers of areas, out of the cache.

They read the cache that the project variable `policeuk_cache` names, else the user's own. What is not known is NULL,
and the expression's error says why: missing is not zero. They may be called in any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import NULL, QgsExpression, QgsExpressionContext, QgsExpressionFunction, QgsExpressionNodeFunction
from qgis.PyQt.QtCore import QDate, QDateTime

from offline_cache.errors import CacheError
from offline_cache.model import Month

from . import settings
from .text import gaps_phrases, many, month_name, tr

if TYPE_CHECKING:
    from offline_cache.area_answers import Answer, Answers

GROUP = "Police UK"
CACHE_OF_PROJECT = "policeuk_cache"
HELD = "held"
_AREA = (
    "<tr><td class='argument'>area</td><td>'district:Luton', 'lsoa:E01015693', 'force:bedfordshire', 'csp:…', 'ward:…' "
    "as in the panel; 'all' for all that is held. Of a layer: 'lsoa:' || \"code\"</td></tr>"
)
_MONTHS = "<tr><td class='argument'>from, to</td><td>months as '2024-05', dates, or NULL for the months held</td></tr>"
_TYPE = (
    "<tr><td class='argument'>type</td><td>a crime type, several with commas or as an array, NULL for recorded crime, "
    "'all' with anti-social behaviour</td></tr>"
)
_answers: Optional[Answers] = None
_registered: list[Function] = []

Work = Callable[[Sequence[Any], Optional[QgsExpressionContext]], Any]


class Function(QgsExpressionFunction):
    """A function whose errors are sentences; `work` gives its value, or raises `CacheError`."""

    def __init__(self, name: str, arguments: tuple[int, int], text: str, work: Work) -> None:
        super().__init__(name, -1, GROUP, text, False, True, False)
        self._arguments, self._work, self._text = arguments, work, text

    def func(
        self,
        values: Sequence[Any],
        context: Optional[QgsExpressionContext],
        parent: QgsExpression,
        node: Optional[QgsExpressionNodeFunction] = None,
    ) -> Any:
        """The value; NULL with an error where there is none."""
        least, most = self._arguments
        try:
            if not least <= len(values) <= most:
                raise CacheError(
                    tr("{name} takes {least} to {most} values.").format(name=self.name(), least=least, most=most)
                )
            return self._work([None if value == NULL else value for value in values], context)
        except CacheError as error:
            parent.setEvalErrorString(str(error))
            return NULL


def register() -> None:
    """Add the functions to QGIS's; once."""
    if _registered:
        return
    for function in _functions():
        if QgsExpression.registerFunction(function):
            _registered.append(function)


def unregister() -> None:
    """Take them out again, and forget all answers."""
    global _answers
    for function in _registered:
        QgsExpression.unregisterFunction(function.name())
    _registered.clear()
    _answers = None


def _functions() -> tuple[Function, ...]:
    return (
        Function("policeuk_count", (4, 5), _help_count(), _count),
        Function("policeuk_rate", (4, 5), _help_rate(), _rate),
        Function("policeuk_gaps", (1, 3), _help_gaps(), _gaps),
        Function("policeuk_month_label", (1, 1), _help_month(), _month_label),
    )


def _count(values: Sequence[Any], context: Optional[QgsExpressionContext]) -> Any:
    if values[0] is None:
        return NULL
    held_only = len(values) > 4 and values[4] is not None
    if held_only and values[4] != HELD:
        raise CacheError(tr("The fifth value is 'held', to count the months that are held, or is left out."))
    found = _answer(values, context)
    if found.count is None:
        raise CacheError(
            tr(
                "Nothing of {area} is held: nothing is known, which is not zero. Download or import its files first."
            ).format(area=found.name)
        )
    if found.lacking and not held_only:
        raise CacheError(
            tr(
                "Not all of {area} is held ({gaps}), and missing is not zero. Add 'held' as a fifth value to count "
                "what is."
            ).format(area=found.name, gaps=_few(gaps_phrases(found.lacking)))
        )
    return found.count


def _rate(values: Sequence[Any], context: Optional[QgsExpressionContext]) -> Any:
    from offline_cache.denominators import Denominator  # not while QGIS starts

    if values[0] is None:
        return NULL
    names = {which.value: which for which in Denominator}
    which = str(values[4] or Denominator.RESIDENTS.value).casefold() if len(values) > 4 else Denominator.RESIDENTS.value
    if which not in names:
        raise CacheError(
            tr("A rate is of {names}. Give one of these as the fifth value.").format(names=tr(" or ").join(names))
        )
    found = _answer(values, context, which)
    if found.rate is None:
        raise CacheError(found.no_rate)
    return found.rate


def _gaps(values: Sequence[Any], context: Optional[QgsExpressionContext]) -> Any:
    if values[0] is None:
        return NULL
    return "; ".join(gaps_phrases(_answer([*values[:3], *[None] * (3 - len(values)), "all"], context).lacking))


def _month_label(values: Sequence[Any], context: Optional[QgsExpressionContext]) -> Any:
    month = _month(values[0])
    return NULL if month is None else month_name(month)


def _answer(values: Sequence[Any], context: Optional[QgsExpressionContext], which: str = "residents") -> Answer:
    global _answers
    # Free of numpy, but many files: not while QGIS starts.
    from offline_cache.area_answers import Answers, Question
    from offline_cache.denominators import Denominator

    if _answers is None:
        _answers = Answers()
    question = Question(_area(values[0]), _month(values[1]), _month(values[2]), _types(values[3]))
    return _answers.answer(_cache(context), question, Denominator(which))


def _area(value: Any) -> str:
    """The text of an area, '' for 'all'; an empty attribute is no area, least of all every one."""
    text = str(value).strip()
    if not text:
        raise CacheError(tr("The area is empty. Name one, such as 'district:Luton', or 'all' for all that is held."))
    return "" if text.casefold() == "all" else text


def _cache(context: Optional[QgsExpressionContext]) -> Path:
    """The cache that the project names, from its own folder where it is no full path; else the user's."""
    named = context.variable(CACHE_OF_PROJECT) if context is not None else None
    if not isinstance(named, str) or not named.strip():
        return settings.cache_path()
    home = context.variable("project_home") if context is not None else None
    return Path(home if isinstance(home, str) else "") / named.strip()


def _month(value: Any) -> Optional[Month]:
    """A month as text or date; None for NULL and ''."""
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return Month(value.year(), value.month()) if value.isValid() else None
    text = str(value).strip() if value is not None else ""
    if len(text) > 7 and text[7] == "-":  # 2024-05-01, also with a time
        text = text[:7]
    return Month.parse(text) if text else None


def _types(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, (list, tuple)) else str(value if value is not None else "").split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _few(phrases: Sequence[str]) -> str:
    if len(phrases) < 3:
        return "; ".join(phrases)
    return tr("{first}; and {more}").format(
        first=phrases[0], more=many(len(phrases) - 1, tr("more gap"), tr("more gaps"))
    )


def _page(title: str, text: str, arguments: str, example: str) -> str:
    return (
        f"<h3>{title}</h3><div class='description'><p>{text}</p></div><h4>{tr('Arguments')}</h4>"
        f"<div class='arguments'><table>{arguments}</table></div><h4>{tr('Examples')}</h4>"
        f"<div class='examples'><ul><li><code>{example}</code></li></ul></div>"
    )


def _help_count() -> str:
    text = tr(
        "The number of crimes in an area. Where a month is missing, or held in part, the result is NULL and the error "
        "says which: missing is not zero. With 'held' as a fifth value it counts what is held; show policeuk_gaps() "
        "beside it. Crimes without a place are in no area. Every place is a snap point, not an address."
    )
    missing = f"<tr><td class='argument'>missing</td><td>{tr('optional: ')}'held'</td></tr>"
    example = "policeuk_count('district:Luton', '2022-05', '2023-04', 'Burglary')"
    return _page("policeuk_count(area, from, to, type, missing)", text, _AREA + _MONTHS + _TYPE + missing, example)


def _help_rate() -> str:
    text = tr(
        "Crimes per 1,000 residents or households a year. Months that are missing or held in part are left out of both "
        "sides; policeuk_gaps() names them. NULL where no residents or households are held."
    )
    of = "<tr><td class='argument'>of</td><td>'residents' (usual) or 'households'</td></tr>"
    example = "policeuk_rate('lsoa:' || \"code\", '2022-05', '2023-04', NULL, 'households')"
    return _page("policeuk_rate(area, from, to, type, of)", text, _AREA + _MONTHS + _TYPE + of, example)


def _help_gaps() -> str:
    text = tr("Which months of an area are missing or held in part, and why; '' where none is.")
    example = "policeuk_gaps('district:Luton', '2022-05', '2023-04')"
    return _page("policeuk_gaps(area, from, to)", text, _AREA + _MONTHS, example)


def _help_month() -> str:
    text = tr("A month in words, such as May 2024.")
    argument = "<tr><td class='argument'>month</td><td>'2024-05', a date, or \"month_start\"</td></tr>"
    return _page("policeuk_month_label(month)", text, argument, "policeuk_month_label('2024-05')")

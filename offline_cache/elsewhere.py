# SPDX-License-Identifier: GPL-2.0-or-later
"""What to say of areas of Scotland and Northern Ireland, by code or name: no file names their areas."""

from __future__ import annotations

import re

_SCOTLAND = "It is in Scotland, whose police publish no crimes on data.police.uk: choose an area of England or Wales."
_NORTHERN_IRELAND = (
    "It is in Northern Ireland, whose files name no areas: choose the whole of it, force:northern-ireland."
)
_CODE = re.compile(r"([SN])\d{8}\Z", re.IGNORECASE)
# Super output areas of Northern Ireland's Census of 2011, such as 95GG01S1.
_SUPER_OUTPUT_AREA = re.compile(r"95[A-Z]{2}\d{2}[SW]\d\Z", re.IGNORECASE)
# Of areas of one name in both countries and in England or Wales the look-ups know theirs before this is asked.
_SCOTTISH = (
    "aberdeen|aberdeen city|aberdeenshire|angus|argyll and bute|city of edinburgh|clackmannanshire|"
    "dumfries and galloway|dundee|dundee city|east ayrshire|east dunbartonshire|east lothian|east renfrewshire|"
    "edinburgh|falkirk|fife|glasgow|glasgow city|highland|inverclyde|inverness|midlothian|moray|na h-eileanan siar|"
    "north ayrshire|north lanarkshire|orkney|orkney islands|perth and kinross|police scotland|police-scotland|"
    "renfrewshire|scotland|scottish borders|shetland|shetland islands|south ayrshire|south lanarkshire|stirling|"
    "west dunbartonshire|west lothian"
)
_NORTHERN_IRISH = (
    "antrim and newtownabbey|ards and north down|armagh city, banbridge and craigavon|belfast|"
    "causeway coast and glens|derry|derry city and strabane|fermanagh and omagh|lisburn and castlereagh|londonderry|"
    "mid and east antrim|mid ulster|newry, mourne and down|northern ireland|psni"
)


def elsewhere(text: str) -> str:
    """The reason and the remedy for a code or name of Scotland or Northern Ireland; '' for all others."""
    word = text.strip()
    code = _CODE.match(word)
    if code is not None:
        return _SCOTLAND if code[1].upper() == "S" else _NORTHERN_IRELAND
    name = word.casefold()
    if name in _SCOTTISH.split("|"):
        return _SCOTLAND
    return _NORTHERN_IRELAND if name in _NORTHERN_IRISH.split("|") or _SUPER_OUTPUT_AREA.match(word) else ""

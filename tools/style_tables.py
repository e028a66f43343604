# SPDX-License-Identifier: GPL-2.0-or-later
"""What the styles say: colours, shapes, classes and words, by crime type, outcome, kind of place."""

from __future__ import annotations

# Okabe and Ito's colours: told apart with every kind of colour blindness. One colour a family of crime
# types, one shape a type within it, so that colour is never alone.
VERMILLION, BLUE, SKY, ORANGE = "#d55e00", "#0072b2", "#56b4e9", "#e69f00"
GREEN, PURPLE, GREY, BLACK = "#009e73", "#cc79a7", "#8c8c8c", "#333333"

# In fours: a row of slots around a snap point each.
CRIME_TYPES = (
    ("Violence and sexual offences", VERMILLION, "circle"),
    ("Robbery", VERMILLION, "triangle"),
    ("Possession of weapons", VERMILLION, "diamond"),
    ("Public order", ORANGE, "circle"),
    ("Burglary", BLUE, "square"),
    ("Vehicle crime", BLUE, "circle"),
    ("Bicycle theft", BLUE, "triangle"),
    ("Criminal damage and arson", ORANGE, "square"),
    ("Shoplifting", SKY, "circle"),
    ("Theft from the person", SKY, "triangle"),
    ("Other theft", SKY, "square"),
    ("Drugs", GREEN, "circle"),
    ("Other crime", PURPLE, "circle"),
    ("Anti-social behaviour", GREY, "circle"),
)
OLDER_TYPES = ["Violent crime", "Public disorder and weapons"]

OUTCOME_GROUPS = (
    ("charged", "Charged (courts: to June 2019)", VERMILLION, "circle"),
    ("out of court", "Dealt with out of court", ORANGE, "triangle"),
    ("under investigation", "Under investigation", GREEN, "diamond"),
    ("evidence or public interest", "Evidence/public interest lacking", SKY, "square"),
    ("no suspect identified", "No suspect identified", GREY, "circle"),
    ("not available", "Outcome not available", BLACK, "diamond"),
)

STOP_TYPES = (
    ("Person search", BLUE, "circle"),
    ("Person and Vehicle search", PURPLE, "square"),
    ("Vehicle search", ORANGE, "triangle"),
)

# Upper limit, size in mm (about the root of the count), legend.
PLACE_CLASSES = (
    (4.5, 1.1, "1 to 4 crimes"),
    (9.5, 1.8, "5 to 9"),
    (24.5, 2.6, "10 to 24"),
    (49.5, 3.4, "25 to 49"),
    (99.5, 4.4, "50 to 99"),
    (1e9, 5.6, "100 or more"),
)

# Darker, as white glyphs lie on them: at least 5 to 1.
SHOPS, NIGHT, TRAVEL, PUBLIC, OUTDOORS = "#0072b2", "#9c3f75", "#b34700", "#333333", "#00704f"

# Kind of snap point, colour of its family; the glyph tells the kind (resources/icons/places).
PLACE_KINDS = (
    ("Supermarket", SHOPS),
    ("Shopping Area", SHOPS),
    ("Petrol Station", SHOPS),
    ("Motorway Service Area", SHOPS),
    ("Parking Area", TRAVEL),
    ("Station", TRAVEL),
    ("Bus/Coach Station", TRAVEL),
    ("Pedestrian Subway", TRAVEL),
    ("Airport/Airfield", TRAVEL),
    ("Ferry Terminal", TRAVEL),
    ("Nightclub", NIGHT),
    ("Theatre/Concert Hall", NIGHT),
    ("Conference/Exhibition Centre", NIGHT),
    ("Theme/Adventure Park", NIGHT),
    ("Race Track", NIGHT),
    ("Park/Open Space", OUTDOORS),
    ("Sports/Recreation Area", OUTDOORS),
    ("Further/Higher Educational Building", PUBLIC),
    ("Hospital", PUBLIC),
    ("Police Station", PUBLIC),
    ("Prison", PUBLIC),
)

# From so many crimes, size in mm: 4.2 mm are 16 pixels of a screen, where the glyphs can be read.
ICON_SIZES = ((100, 7.4), (25, 6.0), (5, 5.0), (0, 4.2))

ALIASES = {
    "month_start": "Month (its first day)",
    "month": "Month",
    "force": "Force",
    "crime_type": "Crime type",
    "crime_types": "Crimes by type",
    "crimes": "Crimes",
    "outcome": "Outcome",
    "outcome_group": "Outcome, in groups",
    "location": "Snap point",
    "place_kind": "Kind of snap point",
    "place": "Number of the snap point",
    "lsoa_code": "LSOA code",
    "lsoa_name": "LSOA name",
    "lsoa_edition": "LSOA edition",
    "crime_id": "Crime ID",
    "date": "Date and time (UTC)",
    "type": "Kind of search",
    "object_of_search": "Object of search",
    "legislation": "Legislation",
    "gender": "Gender",
    "age_range": "Age range",
    "officer_defined_ethnicity": "Ethnicity, officer-defined",
    "self_defined_ethnicity": "Ethnicity, self-defined",
    "kind": "Kind of area",
    "edition": "Edition",
    "code": "Code",
    "name": "Name",
}

TOWN, COUNTY, SMALLEST = 4.4, 5.4, 0.4
"""Logarithms of the map scales between which markers shrink, and to which part."""

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
    ("Drugs", GREEN, "diamond"),
    ("Other crime", PURPLE, "triangle"),
    ("Anti-social behaviour", GREY, "cross_fill"),
)
OLDER_TYPES = ["Violent crime", "Public disorder and weapons"]

# The leading type of a place, in families: type names, legend, colour. Green, purple and grey are one without green
# cones, so one is dark and one light.
LEADING = (
    (
        ("Violence and sexual offences", "Robbery", "Possession of weapons", "Violent crime"),
        "Violence, robbery, weapons",
        "213,94,0,200",
    ),
    (
        ("Public order", "Criminal damage and arson", "Public disorder and weapons"),
        "Public order, criminal damage",
        "230,159,0,200",
    ),
    (("Burglary", "Vehicle crime", "Bicycle theft"), "Burglary, vehicle crime, bicycles", "0,114,178,200"),
    (("Shoplifting", "Theft from the person", "Other theft"), "Shoplifting, other theft", "86,180,233,200"),
    (("Drugs",), "Drugs", "0,105,76,205"),
    (("Other crime",), "Other crime", "204,121,167,200"),
    (("Anti-social behaviour",), "Anti-social behaviour", "190,190,190,205"),
)
LEADING_SEVERAL, LEADING_OTHER = "255,255,255,215", "51,51,51,200"

# Share of the highest density on the map, colour; darker is more, also in grey. Closer where towns are that are not
# the largest.
HEAT = ((0.03, "#fef0d9"), (0.08, "#fdcc8a"), (0.2, "#fc8d59"), (0.5, "#d7301f"), (1.0, "#7f0000"))

OUTCOME_GROUPS = (
    ("charged", "Suspect charged (courts to June 2019)", VERMILLION, "circle"),
    ("out of court", "Out of court, or left to another organisation", ORANGE, "triangle"),
    ("under investigation", "Under investigation", GREEN, "diamond"),
    ("evidence or public interest", "Evidence or public interest lacking", SKY, "square"),
    ("no suspect identified", "No suspect identified", GREY, "cross_fill"),
    ("not available", "Outcome not available", BLACK, "diamond"),
)

# Months from crime to outcome: lighter is sooner, so that the order holds without colour.
OUTCOME_TIMES = (
    ("same month", "In the month of the crime", "#f6b24b", "circle"),
    ("1 month", "1 month after", "#ea7a3d", "circle"),
    ("2 to 3 months", "2 to 3 months", "#cf4446", "circle"),
    ("4 to 6 months", "4 to 6 months", "#952c6c", "circle"),
    ("7 to 12 months", "7 to 12 months", "#57207f", "circle"),
    ("over 12 months", "More than 12 months", "#1b0f43", "circle"),
    ("not known", "Crime not held, or no time", GREY, "square"),
)

STOP_TYPES = (
    ("Person search", BLUE, "circle"),
    ("Person and Vehicle search", PURPLE, "square"),
    ("Vehicle search", ORANGE, "triangle"),
)

# Group of `offline_cache/reference/stop_words.json`; in threes, as slots lie around a snap point.
STOP_OBJECTS = (
    ("drugs", "Drugs", GREEN, "circle"),
    ("weapons", "Weapons", VERMILLION, "triangle"),
    ("theft", "Stolen goods, tools for theft", BLUE, "square"),
    ("damage", "Things to cause damage, fireworks", ORANGE, "diamond"),
    ("not given", "Not given", GREY, "cross_fill"),
)

# As PLACE_CLASSES.
STOP_PLACE_CLASSES = (
    (1.5, 1.1, "1 stop and search"),
    (4.5, 1.8, "2 to 4"),
    (9.5, 2.6, "5 to 9"),
    (24.5, 3.4, "10 to 24"),
    (49.5, 4.4, "25 to 49"),
    (1e9, 5.6, "50 or more"),
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
    "leading_type": "Type of most crimes",
    "crime_months": "Month of each crime",
    "crimes_by_month": "Crimes by month",
    "types": "Crime types counted",
    "months_held": "Months held, of 12",
    "outcome": "Outcome",
    "outcome_group": "Outcome, in groups",
    "location": "Snap point",
    "place_kind": "Kind of snap point",
    "place": "Number of the snap point",
    "lsoa_code": "LSOA code",
    "lsoa_name": "LSOA name",
    "lsoa_edition": "LSOA edition",
    "crime_id": "Crime ID",
    "crime_month": "Month of the crime",
    "months_to_outcome": "Months from crime to outcome",
    "time_class": "Months from crime to outcome, in classes",
    "why_no_time": "Why no time is known",
    "category": "Crime type or kind of search",
    "outcome_month": "Month of the outcome",
    "fetched_at": "Answer of the service (UTC)",
    "date": "Date and time (UTC)",
    "type": "Kind of search",
    "object_of_search": "Object of search",
    "legislation": "Legislation",
    "gender": "Gender",
    "age_range": "Age range",
    "officer_defined_ethnicity": "Ethnicity, officer-defined",
    "self_defined_ethnicity": "Ethnicity, self-defined",
    "stops": "Stops and searches",
    "objects": "By object of search",
    "outcomes": "By outcome",
    "kind": "Kind of area",
    "edition": "Edition",
    "code": "Code",
    "name": "Name",
    "url": "Page of the force",
    "description": "Description",
    "population": "Population, as the force gives it",
    "team": "Team",
    "priorities": "Priorities and what was done",
    "events": "Events",
    "links": "Links",
    "contacts": "In touch",
    "shape": "How the outline came",
    "address": "Address",
    "postcode": "Postcode",
    "neighbourhoods": "Named by these neighbourhoods",
}

TOWN, COUNTY, SMALLEST = 4.4, 5.4, 0.4
"""Logarithms of the map scales between which markers shrink, and to which part."""

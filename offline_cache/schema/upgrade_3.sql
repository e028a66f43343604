-- Version 3: reference data for comparisons. Every row names the file it came from (area_source), whose contents are
-- attributes, classes, peers or official counts beside those of areas.sql. A value that is not known has no row.
-- Columns stand in the order of the primary key: else integrity_check of SQLite 3.40 takes some to be NULL.

-- Measures of areas: shares in percent, scores, ranks, rates. Edition is that of the areas, such as 2021 of LSOA21CD, or 0
-- where the file does not say. Areas that no file has a measure of are put together of LSOAs: by adding (weight 'sum'), or
-- as a mean weighted by residents, by households or by the measure that weight names ('': nobody said by what).
CREATE TABLE area_measure (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, edition INTEGER NOT NULL, name TEXT NOT NULL,
  title TEXT NOT NULL,
  year INTEGER,                        -- of the data; NULL where the file does not say
  weight TEXT NOT NULL,
  circular INTEGER NOT NULL,           -- 1: it rests on recorded crime, so peers for crime are not chosen by it
  source INTEGER NOT NULL REFERENCES area_source (id),
  UNIQUE (kind, edition, name)
);
CREATE TABLE area_attribute (
  measure INTEGER NOT NULL REFERENCES area_measure (id),
  code TEXT NOT NULL,
  value REAL NOT NULL,
  source INTEGER NOT NULL REFERENCES area_source (id),
  PRIMARY KEY (measure, code)
) WITHOUT ROWID;

-- What class an area is of; schemes are rural-urban, output-area supergroup, ons-cluster global and so on.
CREATE TABLE area_class (
  kind TEXT NOT NULL, edition INTEGER NOT NULL, scheme TEXT NOT NULL, code TEXT NOT NULL,
  class TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES area_source (id),
  PRIMARY KEY (kind, edition, scheme, code)
) WITHOUT ROWID;

-- Lists of similar areas: those of ONS (ons-global, ons-economic, ons-demographic) and the user's own. Edition is the
-- year of the list, 0 where its file does not say; of several with one name and kind the newest is used.
CREATE TABLE peer_list (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- of what areas: lsoa, ward, district, csp, pfa
  edition INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES area_source (id),
  UNIQUE (name, kind, edition)
);

-- As published: also peers in Scotland, in Northern Ireland or of another kind, which have no crimes here.
CREATE TABLE peer (
  list INTEGER NOT NULL REFERENCES peer_list (id),
  area TEXT NOT NULL,
  peer TEXT NOT NULL,
  rank INTEGER NOT NULL,               -- 1 is most alike; where the file has no ranks, the order of its lines
  PRIMARY KEY (list, area, peer)
) WITHOUT ROWID;

-- Police recorded crime as ONS publishes it, over the months that end with period_end. What a force could not place in
-- one of its CSPs stands under its own code with the kind 'unassigned'.
CREATE TABLE official_count (
  kind TEXT NOT NULL,                  -- csp, pfa, unassigned
  period_end TEXT NOT NULL,            -- YYYY-MM
  months INTEGER NOT NULL,
  crime_group TEXT NOT NULL,           -- by ONS's name (reference/official_groups.json)
  code TEXT NOT NULL,
  value INTEGER,                       -- NULL: withheld, or not published
  source INTEGER NOT NULL REFERENCES area_source (id),
  PRIMARY KEY (kind, period_end, months, crime_group, code)
) WITHOUT ROWID;

-- What data.police.uk publishes, as published. A published file (force, month, dataset) is the unit:
-- its rows stand in its order under consecutive ids first_row..last_row.

CREATE TABLE published_file (
  id INTEGER PRIMARY KEY,
  force TEXT NOT NULL,
  month_start TIMESTAMP NOT NULL,      -- YYYY-MM-01T00:00:00.000: any other form shows the wrong month in QGIS 3.22
  dataset TEXT NOT NULL,
  layout TEXT NOT NULL,
  reported_by TEXT NOT NULL,
  falls_within TEXT NOT NULL,
  snapshot TEXT NOT NULL,              -- month of the release; where it is not exact, that month or later
  snapshot_exact INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  published_rows INTEGER NOT NULL,     -- these three count the file as published, whatever is kept of it
  unplaced_rows INTEGER NOT NULL,
  no_lsoa_rows INTEGER NOT NULL,       -- with a place, but no LSOA
  lsoa_edition INTEGER,
  edition_inferred INTEGER NOT NULL,
  source TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  scope TEXT,                          -- NULL: the whole file; else the LSOA codes kept, as a JSON list
  first_row INTEGER NOT NULL,
  last_row INTEGER NOT NULL,           -- first_row - 1 for a file without rows
  UNIQUE (force, month_start, dataset)
);

CREATE TABLE lsoa (
  id INTEGER PRIMARY KEY,              -- 0: none
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (code, name)
);

CREATE TABLE place_kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- A snap point. Rows published without coordinates share places without geometry.
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  longitude TEXT NOT NULL,             -- WGS84 degrees, exactly as published; '' for none
  latitude TEXT NOT NULL,
  grid TEXT NOT NULL,                  -- 'easting,northing' as published in 2012, else ''
  name TEXT NOT NULL,
  lsoa INTEGER NOT NULL REFERENCES lsoa (id),
  kind INTEGER NOT NULL REFERENCES place_kind (id),
  geom POINT
);
CREATE UNIQUE INDEX place_published ON place (longitude, latitude, name, lsoa, grid);
CREATE VIRTUAL TABLE idx_place_geom USING rtree (pkid, xmin, xmax, ymin, ymax);

CREATE TABLE crime_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE outcome_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, outcome_group TEXT NOT NULL);

-- No index on crime (file): first_row..last_row finds a file's rows, at 12 bytes a row less.
CREATE TABLE crime (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES published_file (id),
  type INTEGER NOT NULL REFERENCES crime_type (id),
  outcome INTEGER NOT NULL REFERENCES outcome_type (id),
  place INTEGER NOT NULL REFERENCES place (id),
  crime_id BLOB                        -- 32 bytes, as text where it is not 64 lower-case hex digits, NULL where blank
);
CREATE INDEX crime_place ON crime (place);

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES published_file (id),
  outcome INTEGER NOT NULL REFERENCES outcome_type (id),
  place INTEGER NOT NULL REFERENCES place (id),
  crime_id BLOB
);
CREATE INDEX outcome_place ON outcome (place);

-- The rare rows that differ from their file in these columns, or have a context.
CREATE TABLE crime_note (
  id INTEGER PRIMARY KEY REFERENCES crime (id),
  reported_by TEXT NOT NULL, falls_within TEXT NOT NULL, context TEXT NOT NULL
);
CREATE TABLE outcome_note (
  id INTEGER PRIMARY KEY REFERENCES outcome (id),
  reported_by TEXT NOT NULL, falls_within TEXT NOT NULL
);

CREATE TABLE stop_value (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE stop (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES published_file (id),
  place INTEGER NOT NULL REFERENCES place (id),
  date TEXT NOT NULL,                  -- ISO 8601 in UTC, exactly as published
  type INTEGER NOT NULL, operation INTEGER NOT NULL, operation_name INTEGER NOT NULL,
  gender INTEGER NOT NULL, age_range INTEGER NOT NULL,
  self_defined_ethnicity INTEGER NOT NULL, officer_defined_ethnicity INTEGER NOT NULL,
  legislation INTEGER NOT NULL, object_of_search INTEGER NOT NULL,
  outcome INTEGER NOT NULL, outcome_linked INTEGER NOT NULL, clothing_removed INTEGER NOT NULL
);
CREATE INDEX stop_place ON stop (place);

-- Answers of the service's API: what only it has. Never mixed with rows of published files.
-- Each row is of one answer. A newer answer to the same question takes all rows of the older one with it;
-- where a question could not be answered, the older answer stays, with its date.

CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  question TEXT NOT NULL UNIQUE,       -- its path, such as /leicestershire/NC04/events, or that of a drawn area
  fetched_at TEXT NOT NULL             -- UTC
);

-- What the service says of itself.
CREATE TABLE service_month (
  answer INTEGER NOT NULL REFERENCES answer (id),
  month TEXT NOT NULL,
  PRIMARY KEY (answer, month)
) WITHOUT ROWID;
CREATE TABLE service_stop_month (      -- whose stops and searches of a month are published
  answer INTEGER NOT NULL REFERENCES answer (id),
  month TEXT NOT NULL, force TEXT NOT NULL,
  PRIMARY KEY (answer, month, force)
) WITHOUT ROWID;
CREATE TABLE service_update (
  answer INTEGER PRIMARY KEY REFERENCES answer (id),
  month TEXT NOT NULL
);

-- Forces. Texts are plain, '' where there is none; addresses are http or https, or ''.
CREATE TABLE force_contact (
  answer INTEGER PRIMARY KEY REFERENCES answer (id),
  force TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, description TEXT NOT NULL, url TEXT NOT NULL, telephone TEXT NOT NULL
);
CREATE TABLE force_engagement (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;
CREATE TABLE officer (                 -- senior officers (code ''), and teams of neighbourhoods
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  force TEXT NOT NULL, code TEXT NOT NULL,
  name TEXT NOT NULL, rank TEXT NOT NULL, bio TEXT NOT NULL,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;

-- Ways to get in touch with what stands at a position of an answer: an officer, an event, the neighbourhood (0).
CREATE TABLE contact (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (answer, position, number)
) WITHOUT ROWID;

-- Neighbourhoods. The list of a force, then what the force says of each of them.
CREATE TABLE neighbourhood (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  force TEXT NOT NULL, code TEXT NOT NULL,
  name TEXT NOT NULL,
  due INTEGER NOT NULL,                -- 1: not asked about since the list was fetched
  PRIMARY KEY (force, code)
) WITHOUT ROWID;
CREATE INDEX neighbourhood_of_answer ON neighbourhood (answer);
CREATE TABLE neighbourhood_detail (
  answer INTEGER PRIMARY KEY REFERENCES answer (id),
  force TEXT NOT NULL, code TEXT NOT NULL,
  name TEXT NOT NULL, description TEXT NOT NULL, url TEXT NOT NULL,
  population INTEGER,                  -- NULL where the force says 0
  longitude REAL, latitude REAL,       -- its centre, WGS84
  UNIQUE (force, code)
);
CREATE TABLE neighbourhood_link (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;
CREATE TABLE neighbourhood_event (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  force TEXT NOT NULL, code TEXT NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL,
  starts TEXT NOT NULL, ends TEXT NOT NULL,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;
CREATE TABLE neighbourhood_priority (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  force TEXT NOT NULL, code TEXT NOT NULL,
  issue TEXT NOT NULL, issued TEXT NOT NULL, action TEXT NOT NULL, acted TEXT NOT NULL,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;
CREATE TABLE neighbourhood_station (
  id INTEGER PRIMARY KEY,
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  force TEXT NOT NULL, code TEXT NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, postcode TEXT NOT NULL, description TEXT NOT NULL,
  geom POINT
);
CREATE INDEX neighbourhood_station_of_answer ON neighbourhood_station (answer);
CREATE TABLE neighbourhood_outline (
  id INTEGER PRIMARY KEY,
  answer INTEGER NOT NULL REFERENCES answer (id),
  force TEXT NOT NULL, code TEXT NOT NULL,
  ring TEXT NOT NULL,                  -- as received: lat,lng:lat,lng
  shape TEXT NOT NULL,                 -- as received, made valid, not valid
  geom MULTIPOLYGON,                   -- WGS84; NULL where the force has no outline of it
  UNIQUE (force, code)
);
CREATE INDEX neighbourhood_outline_of_answer ON neighbourhood_outline (answer);

-- Areas that the user drew, and what the service holds of them in one month: kind is crimes, outcomes or stops.
CREATE TABLE drawn_area (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  poly TEXT NOT NULL UNIQUE,           -- as asked: lat,lng:lat,lng
  geom MULTIPOLYGON                    -- WGS84
);
CREATE TABLE drawn_answer (
  answer INTEGER PRIMARY KEY REFERENCES answer (id),
  area INTEGER NOT NULL REFERENCES drawn_area (id),
  kind TEXT NOT NULL,
  month TEXT NOT NULL,
  records INTEGER NOT NULL,
  last_update TEXT NOT NULL,           -- month of the service's last update when it was asked
  UNIQUE (area, kind, month)
);
CREATE TABLE drawn_crime (
  id INTEGER PRIMARY KEY,
  answer INTEGER NOT NULL REFERENCES answer (id),
  category TEXT NOT NULL, persistent_id TEXT NOT NULL, number INTEGER, month TEXT NOT NULL,
  longitude TEXT NOT NULL, latitude TEXT NOT NULL, street INTEGER, location TEXT NOT NULL,
  location_type TEXT NOT NULL, location_subtype TEXT NOT NULL, context TEXT NOT NULL,
  outcome TEXT NOT NULL, outcome_month TEXT,
  geom POINT
);
CREATE INDEX drawn_crime_of_answer ON drawn_crime (answer);
CREATE TABLE drawn_outcome (
  id INTEGER PRIMARY KEY,
  answer INTEGER NOT NULL REFERENCES answer (id),
  code TEXT NOT NULL, outcome TEXT NOT NULL, outcome_month TEXT NOT NULL,
  category TEXT NOT NULL, persistent_id TEXT NOT NULL, number INTEGER, month TEXT NOT NULL,
  longitude TEXT NOT NULL, latitude TEXT NOT NULL, street INTEGER, location TEXT NOT NULL,
  location_type TEXT NOT NULL, location_subtype TEXT NOT NULL, context TEXT NOT NULL,
  geom POINT
);
CREATE INDEX drawn_outcome_of_answer ON drawn_outcome (answer);
CREATE TABLE drawn_stop (
  id INTEGER PRIMARY KEY,
  answer INTEGER NOT NULL REFERENCES answer (id),
  kind TEXT NOT NULL, moment TEXT NOT NULL, involved_person INTEGER, operation INTEGER, operation_name TEXT NOT NULL,
  longitude TEXT NOT NULL, latitude TEXT NOT NULL, street INTEGER, location TEXT NOT NULL,
  gender TEXT NOT NULL, age_range TEXT NOT NULL,
  self_defined_ethnicity TEXT NOT NULL, officer_defined_ethnicity TEXT NOT NULL,
  legislation TEXT NOT NULL, object_of_search TEXT NOT NULL,
  outcome TEXT NOT NULL,               -- '' was not recorded, which is not no further action
  outcome_linked INTEGER, clothing_removed INTEGER,
  geom POINT
);
CREATE INDEX drawn_stop_of_answer ON drawn_stop (answer);

-- The history of one crime, by its id.
CREATE TABLE crime_history (
  answer INTEGER PRIMARY KEY REFERENCES answer (id),
  persistent_id TEXT NOT NULL UNIQUE,
  category TEXT NOT NULL, month TEXT NOT NULL,
  longitude TEXT NOT NULL, latitude TEXT NOT NULL, location TEXT NOT NULL,  -- '' where it has no place
  published INTEGER NOT NULL           -- 0: outcomes are not published for it, as in Northern Ireland
);
CREATE TABLE crime_history_outcome (
  answer INTEGER NOT NULL REFERENCES answer (id),
  position INTEGER NOT NULL,
  code TEXT NOT NULL, name TEXT NOT NULL, month TEXT NOT NULL,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE idx_neighbourhood_station_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
CREATE VIRTUAL TABLE idx_neighbourhood_outline_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
CREATE VIRTUAL TABLE idx_drawn_area_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
CREATE VIRTUAL TABLE idx_drawn_crime_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
CREATE VIRTUAL TABLE idx_drawn_outcome_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
CREATE VIRTUAL TABLE idx_drawn_stop_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
INSERT INTO geometry_columns VALUES ('neighbourhood_station', 'geom', 1, 2, 4326, 1);
INSERT INTO geometry_columns VALUES ('neighbourhood_outline', 'geom', 6, 2, 4326, 1);
INSERT INTO geometry_columns VALUES ('drawn_area', 'geom', 6, 2, 4326, 1);
INSERT INTO geometry_columns VALUES ('drawn_crime', 'geom', 1, 2, 4326, 1);
INSERT INTO geometry_columns VALUES ('drawn_outcome', 'geom', 1, 2, 4326, 1);
INSERT INTO geometry_columns VALUES ('drawn_stop', 'geom', 1, 2, 4326, 1);

-- A layer of neighbourhoods with what is known of them; its ids are the outlines'.
CREATE VIEW neighbourhood_areas AS
  SELECT o.id AS id, o.force AS force, o.code AS code, coalesce(d.name, n.name, o.code) AS name,
    d.population AS population, d.url AS url, a.fetched_at AS fetched_at, o.shape AS shape, o.geom AS geom
  FROM neighbourhood_outline o
  JOIN answer a ON a.id = o.answer
  LEFT JOIN neighbourhood n ON n.force = o.force AND n.code = o.code
  LEFT JOIN neighbourhood_detail d ON d.force = o.force AND d.code = o.code
  WHERE o.geom IS NOT NULL;
INSERT INTO views_geometry_columns VALUES ('neighbourhood_areas', 'geom', 'id', 'neighbourhood_outline', 'geom', 1);

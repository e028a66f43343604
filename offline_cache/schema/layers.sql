-- Spatial layers over the cache: views registered for SpatiaLite readers (QGIS, OGR).
-- A point layer of rows gets an anchor: an empty table that stands in as the view's base table, so that
-- the reader looks for idx_<anchor>_geom, and finds there the places' R-tree with the ids of the rows.

INSERT INTO geometry_columns VALUES ('place', 'geom', 1, 2, 4326, 1);

-- CROSS JOIN keeps SQLite from starting at place, which makes a month filter three times slower; a LEFT JOIN
-- that the query does not need is left out. The planner starts at published_file once ANALYZE has run.
CREATE VIEW crime_points AS
  SELECT c.id AS id, f.month_start AS month_start, substr(f.month_start, 1, 7) AS month, f.force AS force,
    t.name AS crime_type, o.name AS outcome, o.outcome_group AS outcome_group,
    p.name AS location, k.name AS place_kind, p.id AS place, l.code AS lsoa_code, l.name AS lsoa_name,
    f.lsoa_edition AS lsoa_edition,
    CASE typeof(c.crime_id) WHEN 'blob' THEN lower(hex(c.crime_id)) ELSE c.crime_id END AS crime_id,
    p.geom AS geom
  FROM published_file f
  JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
  CROSS JOIN place p ON p.id = +c.place AND p.geom IS NOT NULL
  LEFT JOIN place_kind k ON k.id = p.kind
  LEFT JOIN lsoa l ON l.id = p.lsoa
  LEFT JOIN crime_type t ON t.id = c.type
  LEFT JOIN outcome_type o ON o.id = c.outcome;
CREATE TABLE crime_points_anchor (id INTEGER PRIMARY KEY, geom POINT);
CREATE VIEW idx_crime_points_anchor_geom AS
  SELECT c.id AS pkid, r.xmin AS xmin, r.xmax AS xmax, r.ymin AS ymin, r.ymax AS ymax
  FROM idx_place_geom r JOIN crime c ON c.place = r.pkid;
INSERT INTO geometry_columns VALUES ('crime_points_anchor', 'geom', 1, 2, 4326, 1);
INSERT INTO views_geometry_columns VALUES ('crime_points', 'geom', 'id', 'crime_points_anchor', 'geom', 1);

CREATE VIEW outcome_points AS
  SELECT c.id AS id, f.month_start AS month_start, substr(f.month_start, 1, 7) AS month, f.force AS force,
    o.name AS outcome, o.outcome_group AS outcome_group,
    p.name AS location, k.name AS place_kind, p.id AS place, l.code AS lsoa_code, l.name AS lsoa_name,
    f.lsoa_edition AS lsoa_edition,
    CASE typeof(c.crime_id) WHEN 'blob' THEN lower(hex(c.crime_id)) ELSE c.crime_id END AS crime_id,
    p.geom AS geom
  FROM published_file f
  JOIN outcome c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
  CROSS JOIN place p ON p.id = +c.place AND p.geom IS NOT NULL
  LEFT JOIN place_kind k ON k.id = p.kind
  LEFT JOIN lsoa l ON l.id = p.lsoa
  LEFT JOIN outcome_type o ON o.id = c.outcome;
CREATE TABLE outcome_points_anchor (id INTEGER PRIMARY KEY, geom POINT);
CREATE VIEW idx_outcome_points_anchor_geom AS
  SELECT c.id AS pkid, r.xmin AS xmin, r.xmax AS xmax, r.ymin AS ymin, r.ymax AS ymax
  FROM idx_place_geom r JOIN outcome c ON c.place = r.pkid;
INSERT INTO geometry_columns VALUES ('outcome_points_anchor', 'geom', 1, 2, 4326, 1);
INSERT INTO views_geometry_columns VALUES ('outcome_points', 'geom', 'id', 'outcome_points_anchor', 'geom', 1);

CREATE VIEW stop_points AS
  SELECT s.id AS id, f.month_start AS month_start, substr(f.month_start, 1, 7) AS month, f.force AS force,
    s.date AS date, v1.name AS type, v2.name AS object_of_search, v3.name AS outcome, v4.name AS legislation,
    v5.name AS gender, v6.name AS age_range, v7.name AS officer_defined_ethnicity,
    v8.name AS self_defined_ethnicity, p.id AS place, p.geom AS geom
  FROM published_file f
  JOIN stop s ON s.file = f.id AND s.id BETWEEN f.first_row AND f.last_row
  CROSS JOIN place p ON p.id = +s.place AND p.geom IS NOT NULL
  LEFT JOIN stop_value v1 ON v1.id = s.type
  LEFT JOIN stop_value v2 ON v2.id = s.object_of_search
  LEFT JOIN stop_value v3 ON v3.id = s.outcome
  LEFT JOIN stop_value v4 ON v4.id = s.legislation
  LEFT JOIN stop_value v5 ON v5.id = s.gender
  LEFT JOIN stop_value v6 ON v6.id = s.age_range
  LEFT JOIN stop_value v7 ON v7.id = s.officer_defined_ethnicity
  LEFT JOIN stop_value v8 ON v8.id = s.self_defined_ethnicity;
CREATE TABLE stop_points_anchor (id INTEGER PRIMARY KEY, geom POINT);
CREATE VIEW idx_stop_points_anchor_geom AS
  SELECT c.id AS pkid, r.xmin AS xmin, r.xmax AS xmax, r.ymin AS ymin, r.ymax AS ymax
  FROM idx_place_geom r JOIN stop c ON c.place = r.pkid;
INSERT INTO geometry_columns VALUES ('stop_points_anchor', 'geom', 1, 2, 4326, 1);
INSERT INTO views_geometry_columns VALUES ('stop_points', 'geom', 'id', 'stop_points_anchor', 'geom', 1);

-- One feature a snap point with at least one crime.
CREATE VIEW crime_places AS
  SELECT p.id AS id, p.name AS location, k.name AS place_kind, l.code AS lsoa_code, l.name AS lsoa_name,
    (SELECT count(*) FROM crime c WHERE c.place = p.id) AS crimes,
    (SELECT group_concat(line, '; ') FROM (
       SELECT t.name || ' ' || count(*) AS line FROM crime c JOIN crime_type t ON t.id = c.type
       WHERE c.place = p.id GROUP BY c.type ORDER BY count(*) DESC, t.name)) AS crime_types,
    p.geom AS geom
  FROM place p LEFT JOIN place_kind k ON k.id = p.kind LEFT JOIN lsoa l ON l.id = p.lsoa
  WHERE p.geom IS NOT NULL AND EXISTS (SELECT 1 FROM crime c WHERE c.place = p.id);
INSERT INTO views_geometry_columns VALUES ('crime_places', 'geom', 'id', 'place', 'geom', 1);

-- Of these the snap points that are no street: supermarkets, car parks, stations.
CREATE VIEW points_of_interest AS
  SELECT id, location, place_kind, lsoa_code, lsoa_name, crimes, crime_types, geom FROM crime_places
  WHERE place_kind NOT IN ('Street', 'No location', 'Unnamed');
INSERT INTO views_geometry_columns VALUES ('points_of_interest', 'geom', 'id', 'place', 'geom', 1);

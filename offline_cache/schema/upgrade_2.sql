-- Version 2: views of neighbourhoods, of police stations and of the snap points of stops, and what was revised.
-- An older cache that nobody may write is read through the same views, its new tables empty (schema_version.py).
-- A list is one text with a line an entry. Texts are plain, as the tables hold them.

-- Each neighbourhood that has an outline; its ids are the outlines'. Questions of a neighbourhood differ in their
-- last word alone: /force/code/boundary, which has 8 letters, /force/code/people and so on.
CREATE VIEW neighbourhoods AS
  SELECT o.id AS id, o.force AS force, o.code AS code, coalesce(nullif(d.name, ''), n.name, o.code) AS name,
    d.url AS url, d.description AS description, d.population AS population,
    (SELECT group_concat(replace(line, char(10), ' '), char(10)) FROM (
       SELECT trim(m.rank || ' ' || m.name) AS line FROM officer m
       JOIN answer q ON q.id = m.answer
       WHERE q.question = substr(a.question, 1, length(a.question) - 8) || 'people'
       ORDER BY m.position)) AS team,
    (SELECT group_concat(replace(line, char(10), ' '), char(10)) FROM (
       SELECT m.issue || CASE WHEN m.issued <> '' THEN ' (' || substr(m.issued, 1, 10) || ')' ELSE '' END
         || CASE WHEN m.action <> '' THEN ' - ' || m.action ELSE '' END
         || CASE WHEN m.acted <> '' THEN ' (' || substr(m.acted, 1, 10) || ')' ELSE '' END AS line
       FROM neighbourhood_priority m JOIN answer q ON q.id = m.answer
       WHERE q.question = substr(a.question, 1, length(a.question) - 8) || 'priorities'
       ORDER BY m.position)) AS priorities,
    (SELECT group_concat(replace(line, char(10), ' '), char(10)) FROM (
       SELECT trim(replace(substr(m.starts, 1, 16), 'T', ' ') || ' ' || m.title)
         || CASE WHEN m.address <> '' THEN ', ' || m.address ELSE '' END AS line
       FROM neighbourhood_event m JOIN answer q ON q.id = m.answer
       WHERE q.question = substr(a.question, 1, length(a.question) - 8) || 'events'
       ORDER BY m.starts, m.position)) AS events,
    (SELECT group_concat(replace(line, char(10), ' '), char(10)) FROM (
       SELECT trim(m.title || ' ' || m.url) AS line FROM neighbourhood_link m
       WHERE m.answer = d.answer ORDER BY m.position)) AS links,
    (SELECT group_concat(replace(line, char(10), ' '), char(10)) FROM (
       SELECT m.kind || ': ' || m.value AS line FROM contact m
       WHERE m.answer = d.answer AND m.position = 0 ORDER BY m.number)) AS contacts,
    a.fetched_at AS fetched_at, o.shape AS shape, o.geom AS geom
  FROM neighbourhood_outline o
  JOIN answer a ON a.id = o.answer
  LEFT JOIN neighbourhood n ON n.force = o.force AND n.code = o.code
  LEFT JOIN neighbourhood_detail d ON d.force = o.force AND d.code = o.code
  WHERE o.geom IS NOT NULL;
INSERT INTO views_geometry_columns
  VALUES ('neighbourhoods', 'geom', 'id', 'neighbourhood_outline', 'geom', 1);

-- Stations and contact points, each once, though several neighbourhoods may name it.
CREATE VIEW police_stations AS
  SELECT min(s.id) AS id, s.name AS name, s.kind AS kind, s.address AS address, s.postcode AS postcode,
    s.description AS description, s.force AS force,
    group_concat(coalesce(nullif(d.name, ''), n.name, s.code), char(10)) AS neighbourhoods,
    (SELECT group_concat(replace(line, char(10), ' '), char(10)) FROM (
       SELECT m.kind || ': ' || m.value AS line FROM contact m
       WHERE m.answer = d.answer AND m.position = 0 ORDER BY m.number)) AS contacts,
    max(a.fetched_at) AS fetched_at, s.geom AS geom
  FROM neighbourhood_station s
  JOIN answer a ON a.id = s.answer
  LEFT JOIN neighbourhood n ON n.force = s.force AND n.code = s.code
  LEFT JOIN neighbourhood_detail d ON d.force = s.force AND d.code = s.code
  WHERE s.geom IS NOT NULL
  GROUP BY s.force, s.name, s.kind, s.address, s.postcode, s.description, s.geom;
INSERT INTO views_geometry_columns
  VALUES ('police_stations', 'geom', 'id', 'neighbourhood_station', 'geom', 1);

-- One feature a snap point with at least one stop and search. Their files name no place: `location` is what files
-- of crimes call the same point.
CREATE VIEW stop_places AS
  SELECT p.id AS id, p.id AS place,
    (SELECT group_concat(name, ' / ') FROM (
       SELECT max(q.name) AS name FROM place q
       WHERE q.longitude = p.longitude AND q.latitude = p.latitude AND q.name <> '' GROUP BY lower(q.name) LIMIT 2)) AS location,
    (SELECT count(*) FROM stop s WHERE s.place = p.id) AS stops,
    (SELECT group_concat(line, '; ') FROM (
       SELECT coalesce(nullif(v.name, ''), 'Not given') || ' ' || count(*) AS line
       FROM stop s LEFT JOIN stop_value v ON v.id = s.object_of_search
       WHERE s.place = p.id GROUP BY s.object_of_search ORDER BY count(*) DESC, v.name)) AS objects,
    (SELECT group_concat(line, '; ') FROM (
       SELECT coalesce(nullif(v.name, ''), 'Not recorded') || ' ' || count(*) AS line
       FROM stop s LEFT JOIN stop_value v ON v.id = s.outcome
       WHERE s.place = p.id GROUP BY s.outcome ORDER BY count(*) DESC, v.name)) AS outcomes,
    p.geom AS geom
  FROM place p
  WHERE p.geom IS NOT NULL AND EXISTS (SELECT 1 FROM stop s WHERE s.place = p.id);
INSERT INTO views_geometry_columns VALUES ('stop_places', 'geom', 'id', 'place', 'geom', 1);

-- A published file that was replaced by another version of itself, and what that did to its rows.
CREATE TABLE revision (
  id INTEGER PRIMARY KEY,
  force TEXT NOT NULL,
  month_start TIMESTAMP NOT NULL,
  dataset TEXT NOT NULL,
  noticed_at TEXT NOT NULL,            -- UTC
  snapshot_before TEXT NOT NULL, snapshot TEXT NOT NULL,
  rows_added INTEGER NOT NULL, rows_gone INTEGER NOT NULL, outcomes_changed INTEGER NOT NULL
);

-- crime_places with the type of most crimes ('several' where types tie) and, for map tips, the month of each crime.
-- Readers ask for the columns that they need: one that is not asked for costs nothing.
CREATE VIEW counted_places AS
  SELECT p.id AS id, p.name AS location, k.name AS place_kind, l.code AS lsoa_code, l.name AS lsoa_name,
    (SELECT count(*) FROM crime c WHERE c.place = p.id) AS crimes,
    (SELECT group_concat(line, '; ') FROM (
       SELECT t.name || ' ' || count(*) AS line FROM crime c JOIN crime_type t ON t.id = c.type
       WHERE c.place = p.id GROUP BY c.type ORDER BY count(*) DESC, t.name)) AS crime_types,
    (SELECT CASE WHEN count(*) > 1 AND sum(n) = 2 * max(n) THEN 'several'
         ELSE (SELECT t.name FROM crime_type t WHERE t.id = type) END  -- of the row that max() takes
       FROM (SELECT type, n FROM (SELECT c.type AS type, count(*) AS n FROM crime c WHERE c.place = p.id GROUP BY c.type)
             ORDER BY n DESC LIMIT 2)) AS leading_type,
    (SELECT group_concat(substr(f.month_start, 1, 7), ' ') FROM crime c JOIN published_file f ON f.id = c.file
       WHERE c.place = p.id) AS crime_months,
    p.geom AS geom
  FROM place p LEFT JOIN place_kind k ON k.id = p.kind LEFT JOIN lsoa l ON l.id = p.lsoa
  WHERE p.geom IS NOT NULL AND EXISTS (SELECT 1 FROM crime c WHERE c.place = p.id);
INSERT INTO views_geometry_columns VALUES ('counted_places', 'geom', 'id', 'place', 'geom', 1);

-- The sets of crime types that places are counted by through time; a set's number is part of a feature's id.
CREATE VIEW crime_type_sets AS
  SELECT 'all' AS types, 0 AS number, id AS type FROM crime_type
  UNION ALL SELECT 'recorded crime', 1, id FROM crime_type WHERE name <> 'Anti-social behaviour'
  UNION ALL SELECT name, 1 + id, id FROM crime_type;

-- Stands in as the base table of what has no index of its ids; registered so, as for crime_points.
CREATE TABLE crime_places_anchor (id INTEGER PRIMARY KEY, geom POINT);
INSERT INTO geometry_columns VALUES ('crime_places_anchor', 'geom', 1, 2, 4326, 0);

-- One feature a snap point, month and set of types. A reader limits month_start and types, which SQLite carries into
-- the grouping; CROSS JOIN keeps it from starting elsewhere. A reader that opens a view asks for one row to learn its
-- columns, and their types from its values: without the empty row before the others all would be grouped for it.
-- Ids: below 2^31 for all but the largest caches.
CREATE VIEW crime_places_by_month AS
  SELECT (n.file * (SELECT max(number) + 1 FROM crime_type_sets) + n.number) * (SELECT max(id) + 1 FROM place) + n.place
      AS id,
    n.month_start AS month_start, substr(n.month_start, 1, 7) AS month, n.force AS force, n.types AS types,
    p.name AS location, k.name AS place_kind, p.id AS place, l.code AS lsoa_code, l.name AS lsoa_name,
    n.lsoa_edition AS lsoa_edition, n.crimes AS crimes,
    (SELECT group_concat(line, '; ') FROM (
       SELECT t.name || ' ' || count(*) AS line FROM published_file f
       CROSS JOIN crime c ON c.place = n.place AND c.id BETWEEN f.first_row AND f.last_row
       JOIN crime_type_sets s ON s.types = n.types AND s.type = c.type JOIN crime_type t ON t.id = c.type
       WHERE f.id = n.file GROUP BY c.type ORDER BY count(*) DESC, t.name)) AS crime_types,
    p.geom AS geom
  FROM (
    SELECT f.month_start AS month_start, f.id AS file, f.force AS force, f.lsoa_edition AS lsoa_edition,
      NULL AS types, NULL AS number, NULL AS place, 0 AS crimes
    FROM (SELECT 0) LEFT JOIN published_file f ON 0
    UNION ALL
    SELECT f.month_start, f.id, f.force, f.lsoa_edition, s.types, s.number, c.place, count(*)
    FROM published_file f
    CROSS JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN crime_type_sets s ON s.type = c.type
    WHERE f.dataset = 'street'
    GROUP BY +c.place, f.id, s.types, f.month_start, f.force, f.lsoa_edition) n
  LEFT JOIN place p ON p.id = n.place
  LEFT JOIN place_kind k ON k.id = p.kind
  LEFT JOIN lsoa l ON l.id = p.lsoa
  WHERE p.geom IS NOT NULL OR n.place IS NULL;
INSERT INTO views_geometry_columns VALUES ('crime_places_by_month', 'geom', 'id', 'crime_places_anchor', 'geom', 1);

-- One feature a snap point and month of any force held, counted over the twelve months that end there; of these
-- months_held are held of the force. Types of a group are gathered as a text of one letter a crime, char(47 + type),
-- and counted out of it: to look the crimes of each place up again takes twice as long.
CREATE VIEW crime_places_rolling AS
  SELECT (n.window * (SELECT max(number) + 1 FROM crime_type_sets) + n.number) * (SELECT max(id) + 1 FROM place) + n.place
      AS id,
    n.month_start AS month_start, substr(n.month_start, 1, 7) AS month, n.force AS force, n.types AS types,
    p.name AS location, k.name AS place_kind, p.id AS place, l.code AS lsoa_code, l.name AS lsoa_name,
    n.lsoa_edition AS lsoa_edition, n.crimes AS crimes,
    CASE n.crimes WHEN 1 THEN (SELECT name || ' 1' FROM crime_type WHERE id = unicode(n.kinds) - 47)
      ELSE (SELECT group_concat(name || ' ' || many, '; ') FROM (
       SELECT t.name AS name, length(n.kinds) - length(replace(n.kinds, char(47 + t.id), '')) AS many
       FROM crime_type t WHERE instr(n.kinds, char(47 + t.id)) > 0 ORDER BY many DESC, name)) END AS crime_types,
    coalesce(h.held, 0) AS months_held,
    p.geom AS geom
  FROM (
    SELECT f.month_start AS month_start, f.force AS force, NULL AS window,
      f.lsoa_edition AS lsoa_edition, NULL AS types, NULL AS number, NULL AS place, 0 AS crimes, NULL AS kinds
    FROM (SELECT 0) LEFT JOIN published_file f ON 0
    UNION ALL
    SELECT m.month_start, g.force, m.window + g.number, max(f.lsoa_edition), s.types, s.number,
      c.place, count(*), group_concat(char(47 + c.type), '')
    FROM (
      SELECT DISTINCT month_start, date(month_start, '-11 months') AS since,
        (substr(month_start, 1, 4) * 12 + substr(month_start, 6, 2)
          - (SELECT min(substr(month_start, 1, 4) * 12 + substr(month_start, 6, 2)) FROM published_file))
          * (SELECT count(DISTINCT force) FROM published_file) AS window
      FROM published_file WHERE dataset = 'street') m
    CROSS JOIN (
      SELECT DISTINCT h.force AS force,
        (SELECT count(DISTINCT i.force) FROM published_file i WHERE i.force < h.force) AS number
      FROM published_file h WHERE h.dataset = 'street') g
    CROSS JOIN published_file f
      ON f.force = g.force AND f.month_start BETWEEN m.since AND m.month_start AND f.dataset = 'street'
    CROSS JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN crime_type_sets s ON s.type = c.type
    GROUP BY +c.place, g.force, s.types, m.month_start) n
  LEFT JOIN (
    SELECT m.month_start AS month_start, f.force AS force, count(*) AS held
    FROM (SELECT DISTINCT month_start FROM published_file WHERE dataset = 'street') m
    JOIN published_file f ON f.dataset = 'street' AND f.month_start BETWEEN date(m.month_start, '-11 months') AND m.month_start
    GROUP BY m.month_start, f.force) h ON h.month_start = n.month_start AND h.force = n.force
  LEFT JOIN place p ON p.id = n.place
  LEFT JOIN place_kind k ON k.id = p.kind
  LEFT JOIN lsoa l ON l.id = p.lsoa
  WHERE p.geom IS NOT NULL OR n.place IS NULL;
INSERT INTO views_geometry_columns VALUES ('crime_places_rolling', 'geom', 'id', 'crime_places_anchor', 'geom', 1);

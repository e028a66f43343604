-- Version 2: views of neighbourhoods, of police stations and of the snap points of stops, and what was revised.
-- An older cache that nobody may write is read through the same views, its new tables empty (schema_version.py).
-- A list is one text with a line an entry. Texts are plain, as the tables hold them.

-- Each neighbourhood that has an outline; its ids are the outlines'. Questions of a neighbourhood differ in their
-- last word alone: /force/code/boundary, which has 8 letters, /force/code/people and so on.
CREATE VIEW neighbourhoods AS
  SELECT o.id AS id, o.force AS force, o.code AS code, coalesce(nullif(d.name, ''), n.name, o.code) AS name,
    d.url AS url, d.description AS description, d.population AS population,
    (SELECT group_concat(line, char(10)) FROM (
       SELECT trim(m.rank || ' ' || m.name) AS line FROM officer m
       JOIN answer q ON q.id = m.answer
       WHERE q.question = substr(a.question, 1, length(a.question) - 8) || 'people'
       ORDER BY m.position)) AS team,
    (SELECT group_concat(line, char(10)) FROM (
       SELECT m.issue || CASE WHEN m.issued <> '' THEN ' (' || substr(m.issued, 1, 10) || ')' ELSE '' END
         || CASE WHEN m.action <> '' THEN ' - ' || m.action ELSE '' END
         || CASE WHEN m.acted <> '' THEN ' (' || substr(m.acted, 1, 10) || ')' ELSE '' END AS line
       FROM neighbourhood_priority m JOIN answer q ON q.id = m.answer
       WHERE q.question = substr(a.question, 1, length(a.question) - 8) || 'priorities'
       ORDER BY m.position)) AS priorities,
    (SELECT group_concat(line, char(10)) FROM (
       SELECT trim(replace(substr(m.starts, 1, 16), 'T', ' ') || ' ' || m.title)
         || CASE WHEN m.address <> '' THEN ', ' || m.address ELSE '' END AS line
       FROM neighbourhood_event m JOIN answer q ON q.id = m.answer
       WHERE q.question = substr(a.question, 1, length(a.question) - 8) || 'events'
       ORDER BY m.starts, m.position)) AS events,
    (SELECT group_concat(line, char(10)) FROM (
       SELECT trim(m.title || ' ' || m.url) AS line FROM neighbourhood_link m
       WHERE m.answer = d.answer ORDER BY m.position)) AS links,
    (SELECT group_concat(line, char(10)) FROM (
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
    (SELECT group_concat(line, char(10)) FROM (
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
       SELECT DISTINCT q.name AS name FROM place q
       WHERE q.longitude = p.longitude AND q.latitude = p.latitude AND q.name <> '' ORDER BY q.name LIMIT 2)) AS location,
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

SELECT c.id, p.geom,
  CASE typeof(c.crime_id) WHEN 'blob' THEN lower(hex(c.crime_id)) ELSE c.crime_id END AS crime_id,
  :month AS month, :month_start AS month_start, :force AS force,
  coalesce(n.reported_by, :reported_by) AS reported_by, coalesce(n.falls_within, :falls_within) AS falls_within,
  p.name AS location, k.name AS place_kind, nullif(l.code, '') AS lsoa_code, nullif(l.name, '') AS lsoa_name,
  CASE WHEN l.id > 0 THEN :lsoa_edition END AS lsoa_edition,
  t.name AS crime_type, nullif(o.name, '') AS outcome, o.outcome_group AS outcome_group,
  nullif(n.context, '') AS context
FROM crime c
JOIN place p ON p.id = c.place
JOIN place_kind k ON k.id = p.kind
JOIN lsoa l ON l.id = p.lsoa
JOIN crime_type t ON t.id = c.type
JOIN outcome_type o ON o.id = c.outcome
LEFT JOIN crime_note n ON n.id = c.id
WHERE c.id BETWEEN :first_row AND :last_row AND {types} AND {in_area_of_file}
ORDER BY c.id

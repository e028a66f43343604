SELECT {key}CASE typeof(c.crime_id) WHEN 'blob' THEN lower(hex(c.crime_id)) ELSE coalesce(c.crime_id, '') END,
  :month, coalesce(n.reported_by, :reported_by), coalesce(n.falls_within, :falls_within),
  p.longitude, p.latitude, p.name, l.code, l.name, t.name, o.name, coalesce(n.context, '')
FROM crime c
JOIN place p ON p.id = c.place
JOIN lsoa l ON l.id = p.lsoa
JOIN crime_type t ON t.id = c.type
JOIN outcome_type o ON o.id = c.outcome
LEFT JOIN crime_note n ON n.id = c.id
WHERE c.id BETWEEN :first_row AND :last_row AND {types} AND {in_area_of_file} {limits}
ORDER BY c.id

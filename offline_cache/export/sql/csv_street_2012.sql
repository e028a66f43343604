SELECT {key}:month, coalesce(n.reported_by, :reported_by), coalesce(n.falls_within, :falls_within),
  substr(p.grid, 1, instr(p.grid, ',') - 1), substr(p.grid, instr(p.grid, ',') + 1), p.name,
  t.name, coalesce(n.context, '')
FROM crime c
JOIN place p ON p.id = c.place
JOIN crime_type t ON t.id = c.type
LEFT JOIN crime_note n ON n.id = c.id
WHERE c.id BETWEEN :first_row AND :last_row AND {types} AND {in_area_of_file} {limits}
ORDER BY c.id

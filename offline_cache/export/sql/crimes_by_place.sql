FROM (
  SELECT +c.place AS place, count(*) AS crimes
  FROM published_file f
  JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
  JOIN crime_type t ON t.id = c.type
  JOIN place p ON p.id = +c.place
  WHERE {selected} AND {types} AND {in_area}
  GROUP BY +c.place
) n
JOIN place p ON p.id = n.place
JOIN place_kind k ON k.id = p.kind
JOIN lsoa l ON l.id = p.lsoa
WHERE p.geom IS NOT NULL
ORDER BY p.id

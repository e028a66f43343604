SELECT count(*)
FROM published_file f
JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
JOIN crime_type t ON t.id = c.type
JOIN place p ON p.id = +c.place
WHERE {selected} AND {types} AND {in_area} AND p.geom IS NULL

SELECT {key}v1.name, s.date, v2.name, v3.name, p.latitude, p.longitude, v4.name, v5.name, v6.name, v7.name,
  v8.name, v9.name, v10.name, v11.name, v12.name
{stops_with_values}
WHERE s.id BETWEEN :first_row AND :last_row AND {in_area_of_file} {limits}
ORDER BY s.id

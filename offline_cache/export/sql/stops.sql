SELECT s.id, p.geom, :month AS month, :month_start AS month_start, :force AS force, s.date AS date,
  nullif(v1.name, '') AS type, nullif(v2.name, '') AS policing_operation,
  nullif(v3.name, '') AS policing_operation_name, nullif(v4.name, '') AS gender, nullif(v5.name, '') AS age_range,
  nullif(v6.name, '') AS self_defined_ethnicity, nullif(v7.name, '') AS officer_defined_ethnicity,
  nullif(v8.name, '') AS legislation, nullif(v9.name, '') AS object_of_search, nullif(v10.name, '') AS outcome,
  nullif(v11.name, '') AS outcome_linked, nullif(v12.name, '') AS clothing_removed
{stops_with_values}
WHERE s.id BETWEEN :first_row AND :last_row AND {in_area_of_file}
ORDER BY s.id

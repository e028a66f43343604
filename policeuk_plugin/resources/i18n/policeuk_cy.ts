<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cy" sourcelanguage="en_GB">
  <context>
    <name>PoliceUk</name>
    <message>
      <location filename="../../field/background.py" />
      <location filename="../../field/pack_project.py" />
      <location filename="../../processing/briefs/beat_brief.py" />
      <location filename="../../processing/field_packs/make_field_pack.py" />
      <source>Background map</source>
      <translation type="unfinished">Map cefndir</translation>
    </message>
    <message>
      <location filename="../../field/notes_layers.py" />
      <source>Category</source>
      <translation type="unfinished">Categori</translation>
    </message>
    <message>
      <location filename="../../field/notes_layers.py" />
      <source>Your initials</source>
      <translation type="unfinished">Eich llythrennau blaen</translation>
    </message>
    <message>
      <location filename="../../field/notes_layers.py" />
      <source>Photo</source>
      <translation type="unfinished">Ffotograff</translation>
    </message>
    <message>
      <location filename="../../field/notes_layers.py" />
      <source>Categories</source>
      <translation type="unfinished">Categorïau</translation>
    </message>
    <message>
      <location filename="../../field/notes_layers.py" />
      <location filename="../../processing/briefs/beat_team.py" />
      <location filename="../../processing/download/download_neighbourhoods.py" />
      <location filename="../../ui/field/field_team.py" />
      <source>Priorities</source>
      <translation type="unfinished">Blaenoriaethau</translation>
    </message>
    <message>
      <location filename="../../field/pack_project.py" />
      <source>Results</source>
      <translation type="unfinished">Canlyniadau</translation>
    </message>
    <message>
      <location filename="../../field/pack_project.py" />
      <location filename="../../ui/field/field_jobs.py" />
      <source>Field notes</source>
      <translation type="unfinished">Nodiadau maes</translation>
    </message>
    <message>
      <location filename="../../field/pack_themes.py" />
      <location filename="../../ui/field/field_area.py" />
      <source>My area</source>
      <translation type="unfinished">Fy ardal</translation>
    </message>
    <message>
      <location filename="../../layers/kinds.py" />
      <source>Points of interest</source>
      <translation type="unfinished">Mannau o ddiddordeb</translation>
    </message>
    <message>
      <location filename="../../layers/kinds.py" />
      <location filename="../../processing/map_layers/published_rows.py" />
      <location filename="../../processing/outcomes/outcome_layer.py" />
      <location filename="../../processing/running/base.py" />
      <location filename="../../ui/download/download_form.py" />
      <source>Outcomes</source>
      <translation type="unfinished">Canlyniadau</translation>
    </message>
    <message>
      <location filename="../../layers/kinds.py" />
      <source>Police stations</source>
      <translation type="unfinished">Gorsafoedd heddlu</translation>
    </message>
    <message>
      <location filename="../../layers/kinds.py" />
      <location filename="../../processing/download/download_neighbourhoods.py" />
      <location filename="../../ui/map_pages/map_areas.py" />
      <source>Neighbourhoods</source>
      <translation type="unfinished">Cymdogaethau</translation>
    </message>
    <message>
      <location filename="../../layers/kinds.py" />
      <location filename="../../processing/areas/area_map.py" />
      <location filename="../../processing/peers/peer_verdicts.py" />
      <location filename="../../processing/peers/verdicts_page.py" />
      <location filename="../../processing/rates/rated_analysis.py" />
      <location filename="../../processing/rates/rated_parameters.py" />
      <location filename="../../processing/running/base.py" />
      <location filename="../../ui/compare/compare_fields.py" />
      <location filename="../../ui/map_pages/map_areas.py" />
      <source>Areas</source>
      <translation type="unfinished">Ardaloedd</translation>
    </message>
    <message>
      <location filename="../../layers/metadata.py" />
      <location filename="../../processing/briefs/beat_places.py" />
      <location filename="../../processing/doubt/snap_words.py" />
      <location filename="../../processing/map_layers/place_page.py" />
      <location filename="../../processing/nearby/route_words.py" />
      <location filename="../../ui/live.py" />
      <location filename="../../ui/map_pages/map_layers.py" />
      <source>snap point</source>
      <translation type="unfinished">pwynt angor</translation>
    </message>
    <message>
      <location filename="../../layers/outcome_words.py" />
      <source>Suspect charged</source>
      <translation type="unfinished">Unigolyn dan amheuaeth wedi'i gyhuddo</translation>
    </message>
    <message>
      <location filename="../../layers/outcome_words.py" />
      <source>No suspect identified</source>
      <translation type="unfinished">Dim unigolyn dan amheuaeth wedi'i ganfod</translation>
    </message>
    <message>
      <location filename="../../layers/outcome_words.py" />
      <source>Under investigation</source>
      <translation type="unfinished">Dan ymchwiliad</translation>
    </message>
    <message>
      <location filename="../../layers/upkeep.py" />
      <source>The selection</source>
      <translation type="unfinished">Y dewis</translation>
    </message>
    <message>
      <location filename="../../layers/wording.py" />
      <location filename="../../processing/briefs/beat_change.py" />
      <location filename="../../processing/briefs/beat_level.py" />
      <location filename="../../processing/briefs/beat_places.py" />
      <location filename="../../processing/briefs/beat_since.py" />
      <location filename="../../processing/rates/quotient_words.py" />
      <location filename="../../processing/running/wording.py" />
      <source>recorded crime</source>
      <translation type="unfinished">troseddau a gofnodwyd</translation>
    </message>
    <message>
      <location filename="../../layers/wording.py" />
      <source>crime type</source>
      <translation type="unfinished">math o drosedd</translation>
    </message>
    <message>
      <location filename="../../layers/wording.py" />
      <source>crime types</source>
      <translation type="unfinished">mathau o drosedd</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <source>force</source>
      <translation type="unfinished">heddlu</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <location filename="../../processing/briefs/beat_brief_run.py" />
      <location filename="../../processing/report/comparison_report_basis.py" />
      <location filename="../../processing/units/unit_inputs.py" />
      <source>district</source>
      <translation type="unfinished">dosbarth</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <source>police area</source>
      <translation type="unfinished">ardal heddlu</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <location filename="../../processing/briefs/beat_brief_run.py" />
      <location filename="../../processing/report/comparison_report_basis.py" />
      <location filename="../../processing/units/unit_inputs.py" />
      <source>ward</source>
      <translation type="unfinished">ward</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <location filename="../../processing/briefs/beat_brief_run.py" />
      <location filename="../../processing/clusters/fullest_words.py" />
      <location filename="../../ui/field/field_team.py" />
      <source>neighbourhood</source>
      <translation type="unfinished">cymdogaeth</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <location filename="../../ui/sentences.py" />
      <source>postcode</source>
      <translation type="unfinished">cod post</translation>
    </message>
    <message>
      <location filename="../../locator/wording.py" />
      <location filename="../../processing/density/risk_words.py" />
      <location filename="../../processing/through_time/persistence_words.py" />
      <source>place</source>
      <translation type="unfinished">lle</translation>
    </message>
    <message>
      <location filename="../../processing/areas/area_layer.py" />
      <location filename="../../processing/peers/peer_comparison_table.py" />
      <location filename="../../processing/peers/peers_layer.py" />
      <location filename="../../processing/peers/verdicts_layer.py" />
      <location filename="../../processing/rates/funnel_layer.py" />
      <location filename="../../processing/rates/quotient_layer.py" />
      <location filename="../../processing/rates/rates_layer.py" />
      <location filename="../../processing/rates/smoothed_run.py" />
      <source>Code of the area (ONS)</source>
      <translation type="unfinished">Cod yr ardal (SYG)</translation>
    </message>
    <message>
      <location filename="../../processing/areas/area_layer.py" />
      <location filename="../../processing/download/download_crimes_in_area.py" />
      <location filename="../../processing/peers/peer_comparison_table.py" />
      <location filename="../../processing/peers/peers_layer.py" />
      <location filename="../../processing/peers/verdicts_layer.py" />
      <location filename="../../processing/rates/funnel_layer.py" />
      <location filename="../../processing/rates/quotient_layer.py" />
      <location filename="../../processing/rates/rates_layer.py" />
      <location filename="../../processing/rates/smoothed_run.py" />
      <source>Name</source>
      <translation type="unfinished">Enw</translation>
    </message>
    <message>
      <location filename="../../processing/areas/area_page.py" />
      <location filename="../../processing/asking/selection_parameters.py" />
      <location filename="../../processing/clusters/busier_page.py" />
      <location filename="../../processing/comparing/compare_time_page.py" />
      <location filename="../../processing/download/slice_parameters.py" />
      <location filename="../../processing/map_layers/neighbourhood_layer.py" />
      <location filename="../../processing/outcomes/outcome_comparison_page.py" />
      <location filename="../../processing/peers/find_peers.py" />
      <location filename="../../processing/peers/peer_comparison_page.py" />
      <location filename="../../processing/peers/peers_page.py" />
      <location filename="../../processing/peers/verdicts_page.py" />
      <location filename="../../processing/rates/funnel_result.py" />
      <location filename="../../processing/rates/quotient_result.py" />
      <location filename="../../processing/rates/rates_result.py" />
      <location filename="../../processing/rates/smoothed_result.py" />
      <location filename="../../reports/brief_html.py" />
      <location filename="../../reports/brief_pdf.py" />
      <location filename="../../ui/area_box.py" />
      <location filename="../../ui/download/slice_form.py" />
      <location filename="../../ui/field/field_place.py" />
      <source>Area</source>
      <translation type="unfinished">Ardal</translation>
    </message>
    <message>
      <location filename="../../processing/areas/area_page.py" />
      <location filename="../../processing/clusters/cluster_page.py" />
      <location filename="../../processing/clusters/moran_page.py" />
      <location filename="../../processing/comparing/compare_time_page.py" />
      <location filename="../../processing/comparing/comparison_page.py" />
      <location filename="../../processing/concentration/concentration_page.py" />
      <location filename="../../processing/density/risk_page.py" />
      <location filename="../../processing/doubt/snap_page.py" />
      <location filename="../../processing/evaluation/evaluation_page.py" />
      <location filename="../../processing/map_layers/place_page.py" />
      <location filename="../../processing/outcomes/outcome_comparison_page.py" />
      <location filename="../../processing/peers/peer_comparison_page.py" />
      <location filename="../../processing/peers/verdicts_page.py" />
      <location filename="../../processing/rates/funnel_result.py" />
      <location filename="../../processing/rates/quotient_result.py" />
      <location filename="../../processing/rates/rates_result.py" />
      <location filename="../../processing/rates/smoothed_result.py" />
      <location filename="../../processing/through_time/emerging_page.py" />
      <location filename="../../processing/through_time/intervention_page.py" />
      <location filename="../../processing/through_time/persistence_page.py" />
      <location filename="../../reports/quality_page.py" />
      <location filename="../../ui/download/download_form.py" />
      <source>Crimes</source>
      <translation type="unfinished">Troseddau</translation>
    </message>
    <message>
      <location filename="../../processing/areas/area_page.py" />
      <location filename="../../processing/through_time/change_page.py" />
      <location filename="../../processing/through_time/intervention_page.py" />
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <source>Change</source>
      <translation type="unfinished">Newid</translation>
    </message>
    <message>
      <location filename="../../processing/asking/analysis_parameters.py" />
      <location filename="../../processing/recipes/run_recipe.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Study area</source>
      <translation type="unfinished">Ardal astudio</translation>
    </message>
    <message>
      <location filename="../../processing/asking/analysis_parameters.py" />
      <location filename="../../processing/clusters/cluster_page.py" />
      <location filename="../../processing/clusters/local_moran.py" />
      <location filename="../../processing/recipes/run_recipe.py" />
      <location filename="../../processing/through_time/emerging_page.py" />
      <location filename="../../processing/through_time/next_months.py" />
      <location filename="../../processing/through_time/persistence_page.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Units</source>
      <translation type="unfinished">Unedau</translation>
    </message>
    <message>
      <location filename="../../processing/asking/analysis_parameters.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Cell size</source>
      <translation type="unfinished">Maint y gell</translation>
    </message>
    <message>
      <location filename="../../processing/asking/analysis_parameters.py" />
      <source>Result page</source>
      <translation type="unfinished">Tudalen ganlyniadau</translation>
    </message>
    <message>
      <location filename="../../processing/asking/selection_parameters.py" />
      <location filename="../../ui/types_box.py" />
      <source>Crime types</source>
      <translation type="unfinished">Mathau o drosedd</translation>
    </message>
    <message>
      <location filename="../../processing/briefs/beat_brief_run.py" />
      <location filename="../../processing/units/unit_inputs.py" />
      <location filename="../../ui/hotspots/hotspots_words.py" />
      <source>wards</source>
      <translation type="unfinished">wardiau</translation>
    </message>
    <message>
      <location filename="../../processing/briefs/beat_brief_run.py" />
      <location filename="../../processing/units/unit_inputs.py" />
      <location filename="../../ui/hotspots/hotspots_words.py" />
      <source>districts</source>
      <translation type="unfinished">dosbarthau</translation>
    </message>
    <message>
      <location filename="../../processing/briefs/beat_change.py" />
      <source>anti-social behaviour</source>
      <translation type="unfinished">ymddygiad gwrthgymdeithasol</translation>
    </message>
    <message>
      <location filename="../../processing/clusters/cluster_page.py" />
      <location filename="../../processing/density/risk_page.py" />
      <location filename="../../processing/rates/funnel_result.py" />
      <location filename="../../processing/rates/rates_result.py" />
      <source>Expected</source>
      <translation type="unfinished">Disgwyliedig</translation>
    </message>
    <message>
      <location filename="../../processing/clusters/cluster_parameters.py" />
      <location filename="../../ui/field/field_team.py" />
      <source>Neighbourhood</source>
      <translation type="unfinished">Cymdogaeth</translation>
    </message>
    <message>
      <location filename="../../processing/clusters/cluster_parameters.py" />
      <location filename="../../processing/peers/peer_comparison_page.py" />
      <location filename="../../processing/peers/peers_page.py" />
      <source>Distance</source>
      <translation type="unfinished">Pellter</translation>
    </message>
    <message>
      <location filename="../../processing/clusters/crime_clusters.py" />
      <source>Crime clusters</source>
      <translation type="unfinished">Clystyrau troseddau</translation>
    </message>
    <message>
      <location filename="../../processing/clusters/crime_clusters.py" />
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Clusters</source>
      <translation type="unfinished">Clystyrau</translation>
    </message>
    <message>
      <location filename="../../processing/clusters/null_maps.py" />
      <location filename="../../processing/doubt/snap_uncertainty.py" />
      <source>Maps</source>
      <translation type="unfinished">Mapiau</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/area_trend.py" />
      <location filename="../../processing/peers/verdicts_layer.py" />
      <location filename="../../processing/through_time/emerging_page.py" />
      <location filename="../../ui/compare/compare_fields.py" />
      <location filename="../../ui/compare/compare_results.py" />
      <location filename="../../ui/download/download_form.py" />
      <source>Months</source>
      <translation type="unfinished">Misoedd</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/compare_time_page.py" />
      <location filename="../../processing/rates/funnel_result.py" />
      <location filename="../../processing/rates/rates_result.py" />
      <source>Rate</source>
      <translation type="unfinished">Cyfradd</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/compare_time_page.py" />
      <location filename="../../processing/nearby/station_layer.py" />
      <location filename="../../processing/outcomes/crime_history.py" />
      <source>Force</source>
      <translation type="unfinished">Heddlu</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/compare_time_page.py" />
      <source>Quarter</source>
      <translation type="unfinished">Chwarter</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/compare_time_page.py" />
      <location filename="../../processing/evaluation/evaluation_page.py" />
      <location filename="../../reports/crime_course_page.py" />
      <location filename="../../reports/quality_page.py" />
      <source>Month</source>
      <translation type="unfinished">Mis</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/compare_two_areas.py" />
      <location filename="../../processing/outcomes/outcome_comparison.py" />
      <location filename="../../ui/compare/compare_form.py" />
      <source>Other area</source>
      <translation type="unfinished">Ardal arall</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/compare_two_areas.py" />
      <location filename="../../processing/peers/compare_with_peers.py" />
      <location filename="../../processing/running/base.py" />
      <location filename="../../ui/compare/compare_questions.py" />
      <source>Comparison</source>
      <translation type="unfinished">Cymhariaeth</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/comparison_page.py" />
      <location filename="../../processing/nearby/route_page.py" />
      <location filename="../../processing/outcomes/outcome_page.py" />
      <location filename="../../processing/peers/peer_comparison_page.py" />
      <location filename="../../processing/peers/verdicts_page.py" />
      <location filename="../../processing/rates/funnel_result.py" />
      <location filename="../../processing/rates/quotient_result.py" />
      <location filename="../../processing/rates/rates_result.py" />
      <location filename="../../processing/through_time/change_page.py" />
      <location filename="../../processing/through_time/unit_trend_page.py" />
      <location filename="../../reports/quality_page.py" />
      <source>Crime type</source>
      <translation type="unfinished">Math o drosedd</translation>
    </message>
    <message>
      <location filename="../../processing/comparing/trend_page.py" />
      <location filename="../../processing/outcomes/outcome_comparison_charts.py" />
      <location filename="../../processing/outcomes/outcome_comparison_page.py" />
      <location filename="../../processing/outcomes/outcome_page.py" />
      <location filename="../../reports/charts/parts.py" />
      <location filename="../../reports/charts/small_months.py" />
      <location filename="../../reports/quality_page.py" />
      <source>missing</source>
      <translation type="unfinished">ar goll</translation>
    </message>
    <message>
      <location filename="../../processing/concentration/concentration_page.py" />
      <location filename="../../processing/doubt/snap_page.py" />
      <location filename="../../processing/through_time/emerging_page.py" />
      <location filename="../../processing/through_time/persistence_page.py" />
      <source>Unit</source>
      <translation type="unfinished">Uned</translation>
    </message>
    <message>
      <location filename="../../processing/density/crime_density.py" />
      <source>Crime density</source>
      <translation type="unfinished">Dwysedd troseddau</translation>
    </message>
    <message>
      <location filename="../../processing/density/crime_density.py" />
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <source>Density</source>
      <translation type="unfinished">Dwysedd</translation>
    </message>
    <message>
      <location filename="../../processing/doubt/snap_uncertainty.py" />
      <location filename="../../processing/evaluation/evaluation_page.py" />
      <source>Method</source>
      <translation type="unfinished">Dull</translation>
    </message>
    <message>
      <location filename="../../processing/download/download_area.py" />
      <source>Download areas</source>
      <translation type="unfinished">Lawrlwytho ardaloedd</translation>
    </message>
    <message>
      <location filename="../../processing/download/download_area.py" />
      <location filename="../../processing/download/download_force_slice.py" />
      <location filename="../../processing/download/download_neighbourhoods.py" />
      <location filename="../../processing/map_layers/neighbourhood_layer.py" />
      <location filename="../../ui/download/forces_list.py" />
      <source>Forces</source>
      <translation type="unfinished">Heddluoedd</translation>
    </message>
    <message>
      <location filename="../../processing/download/download_force_slice.py" />
      <source>Download forces</source>
      <translation type="unfinished">Lawrlwytho heddluoedd</translation>
    </message>
    <message>
      <location filename="../../processing/download/download_neighbourhoods.py" />
      <source>Download neighbourhoods</source>
      <translation type="unfinished">Lawrlwytho cymdogaethau</translation>
    </message>
    <message>
      <location filename="../../processing/download/slice_parameters.py" />
      <location filename="../../processing/field_packs/make_field_pack.py" />
      <source>Polygons</source>
      <translation type="unfinished">Polygonau</translation>
    </message>
    <message>
      <location filename="../../processing/download/slice_parameters.py" />
      <location filename="../../processing/nearby/station_layer.py" />
      <location filename="../../ui/download/slice_form.py" />
      <source>Postcode</source>
      <translation type="unfinished">Cod post</translation>
    </message>
    <message>
      <location filename="../../processing/evaluation/evaluate_hotspots.py" />
      <source>Settings</source>
      <translation type="unfinished">Gosodiadau</translation>
    </message>
    <message>
      <location filename="../../processing/evaluation/evaluation_parameters.py" />
      <source>Methods</source>
      <translation type="unfinished">Dulliau</translation>
    </message>
    <message>
      <location filename="../../processing/field_packs/make_field_pack.py" />
      <location filename="../../processing/report/report_parameters.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Title</source>
      <translation type="unfinished">Teitl</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/data_quality.py" />
      <location filename="../../processing/map_layers/published_rows.py" />
      <source>Files</source>
      <translation type="unfinished">Ffeiliau</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/layer_outputs.py" />
      <location filename="../../ui/map_pages/map_layers.py" />
      <source>Layers</source>
      <translation type="unfinished">Haenau</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/published_rows.py" />
      <source>Layer</source>
      <translation type="unfinished">Haen</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/stop_search_layer.py" />
      <location filename="../../processing/map_layers/stop_search_page.py" />
      <location filename="../../processing/map_layers/stop_search_places.py" />
      <source>Stops and searches</source>
      <translation type="unfinished">Stopio a chwilio</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/stop_search_run.py" />
      <location filename="../../text.py" />
      <source>stops and searches</source>
      <translation type="unfinished">stopio a chwilio</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/stop_search_words.py" />
      <source>Age</source>
      <translation type="unfinished">Oedran</translation>
    </message>
    <message>
      <location filename="../../processing/map_layers/stop_search_words.py" />
      <location filename="../../processing/outcomes/outcome_page.py" />
      <location filename="../../reports/crime_course_page.py" />
      <source>Outcome</source>
      <translation type="unfinished">Canlyniad</translation>
    </message>
    <message>
      <location filename="../../processing/nearby/crime_along_route.py" />
      <source>Route</source>
      <translation type="unfinished">Llwybr</translation>
    </message>
    <message>
      <location filename="../../processing/nearby/nearest_stations.py" />
      <location filename="../../ui/field/field_place.py" />
      <source>Point</source>
      <translation type="unfinished">Pwynt</translation>
    </message>
    <message>
      <location filename="../../processing/nearby/station_layer.py" />
      <source>Name of the station</source>
      <translation type="unfinished">Enw'r orsaf</translation>
    </message>
    <message>
      <location filename="../../processing/nearby/station_layer.py" />
      <source>Address</source>
      <translation type="unfinished">Cyfeiriad</translation>
    </message>
    <message>
      <location filename="../../processing/outcomes/crime_history.py" />
      <location filename="../../reports/brief_pdf.py" />
      <location filename="../../reports/document_pdf.py" />
      <location filename="../../ui/history_view.py" />
      <source>Page</source>
      <translation type="unfinished">Tudalen</translation>
    </message>
    <message>
      <location filename="../../processing/outcomes/outcome_comparison_page.py" />
      <location filename="../../processing/through_time/change_page.py" />
      <location filename="../../processing/through_time/intervention_page.py" />
      <location filename="../../ui/compare/compare_fields.py" />
      <source>After</source>
      <translation type="unfinished">Ar ôl</translation>
    </message>
    <message>
      <location filename="../../processing/outcomes/outcome_comparison_page.py" />
      <location filename="../../processing/through_time/change_page.py" />
      <source>Difference</source>
      <translation type="unfinished">Gwahaniaeth</translation>
    </message>
    <message>
      <location filename="../../processing/outcomes/outcome_page.py" />
      <source>Missing is not zero.</source>
      <translation type="unfinished">Nid yw ar goll yn golygu sero.</translation>
    </message>
    <message>
      <location filename="../../processing/peers/official_words.py" />
      <source>England and Wales</source>
      <translation type="unfinished">Cymru a Lloegr</translation>
    </message>
    <message>
      <location filename="../../processing/peers/peer_comparison_page.py" />
      <location filename="../../processing/peers/verdicts_page.py" />
      <source>Rank</source>
      <translation type="unfinished">Safle</translation>
    </message>
    <message>
      <location filename="../../processing/peers/peer_parameters.py" />
      <source>Measures</source>
      <translation type="unfinished">Mesurau</translation>
    </message>
    <message>
      <location filename="../../processing/peers/peers_page.py" />
      <location filename="../../ui/compare/compare_fields.py" />
      <source>Measure</source>
      <translation type="unfinished">Mesur</translation>
    </message>
    <message>
      <location filename="../../processing/provider.py" />
      <source>Police UK crime data</source>
      <translation type="unfinished">Data troseddau Police UK</translation>
    </message>
    <message>
      <location filename="../../processing/rates/funnel_plot.py" />
      <source>Limits</source>
      <translation type="unfinished">Terfynau</translation>
    </message>
    <message>
      <location filename="../../processing/rates/quotient_result.py" />
      <source>All crimes</source>
      <translation type="unfinished">Pob trosedd</translation>
    </message>
    <message>
      <location filename="../../processing/rates/rates_result.py" />
      <location filename="../../ui/compare/compare_questions.py" />
      <source>Rates</source>
      <translation type="unfinished">Cyfraddau</translation>
    </message>
    <message>
      <location filename="../../processing/recipes/run_recipe.py" />
      <source>Points</source>
      <translation type="unfinished">Pwyntiau</translation>
    </message>
    <message>
      <location filename="../../processing/report/comparison_report.py" />
      <source>Comparison report</source>
      <translation type="unfinished">Adroddiad cymharu</translation>
    </message>
    <message>
      <location filename="../../processing/report/hotspot_report.py" />
      <source>Hotspot report</source>
      <translation type="unfinished">Adroddiad mannau problemus</translation>
    </message>
    <message>
      <location filename="../../processing/report/report_parameters.py" />
      <source>Questions</source>
      <translation type="unfinished">Cwestiynau</translation>
    </message>
    <message>
      <location filename="../../processing/report/report_parameters.py" />
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <source>Report</source>
      <translation type="unfinished">Adroddiad</translation>
    </message>
    <message>
      <location filename="../../processing/report/report_questions.py" />
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <source>Where do crimes cluster?</source>
      <translation type="unfinished">Ble mae troseddau'n clystyru?</translation>
    </message>
    <message>
      <location filename="../../processing/report/report_tables.py" />
      <source>Table</source>
      <translation type="unfinished">Tabl</translation>
    </message>
    <message>
      <location filename="../../processing/running/base.py" />
      <location filename="../../ui/data_page.py" />
      <source>Data</source>
      <translation type="unfinished">Data</translation>
    </message>
    <message>
      <location filename="../../processing/running/base.py" />
      <location filename="../../ui/hotspots/hotspots_page.py" />
      <source>Hotspots</source>
      <translation type="unfinished">Mannau problemus</translation>
    </message>
    <message>
      <location filename="../../processing/through_time/change_page.py" />
      <location filename="../../processing/through_time/intervention_page.py" />
      <source>Before</source>
      <translation type="unfinished">Cyn</translation>
    </message>
    <message>
      <location filename="../../processing/through_time/period_change.py" />
      <source>Changes</source>
      <translation type="unfinished">Newidiadau</translation>
    </message>
    <message>
      <location filename="../../reports/charts/control_chart.py" />
      <location filename="../../reports/charts/month_bars.py" />
      <location filename="../../reports/charts/month_stacks.py" />
      <location filename="../../reports/charts/months_ahead.py" />
      <location filename="../../reports/charts/sparklines.py" />
      <source>missing, not zero</source>
      <translation type="unfinished">ar goll, nid sero</translation>
    </message>
    <message>
      <location filename="../../reports/charts/month_grid.py" />
      <location filename="../../ui/months_box.py" />
      <location filename="../../ui/quality/quality_grid.py" />
      <source>held</source>
      <translation type="unfinished">ar gael</translation>
    </message>
    <message>
      <location filename="../../reports/charts/month_grid.py" />
      <location filename="../../ui/months_box.py" />
      <source>missing, which is not zero</source>
      <translation type="unfinished">ar goll, ac nid sero yw hynny</translation>
    </message>
    <message>
      <location filename="../../reports/charts/peer_bars.py" />
      <source>not known, not zero</source>
      <translation type="unfinished">anhysbys, nid sero</translation>
    </message>
    <message>
      <location filename="../../reports/document_html.py" />
      <location filename="../../reports/document_pdf.py" />
      <source>Contents</source>
      <translation type="unfinished">Cynnwys</translation>
    </message>
    <message>
      <location filename="../../reports/document_pdf.py" />
      <location filename="../../ui/hotspots/hotspots_form.py" />
      <source>Question</source>
      <translation type="unfinished">Cwestiwn</translation>
    </message>
    <message>
      <location filename="../../reports/printing.py" />
      <location filename="../../ui/map_pages/map_page.py" />
      <source>Map</source>
      <translation type="unfinished">Map</translation>
    </message>
    <message>
      <location filename="../../reports/quality_page.py" />
      <location filename="../../reports/quality_words.py" />
      <source>Without a place</source>
      <translation type="unfinished">Heb leoliad</translation>
    </message>
    <message>
      <location filename="../../text.py" />
      <source>Contains public sector information licensed under the Open Government Licence v3.0.</source>
      <translation type="unfinished">Yn cynnwys gwybodaeth sector cyhoeddus wedi'i thrwyddedu o dan Drwydded Llywodraeth Agored f3.0.</translation>
    </message>
    <message>
      <location filename="../../text.py" />
      <source>Invented sample: no real place, no real crime.</source>
      <translation type="unfinished">Sampl ddychmygol: dim lle go iawn, dim trosedd go iawn.</translation>
    </message>
    <message>
      <location filename="../../text.py" />
      <source>stop and search</source>
      <translation type="unfinished">stopio a chwilio</translation>
    </message>
    <message>
      <location filename="../../ui/address_fields.py" />
      <location filename="../../ui/connection.py" />
      <source>Postcodes</source>
      <translation type="unfinished">Codau post</translation>
    </message>
    <message>
      <location filename="../../ui/area_hint.py" />
      <source>Stop</source>
      <translation type="unfinished">Stopio</translation>
    </message>
    <message>
      <location filename="../../ui/browser_menu.py" />
      <location filename="../../ui/data_form.py" />
      <location filename="../../ui/map_pages/map_page.py" />
      <source>Add to map</source>
      <translation type="unfinished">Ychwanegu at y map</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_fields.py" />
      <source>Another area</source>
      <translation type="unfinished">Ardal arall</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_fields.py" />
      <source>Quarters</source>
      <translation type="unfinished">Chwarteri</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_fields.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <location filename="../../ui/map_pages/map_areas.py" />
      <source>Wards</source>
      <translation type="unfinished">Wardiau</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_fields.py" />
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <location filename="../../ui/map_pages/map_areas.py" />
      <source>Districts</source>
      <translation type="unfinished">Dosbarthau</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_fields.py" />
      <location filename="../../ui/map_pages/map_areas.py" />
      <source>Police force areas</source>
      <translation type="unfinished">Ardaloedd heddluoedd</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_form.py" />
      <source>Choose the other area</source>
      <translation type="unfinished">Dewiswch yr ardal arall</translation>
    </message>
    <message>
      <location filename="../../ui/compare/compare_page.py" />
      <source>Compare</source>
      <translation type="unfinished">Cymharu</translation>
    </message>
    <message>
      <location filename="../../ui/data_foot.py" />
      <location filename="../../ui/download/download_result.py" />
      <source>Refresh</source>
      <translation type="unfinished">Adnewyddu</translation>
    </message>
    <message>
      <location filename="../../ui/data_foot.py" />
      <source>Work offline</source>
      <translation type="unfinished">Gweithio all-lein</translation>
    </message>
    <message>
      <location filename="../../ui/data_foot.py" />
      <source>Test connection</source>
      <translation type="unfinished">Profi'r cysylltiad</translation>
    </message>
    <message>
      <location filename="../../ui/download/slice_form.py" />
      <location filename="../../ui/field/field_jobs.py" />
      <source>Clear</source>
      <translation type="unfinished">Clirio</translation>
    </message>
    <message>
      <location filename="../../ui/download/slice_form.py" />
      <source>Draw on the map</source>
      <translation type="unfinished">Lluniadu ar y map</translation>
    </message>
    <message>
      <location filename="../../ui/field/field_area.py" />
      <source>Show on the map</source>
      <translation type="unfinished">Dangos ar y map</translation>
    </message>
    <message>
      <location filename="../../ui/field/field_results.py" />
      <source>What changed</source>
      <translation type="unfinished">Beth sydd wedi newid</translation>
    </message>
    <message>
      <location filename="../../ui/field/field_results.py" />
      <source>Show on map</source>
      <translation type="unfinished">Dangos ar y map</translation>
    </message>
    <message>
      <location filename="../../ui/field/field_said.py" />
      <source>Close</source>
      <translation type="unfinished">Cau</translation>
    </message>
    <message>
      <location filename="../../ui/history_view.py" />
      <source>Again</source>
      <translation type="unfinished">Eto</translation>
    </message>
    <message>
      <location filename="../../ui/history_view.py" />
      <source>Copy</source>
      <translation type="unfinished">Copïo</translation>
    </message>
    <message>
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <source>How dense is it?</source>
      <translation type="unfinished">Pa mor ddwys ydyw?</translation>
    </message>
    <message>
      <location filename="../../ui/hotspots/hotspots_questions.py" />
      <source>What changed since a year ago?</source>
      <translation type="unfinished">Beth sydd wedi newid ers blwyddyn yn ôl?</translation>
    </message>
    <message>
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Residents</source>
      <translation type="unfinished">Preswylwyr</translation>
    </message>
    <message>
      <location filename="../../ui/hotspots/hotspots_settings.py" />
      <source>Households</source>
      <translation type="unfinished">Aelwydydd</translation>
    </message>
    <message>
      <location filename="../../ui/map_pages/play_row.py" />
      <source>Pause</source>
      <translation type="unfinished">Oedi</translation>
    </message>
    <message>
      <location filename="../../ui/months_box.py" />
      <source>First month</source>
      <translation type="unfinished">Mis cyntaf</translation>
    </message>
    <message>
      <location filename="../../ui/months_box.py" />
      <source>Last month</source>
      <translation type="unfinished">Mis olaf</translation>
    </message>
    <message>
      <location filename="../../ui/options_page.py" />
      <source>Network</source>
      <translation type="unfinished">Rhwydwaith</translation>
    </message>
    <message>
      <location filename="../../ui/progress_row.py" />
      <source>Cancel</source>
      <translation type="unfinished">Canslo</translation>
    </message>
    <message>
      <location filename="../../ui/quality/quality_panel.py" />
      <source>Back</source>
      <translation type="unfinished">Yn ôl</translation>
    </message>
    <message>
      <location filename="../../ui/types_box.py" />
      <source>All recorded crime</source>
      <translation type="unfinished">Pob trosedd a gofnodwyd</translation>
    </message>
    <message>
      <location filename="../../ui/types_box.py" />
      <source>With anti-social behaviour</source>
      <translation type="unfinished">Gydag ymddygiad gwrthgymdeithasol</translation>
    </message>
  </context>
</TS>

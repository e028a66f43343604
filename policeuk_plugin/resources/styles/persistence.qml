<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis simplifyDrawingTol="1" styleCategories="Symbology|Fields|MapTips|Rendering" version="3.22.16-Białowieża" simplifyMaxScale="1" maxScale="0" minScale="100000000" simplifyDrawingHints="1" simplifyLocal="1" symbologyReferenceScale="-1" simplifyAlgorithm="0" hasScaleBasedVisibilityFlag="0">
  <renderer-v2 attr="class" symbollevels="1" referencescale="-1" type="categorizedSymbol" forceraster="0" enableorderby="0">
    <categories>
      <category symbol="0" value="nearly always" render="true" label="Nearly always: 3 in 4 months or more"/>
      <category symbol="1" value="most months" render="true" label="Most months: half or more"/>
      <category symbol="2" value="some months" render="true" label="Some months: a quarter or more"/>
      <category symbol="3" value="seldom" render="true" label="Seldom: at least once"/>
      <category symbol="4" value="never" render="true" label="Never"/>
    </categories>
    <symbols>
      <symbol clip_to_extent="1" name="0" type="fill" alpha="1" force_rhr="0">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" name="name" type="QString"/>
            <Option name="properties"/>
            <Option value="collection" name="type" type="QString"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" locked="0" pass="4" class="SimpleFill">
          <Option type="Map">
            <Option value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale" type="QString"/>
            <Option value="122,4,3,255" name="color" type="QString"/>
            <Option value="bevel" name="joinstyle" type="QString"/>
            <Option value="0,0" name="offset" type="QString"/>
            <Option value="3x:0,0,0,0,0,0" name="offset_map_unit_scale" type="QString"/>
            <Option value="MM" name="offset_unit" type="QString"/>
            <Option value="60,0,0,255" name="outline_color" type="QString"/>
            <Option value="solid" name="outline_style" type="QString"/>
            <Option value="0.26" name="outline_width" type="QString"/>
            <Option value="MM" name="outline_width_unit" type="QString"/>
            <Option value="solid" name="style" type="QString"/>
          </Option>
          <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
          <prop v="122,4,3,255" k="color"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="60,0,0,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.26" k="outline_width"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="solid" k="style"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" name="name" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, '60,0,0,255', '122,4,3,255')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
              </Option>
              <Option value="collection" name="type" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="1" type="fill" alpha="1" force_rhr="0">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" name="name" type="QString"/>
            <Option name="properties"/>
            <Option value="collection" name="type" type="QString"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" locked="0" pass="3" class="SimpleFill">
          <Option type="Map">
            <Option value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale" type="QString"/>
            <Option value="215,48,31,255" name="color" type="QString"/>
            <Option value="bevel" name="joinstyle" type="QString"/>
            <Option value="0,0" name="offset" type="QString"/>
            <Option value="3x:0,0,0,0,0,0" name="offset_map_unit_scale" type="QString"/>
            <Option value="MM" name="offset_unit" type="QString"/>
            <Option value="122,20,10,255" name="outline_color" type="QString"/>
            <Option value="solid" name="outline_style" type="QString"/>
            <Option value="0.26" name="outline_width" type="QString"/>
            <Option value="MM" name="outline_width_unit" type="QString"/>
            <Option value="solid" name="style" type="QString"/>
          </Option>
          <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
          <prop v="215,48,31,255" k="color"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="122,20,10,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.26" k="outline_width"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="solid" k="style"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" name="name" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, '122,20,10,255', '215,48,31,255')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
              </Option>
              <Option value="collection" name="type" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="2" type="fill" alpha="1" force_rhr="0">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" name="name" type="QString"/>
            <Option name="properties"/>
            <Option value="collection" name="type" type="QString"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" locked="0" pass="2" class="SimpleFill">
          <Option type="Map">
            <Option value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale" type="QString"/>
            <Option value="252,141,89,255" name="color" type="QString"/>
            <Option value="bevel" name="joinstyle" type="QString"/>
            <Option value="0,0" name="offset" type="QString"/>
            <Option value="3x:0,0,0,0,0,0" name="offset_map_unit_scale" type="QString"/>
            <Option value="MM" name="offset_unit" type="QString"/>
            <Option value="190,90,50,255" name="outline_color" type="QString"/>
            <Option value="solid" name="outline_style" type="QString"/>
            <Option value="0.26" name="outline_width" type="QString"/>
            <Option value="MM" name="outline_width_unit" type="QString"/>
            <Option value="solid" name="style" type="QString"/>
          </Option>
          <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
          <prop v="252,141,89,255" k="color"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="190,90,50,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.26" k="outline_width"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="solid" k="style"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" name="name" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, '190,90,50,255', '252,141,89,255')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
              </Option>
              <Option value="collection" name="type" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="3" type="fill" alpha="1" force_rhr="0">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" name="name" type="QString"/>
            <Option name="properties"/>
            <Option value="collection" name="type" type="QString"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" locked="0" pass="1" class="SimpleFill">
          <Option type="Map">
            <Option value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale" type="QString"/>
            <Option value="253,212,158,255" name="color" type="QString"/>
            <Option value="bevel" name="joinstyle" type="QString"/>
            <Option value="0,0" name="offset" type="QString"/>
            <Option value="3x:0,0,0,0,0,0" name="offset_map_unit_scale" type="QString"/>
            <Option value="MM" name="offset_unit" type="QString"/>
            <Option value="215,170,110,255" name="outline_color" type="QString"/>
            <Option value="solid" name="outline_style" type="QString"/>
            <Option value="0.26" name="outline_width" type="QString"/>
            <Option value="MM" name="outline_width_unit" type="QString"/>
            <Option value="solid" name="style" type="QString"/>
          </Option>
          <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
          <prop v="253,212,158,255" k="color"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="215,170,110,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.26" k="outline_width"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="solid" k="style"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" name="name" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, '215,170,110,255', '253,212,158,255')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
              </Option>
              <Option value="collection" name="type" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="4" type="fill" alpha="1" force_rhr="0">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" name="name" type="QString"/>
            <Option name="properties"/>
            <Option value="collection" name="type" type="QString"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" locked="0" pass="0" class="SimpleFill">
          <Option type="Map">
            <Option value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale" type="QString"/>
            <Option value="236,236,236,255" name="color" type="QString"/>
            <Option value="bevel" name="joinstyle" type="QString"/>
            <Option value="0,0" name="offset" type="QString"/>
            <Option value="3x:0,0,0,0,0,0" name="offset_map_unit_scale" type="QString"/>
            <Option value="MM" name="offset_unit" type="QString"/>
            <Option value="150,150,150,255" name="outline_color" type="QString"/>
            <Option value="solid" name="outline_style" type="QString"/>
            <Option value="0.1" name="outline_width" type="QString"/>
            <Option value="MM" name="outline_width_unit" type="QString"/>
            <Option value="solid" name="style" type="QString"/>
          </Option>
          <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
          <prop v="236,236,236,255" k="color"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="150,150,150,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.1" k="outline_width"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="solid" k="style"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" name="name" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="fillColor" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(&quot;class&quot; = 'never', '60,60,60,30', '236,236,236,255')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
                <Option name="fillStyle" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 40000 and &quot;class&quot; = 'never', 'no', 'solid')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
                <Option name="outlineStyle" type="Map">
                  <Option value="true" name="active" type="bool"/>
                  <Option value="if(coalesce(@map_scale, 25000) &lt;= 40000 or not coalesce(&quot;class&quot; = 'never', false), 'solid', 'no')" name="expression" type="QString"/>
                  <Option value="3" name="type" type="int"/>
                </Option>
              </Option>
              <Option value="collection" name="type" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
    </symbols>
    <rotation/>
    <sizescale/>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>0.85</layerOpacity>
  <fieldConfiguration>
    <field configurationFlags="None" name="months_in_top"/>
    <field configurationFlags="None" name="months_held"/>
    <field configurationFlags="None" name="share"/>
    <field configurationFlags="None" name="crimes"/>
    <field configurationFlags="None" name="rank"/>
    <field configurationFlags="None" name="first_half"/>
    <field configurationFlags="None" name="second_half"/>
    <field configurationFlags="None" name="class"/>
    <field configurationFlags="None" name="persistent"/>
    <field configurationFlags="None" name="places"/>
    <field configurationFlags="None" name="largest_place_share"/>
    <field configurationFlags="None" name="near"/>
  </fieldConfiguration>
  <aliases>
    <alias index="0" field="months_in_top" name="Months in the top"/>
    <alias index="1" field="months_held" name="Months held"/>
    <alias index="2" field="share" name="Share of the months held in the top"/>
    <alias index="3" field="crimes" name="Crimes in the months held"/>
    <alias index="4" field="rank" name="Rank by crimes"/>
    <alias index="5" field="first_half" name="Months in the top, first half"/>
    <alias index="6" field="second_half" name="Months in the top, second half"/>
    <alias index="7" field="class" name="How often in the top"/>
    <alias index="8" field="persistent" name="Persistent, beyond chance"/>
    <alias index="9" field="places" name="Snap points with crimes"/>
    <alias index="10" field="largest_place_share" name="Share of the crimes on the fullest snap point"/>
    <alias index="11" field="near" name="LSOA"/>
  </aliases>
  <defaults>
    <default expression="" applyOnUpdate="0" field="months_in_top"/>
    <default expression="" applyOnUpdate="0" field="months_held"/>
    <default expression="" applyOnUpdate="0" field="share"/>
    <default expression="" applyOnUpdate="0" field="crimes"/>
    <default expression="" applyOnUpdate="0" field="rank"/>
    <default expression="" applyOnUpdate="0" field="first_half"/>
    <default expression="" applyOnUpdate="0" field="second_half"/>
    <default expression="" applyOnUpdate="0" field="class"/>
    <default expression="" applyOnUpdate="0" field="persistent"/>
    <default expression="" applyOnUpdate="0" field="places"/>
    <default expression="" applyOnUpdate="0" field="largest_place_share"/>
    <default expression="" applyOnUpdate="0" field="near"/>
  </defaults>
  <constraints>
    <constraint notnull_strength="0" field="months_in_top" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="months_held" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="share" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="crimes" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="rank" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="first_half" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="second_half" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="class" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="persistent" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="places" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="largest_place_share" constraints="0" unique_strength="0" exp_strength="0"/>
    <constraint notnull_strength="0" field="near" constraints="0" unique_strength="0" exp_strength="0"/>
  </constraints>
  <constraintExpressions>
    <constraint desc="" field="months_in_top" exp=""/>
    <constraint desc="" field="months_held" exp=""/>
    <constraint desc="" field="share" exp=""/>
    <constraint desc="" field="crimes" exp=""/>
    <constraint desc="" field="rank" exp=""/>
    <constraint desc="" field="first_half" exp=""/>
    <constraint desc="" field="second_half" exp=""/>
    <constraint desc="" field="class" exp=""/>
    <constraint desc="" field="persistent" exp=""/>
    <constraint desc="" field="places" exp=""/>
    <constraint desc="" field="largest_place_share" exp=""/>
    <constraint desc="" field="near" exp=""/>
  </constraintExpressions>
  <expressionfields/>
  <mapTip>&lt;div style="font-family: sans-serif; width: 250px">[% coalesce('&lt;b>' || replace(attribute($currentfeature, 'name'), '&lt;', '&amp;lt;') || '&lt;/b>&lt;br>', '&lt;b>Near ' || replace(attribute($currentfeature, 'near'), '&lt;', '&amp;lt;') || '&lt;/b>&lt;br>', '') %][% CASE WHEN "months_in_top" = 0 THEN 'Never in the top' ELSE 'In the top in ' || "months_in_top" END %] of [% "months_held" %] months[% if("months_in_top" > 0, ': ' || "first_half" || ' in the first half, ' || "second_half" || ' in the second', '') %].[% CASE WHEN "persistent" = 'yes' THEN '&lt;br>Chance hardly makes so many.' ELSE '' END %]&lt;br>[% CASE WHEN "crimes" = 0 THEN 'No crimes here' ELSE "crimes" || if("crimes" = 1, ' crime', ' crimes') || ', rank ' || "rank" || '; ' || "places" || if("places" = 1, ' snap point', ' snap points') || if("largest_place_share" > 0.5 and "places" > 1, ', ' || round(100 * "largest_place_share") || '% of them on one', '') END %].&lt;br>&lt;i>Snap points, not addresses.&lt;/i>&lt;/div></mapTip>
  <layerGeometryType>2</layerGeometryType>
</qgis>

<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis hasScaleBasedVisibilityFlag="0" simplifyDrawingTol="1" symbologyReferenceScale="-1" styleCategories="Symbology|Fields|MapTips|Rendering" minScale="100000000" simplifyMaxScale="1" simplifyLocal="1" version="3.22.16-Białowieża" simplifyDrawingHints="1" simplifyAlgorithm="0" maxScale="0">
  <renderer-v2 forceraster="0" attr="class" type="categorizedSymbol" symbollevels="1" enableorderby="0" referencescale="-1">
    <categories>
      <category symbol="0" value="first 1%" label="Most expected: first 1% of the ground" render="true"/>
      <category symbol="1" value="first 5%" label="First 5% of the ground" render="true"/>
      <category symbol="2" value="first 20%" label="First 20% of the ground" render="true"/>
      <category symbol="3" label="Less is expected" render="true">
        <val value="rest"/>
        <val value="none expected"/>
      </category>
    </categories>
    <symbols>
      <symbol clip_to_extent="1" name="0" force_rhr="0" type="fill" alpha="1">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value=""/>
            <Option name="properties"/>
            <Option name="type" type="QString" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" pass="4" enabled="1" class="SimpleFill">
          <Option type="Map">
            <Option name="border_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="color" type="QString" value="84,39,143,255"/>
            <Option name="joinstyle" type="QString" value="bevel"/>
            <Option name="offset" type="QString" value="0,0"/>
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="offset_unit" type="QString" value="MM"/>
            <Option name="outline_color" type="QString" value="40,15,80,255"/>
            <Option name="outline_style" type="QString" value="solid"/>
            <Option name="outline_width" type="QString" value="0.26"/>
            <Option name="outline_width_unit" type="QString" value="MM"/>
            <Option name="style" type="QString" value="solid"/>
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="color" v="84,39,143,255"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="40,15,80,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.26"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value=""/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 100000, '40,15,80,255', '84,39,143,255')"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
              </Option>
              <Option name="type" type="QString" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="1" force_rhr="0" type="fill" alpha="1">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value=""/>
            <Option name="properties"/>
            <Option name="type" type="QString" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" pass="3" enabled="1" class="SimpleFill">
          <Option type="Map">
            <Option name="border_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="color" type="QString" value="117,107,177,255"/>
            <Option name="joinstyle" type="QString" value="bevel"/>
            <Option name="offset" type="QString" value="0,0"/>
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="offset_unit" type="QString" value="MM"/>
            <Option name="outline_color" type="QString" value="70,55,120,255"/>
            <Option name="outline_style" type="QString" value="solid"/>
            <Option name="outline_width" type="QString" value="0.26"/>
            <Option name="outline_width_unit" type="QString" value="MM"/>
            <Option name="style" type="QString" value="solid"/>
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="color" v="117,107,177,255"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="70,55,120,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.26"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value=""/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 100000, '70,55,120,255', '117,107,177,255')"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
              </Option>
              <Option name="type" type="QString" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="2" force_rhr="0" type="fill" alpha="1">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value=""/>
            <Option name="properties"/>
            <Option name="type" type="QString" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" pass="2" enabled="1" class="SimpleFill">
          <Option type="Map">
            <Option name="border_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="color" type="QString" value="188,189,220,255"/>
            <Option name="joinstyle" type="QString" value="bevel"/>
            <Option name="offset" type="QString" value="0,0"/>
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="offset_unit" type="QString" value="MM"/>
            <Option name="outline_color" type="QString" value="120,115,170,255"/>
            <Option name="outline_style" type="QString" value="solid"/>
            <Option name="outline_width" type="QString" value="0.26"/>
            <Option name="outline_width_unit" type="QString" value="MM"/>
            <Option name="style" type="QString" value="solid"/>
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="color" v="188,189,220,255"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="120,115,170,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.26"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value=""/>
              <Option name="properties" type="Map">
                <Option name="outlineColor" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 100000, '120,115,170,255', '188,189,220,255')"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
                <Option name="outlineWidth" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 100000, 0.16, 0.1)"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
              </Option>
              <Option name="type" type="QString" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol clip_to_extent="1" name="3" force_rhr="0" type="fill" alpha="1">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value=""/>
            <Option name="properties"/>
            <Option name="type" type="QString" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" pass="0" enabled="1" class="SimpleFill">
          <Option type="Map">
            <Option name="border_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="color" type="QString" value="236,236,236,255"/>
            <Option name="joinstyle" type="QString" value="bevel"/>
            <Option name="offset" type="QString" value="0,0"/>
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0"/>
            <Option name="offset_unit" type="QString" value="MM"/>
            <Option name="outline_color" type="QString" value="150,150,150,255"/>
            <Option name="outline_style" type="QString" value="solid"/>
            <Option name="outline_width" type="QString" value="0.1"/>
            <Option name="outline_width_unit" type="QString" value="MM"/>
            <Option name="style" type="QString" value="solid"/>
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="color" v="236,236,236,255"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="150,150,150,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value=""/>
              <Option name="properties" type="Map">
                <Option name="fillColor" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(&quot;class&quot; = 'rest', '60,60,60,30', '236,236,236,255')"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
                <Option name="fillStyle" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 40000 and &quot;class&quot; = 'rest', 'no', 'solid')"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
                <Option name="outlineStyle" type="Map">
                  <Option name="active" type="bool" value="true"/>
                  <Option name="expression" type="QString" value="if(coalesce(@map_scale, 25000) &lt;= 40000 or not coalesce(&quot;class&quot; = 'rest', false), 'solid', 'no')"/>
                  <Option name="type" type="int" value="3"/>
                </Option>
              </Option>
              <Option name="type" type="QString" value="collection"/>
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
    <field name="month" configurationFlags="None"/>
    <field name="expected" configurationFlags="None"/>
    <field name="lower" configurationFlags="None"/>
    <field name="upper" configurationFlags="None"/>
    <field name="rank" configurationFlags="None"/>
    <field name="share" configurationFlags="None"/>
    <field name="class" configurationFlags="None"/>
    <field name="year_before" configurationFlags="None"/>
    <field name="last_12" configurationFlags="None"/>
    <field name="places" configurationFlags="None"/>
    <field name="largest_place_share" configurationFlags="None"/>
    <field name="near" configurationFlags="None"/>
  </fieldConfiguration>
  <aliases>
    <alias field="month" name="The next month" index="0"/>
    <alias field="expected" name="Crimes expected" index="1"/>
    <alias field="lower" name="Lower end of the interval" index="2"/>
    <alias field="upper" name="Upper end of the interval" index="3"/>
    <alias field="rank" name="Rank by what is expected" index="4"/>
    <alias field="share" name="Share of what is expected" index="5"/>
    <alias field="class" name="On which part of the ground" index="6"/>
    <alias field="year_before" name="The same month a year before" index="7"/>
    <alias field="last_12" name="Last 12 months" index="8"/>
    <alias field="places" name="Snap points with crimes" index="9"/>
    <alias field="largest_place_share" name="Share of the crimes on the fullest snap point" index="10"/>
    <alias field="near" name="LSOA" index="11"/>
  </aliases>
  <defaults>
    <default field="month" expression="" applyOnUpdate="0"/>
    <default field="expected" expression="" applyOnUpdate="0"/>
    <default field="lower" expression="" applyOnUpdate="0"/>
    <default field="upper" expression="" applyOnUpdate="0"/>
    <default field="rank" expression="" applyOnUpdate="0"/>
    <default field="share" expression="" applyOnUpdate="0"/>
    <default field="class" expression="" applyOnUpdate="0"/>
    <default field="year_before" expression="" applyOnUpdate="0"/>
    <default field="last_12" expression="" applyOnUpdate="0"/>
    <default field="places" expression="" applyOnUpdate="0"/>
    <default field="largest_place_share" expression="" applyOnUpdate="0"/>
    <default field="near" expression="" applyOnUpdate="0"/>
  </defaults>
  <constraints>
    <constraint field="month" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="expected" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="lower" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="upper" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="rank" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="share" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="class" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="year_before" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="last_12" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="places" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="largest_place_share" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
    <constraint field="near" constraints="0" notnull_strength="0" exp_strength="0" unique_strength="0"/>
  </constraints>
  <constraintExpressions>
    <constraint field="month" exp="" desc=""/>
    <constraint field="expected" exp="" desc=""/>
    <constraint field="lower" exp="" desc=""/>
    <constraint field="upper" exp="" desc=""/>
    <constraint field="rank" exp="" desc=""/>
    <constraint field="share" exp="" desc=""/>
    <constraint field="class" exp="" desc=""/>
    <constraint field="year_before" exp="" desc=""/>
    <constraint field="last_12" exp="" desc=""/>
    <constraint field="places" exp="" desc=""/>
    <constraint field="largest_place_share" exp="" desc=""/>
    <constraint field="near" exp="" desc=""/>
  </constraintExpressions>
  <expressionfields/>
  <mapTip>&lt;div style="font-family: sans-serif; width: 260px">&lt;b>[% "lower" || ' to ' || "upper" || ' expected in ' || format_date(to_date("month" || '-01'), 'MMMM yyyy') %]&lt;/b>[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '&lt;', '&amp;lt;'), ', near ' || replace(attribute($currentfeature, 'near'), '&lt;', '&amp;lt;'), '') %]&lt;br>[% format_number("expected", if("expected" &lt; 1, 2, 1)) || ' on average' || coalesce('; ' || "year_before" || ' a year before', '') || '; ' || "last_12" || ' in 12 months' %].&lt;br>&lt;i>Goes on as it was. Snap points, not addresses.&lt;/i>&lt;/div></mapTip>
  <layerGeometryType>2</layerGeometryType>
</qgis>

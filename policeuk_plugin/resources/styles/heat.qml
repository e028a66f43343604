<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis simplifyDrawingTol="1" labelsEnabled="0" simplifyLocal="1" simplifyDrawingHints="1" simplifyAlgorithm="0" simplifyMaxScale="1" symbologyReferenceScale="-1" minScale="0" version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|MapTips|AttributeTable|Rendering|Temporal" hasScaleBasedVisibilityFlag="1" maxScale="150000">
  <temporal limitMode="0" startField="" durationField="" enabled="0" endExpression="" startExpression="" durationUnit="min" fixedDuration="0" accumulate="0" mode="0" endField="">
    <fixedRange>
      <start></start>
      <end></end>
    </fixedRange>
  </temporal>
  <renderer-v2 type="heatmapRenderer" radius_unit="0" max_value="0" weight_expression="&quot;crimes&quot;" referencescale="-1" radius="5.5" enableorderby="0" radius_map_unit_scale="3x:0,0,0,0,0,0" quality="2" forceraster="0" symbollevels="0">
    <colorramp type="gradient" name="[source]">
      <Option type="Map">
        <Option type="QString" name="color1" value="254,240,217,0"/>
        <Option type="QString" name="color2" value="127,0,0,255"/>
        <Option type="QString" name="discrete" value="0"/>
        <Option type="QString" name="rampType" value="gradient"/>
        <Option type="QString" name="stops" value="0.03;254,240,217,255:0.08;253,204,138,255:0.2;252,141,89,255:0.5;215,48,31,255"/>
      </Option>
      <prop k="color1" v="254,240,217,0"/>
      <prop k="color2" v="127,0,0,255"/>
      <prop k="discrete" v="0"/>
      <prop k="rampType" v="gradient"/>
      <prop k="stops" v="0.03;254,240,217,255:0.08;253,204,138,255:0.2;252,141,89,255:0.5;215,48,31,255"/>
    </colorramp>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>0.75</layerOpacity>
  <fieldConfiguration>
    <field name="location" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="place_kind" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="lsoa_code" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="lsoa_name" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="crimes" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="crime_types" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="leading_type" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="crime_months" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="crimes_by_month" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias name="Snap point" field="location" index="0"/>
    <alias name="Kind of snap point" field="place_kind" index="1"/>
    <alias name="LSOA code" field="lsoa_code" index="2"/>
    <alias name="LSOA name" field="lsoa_name" index="3"/>
    <alias name="Crimes" field="crimes" index="4"/>
    <alias name="Crimes by type" field="crime_types" index="5"/>
    <alias name="Type of most crimes" field="leading_type" index="6"/>
    <alias name="Month of each crime" field="crime_months" index="7"/>
    <alias name="Crimes by month" field="crimes_by_month" index="8"/>
  </aliases>
  <defaults>
    <default expression="" field="location" applyOnUpdate="0"/>
    <default expression="" field="place_kind" applyOnUpdate="0"/>
    <default expression="" field="lsoa_code" applyOnUpdate="0"/>
    <default expression="" field="lsoa_name" applyOnUpdate="0"/>
    <default expression="" field="crimes" applyOnUpdate="0"/>
    <default expression="" field="crime_types" applyOnUpdate="0"/>
    <default expression="" field="leading_type" applyOnUpdate="0"/>
    <default expression="" field="crime_months" applyOnUpdate="0"/>
    <default expression="" field="crimes_by_month" applyOnUpdate="0"/>
  </defaults>
  <constraints>
    <constraint unique_strength="0" exp_strength="0" field="location" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="place_kind" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="lsoa_code" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="lsoa_name" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="crimes" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="crime_types" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="leading_type" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="crime_months" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="crimes_by_month" notnull_strength="0" constraints="0"/>
  </constraints>
  <constraintExpressions>
    <constraint desc="" field="location" exp=""/>
    <constraint desc="" field="place_kind" exp=""/>
    <constraint desc="" field="lsoa_code" exp=""/>
    <constraint desc="" field="lsoa_name" exp=""/>
    <constraint desc="" field="crimes" exp=""/>
    <constraint desc="" field="crime_types" exp=""/>
    <constraint desc="" field="leading_type" exp=""/>
    <constraint desc="" field="crime_months" exp=""/>
    <constraint desc="" field="crimes_by_month" exp=""/>
  </constraintExpressions>
  <expressionfields>
    <field expression="if(coalesce(&quot;crime_months&quot;, '') = '', '', array_to_string(array_foreach(array_sort(array_distinct(array_foreach(string_to_array(&quot;crime_months&quot;, ' '), left(@element, 4)))), with_variable('year', @element, @year || ': ' || to_int((length((' ' || &quot;crime_months&quot;)) - length(replace((' ' || &quot;crime_months&quot;), ' ' || @year || '-', ''))) / length(' ' || @year || '-')) || ' (' || array_to_string(array_filter(array_foreach(array('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'), if(to_int((length((' ' || &quot;crime_months&quot;)) - length(replace((' ' || &quot;crime_months&quot;), ' ' || @year || '-' || @element, ''))) / length(' ' || @year || '-' || @element)) > 0, substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * to_int(@element) - 2, 3) || ' ' || to_int((length((' ' || &quot;crime_months&quot;)) - length(replace((' ' || &quot;crime_months&quot;), ' ' || @year || '-' || @element, ''))) / length(' ' || @year || '-' || @element)), '')), @element &lt;> ''), ', ') || ')')), '; '))" type="10" typeName="text" precision="0" name="crimes_by_month" subType="0" comment="" length="0"/>
  </expressionfields>
  <attributetableconfig sortOrder="0" sortExpression="" actionWidgetStyle="dropDown">
    <columns>
      <column type="field" name="location" hidden="0" width="-1"/>
      <column type="field" name="place_kind" hidden="0" width="-1"/>
      <column type="field" name="lsoa_code" hidden="0" width="-1"/>
      <column type="field" name="lsoa_name" hidden="0" width="-1"/>
      <column type="field" name="crimes" hidden="0" width="-1"/>
      <column type="field" name="crime_types" hidden="0" width="-1"/>
      <column type="field" name="leading_type" hidden="1" width="-1"/>
      <column type="field" name="crime_months" hidden="1" width="-1"/>
      <column type="field" name="crimes_by_month" hidden="0" width="-1"/>
      <column type="actions" hidden="1" width="-1"/>
    </columns>
  </attributetableconfig>
  <conditionalstyles>
    <rowstyles/>
    <fieldstyles/>
  </conditionalstyles>
  <storedexpressions/>
  <editform tolerant="1"></editform>
  <editforminit/>
  <editforminitcodesource>0</editforminitcodesource>
  <editforminitfilepath></editforminitfilepath>
  <editforminitcode><![CDATA[]]></editforminitcode>
  <featformsuppress>0</featformsuppress>
  <editorlayout>tablayout</editorlayout>
  <attributeEditorForm>
    <attributeEditorContainer groupBox="1" visibilityExpressionEnabled="0" name="The snap point" visibilityExpression="" showLabel="1" columnCount="1">
      <attributeEditorField name="location" showLabel="1" index="0"/>
      <attributeEditorField name="place_kind" showLabel="1" index="1"/>
      <attributeEditorField name="lsoa_name" showLabel="1" index="3"/>
      <attributeEditorField name="lsoa_code" showLabel="1" index="2"/>
    </attributeEditorContainer>
    <attributeEditorContainer groupBox="1" visibilityExpressionEnabled="0" name="Crimes published here" visibilityExpression="" showLabel="1" columnCount="1">
      <attributeEditorField name="crimes" showLabel="1" index="4"/>
      <attributeEditorField name="crime_types" showLabel="1" index="5"/>
      <attributeEditorField name="crimes_by_month" showLabel="1" index="8"/>
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable/>
  <labelOnTop/>
  <reuseLastValue/>
  <dataDefinedFieldProperties/>
  <widgets/>
  <mapTip>&lt;div style="font-family: sans-serif; max-width: 320px">&lt;b>[% replace(coalesce(nullif("location", ''), ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %]&lt;/b>&lt;br>Crimes published here: &lt;b>[% "crimes" %]&lt;/b>&lt;br>&lt;i>Snap point, not an address. Zoom in for the places.&lt;/i>&lt;/div></mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>

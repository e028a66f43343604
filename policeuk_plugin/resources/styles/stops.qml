<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis simplifyDrawingTol="1" labelsEnabled="0" simplifyLocal="1" simplifyDrawingHints="1" simplifyAlgorithm="0" simplifyMaxScale="1" symbologyReferenceScale="-1" minScale="100000000" version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|MapTips|AttributeTable|Rendering|Temporal" hasScaleBasedVisibilityFlag="0" maxScale="0">
  <temporal limitMode="0" startField="month_start" durationField="" enabled="1" endExpression="" startExpression="" durationUnit="min" fixedDuration="0" accumulate="0" mode="1" endField="">
    <fixedRange>
      <start></start>
      <end></end>
    </fixedRange>
  </temporal>
  <renderer-v2 type="categorizedSymbol" referencescale="-1" enableorderby="0" attr="object_of_search" forceraster="0" symbollevels="0">
    <categories>
      <category symbol="0" render="true" label="Drugs">
        <val value="Controlled drugs"/>
        <val value="Psychoactive substances"/>
      </category>
      <category symbol="1" render="true" label="Weapons">
        <val value="Offensive weapons"/>
        <val value="Firearms"/>
        <val value="Crossbows"/>
        <val value="Anything to threaten or harm anyone"/>
      </category>
      <category symbol="2" render="true" label="Stolen goods, tools for theft">
        <val value="Stolen goods"/>
        <val value="Article for use in theft"/>
      </category>
      <category symbol="3" render="true" label="Things to cause damage, fireworks">
        <val value="Articles for use in criminal damage"/>
        <val value="Fireworks"/>
      </category>
      <category symbol="4" render="true" label="Not given">
        <val value="Detailed object of search unavailable"/>
        <val value=""/>
      </category>
      <category symbol="5" value="" render="true" label="Something else"/>
    </categories>
    <symbols>
      <symbol type="marker" force_rhr="0" clip_to_extent="1" alpha="1" name="0">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" name="name" value=""/>
            <Option name="properties"/>
            <Option type="QString" name="type" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="angle" value="0"/>
            <Option type="QString" name="cap_style" value="square"/>
            <Option type="QString" name="color" value="0,158,115,255"/>
            <Option type="QString" name="horizontal_anchor_point" value="1"/>
            <Option type="QString" name="joinstyle" value="bevel"/>
            <Option type="QString" name="name" value="circle"/>
            <Option type="QString" name="offset" value="0,0"/>
            <Option type="QString" name="offset_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="offset_unit" value="MM"/>
            <Option type="QString" name="outline_color" value="255,255,255,160"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.1"/>
            <Option type="QString" name="outline_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="1.6"/>
            <Option type="QString" name="size_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="size_unit" value="MM"/>
            <Option type="QString" name="vertical_anchor_point" value="1"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="0,158,115,255"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="circle"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,160"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="1.6"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="if(&quot;object_of_search&quot; is null, array(0, 0), array(-1.50 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4), -0.75 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" clip_to_extent="1" alpha="1" name="1">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" name="name" value=""/>
            <Option name="properties"/>
            <Option type="QString" name="type" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="angle" value="0"/>
            <Option type="QString" name="cap_style" value="square"/>
            <Option type="QString" name="color" value="213,94,0,255"/>
            <Option type="QString" name="horizontal_anchor_point" value="1"/>
            <Option type="QString" name="joinstyle" value="bevel"/>
            <Option type="QString" name="name" value="triangle"/>
            <Option type="QString" name="offset" value="0,0"/>
            <Option type="QString" name="offset_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="offset_unit" value="MM"/>
            <Option type="QString" name="outline_color" value="255,255,255,160"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.1"/>
            <Option type="QString" name="outline_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="2"/>
            <Option type="QString" name="size_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="size_unit" value="MM"/>
            <Option type="QString" name="vertical_anchor_point" value="1"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="213,94,0,255"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="triangle"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,160"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="2"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="if(&quot;object_of_search&quot; is null, array(0, 0), array(0.00 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4), -0.75 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" clip_to_extent="1" alpha="1" name="2">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" name="name" value=""/>
            <Option name="properties"/>
            <Option type="QString" name="type" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="angle" value="0"/>
            <Option type="QString" name="cap_style" value="square"/>
            <Option type="QString" name="color" value="0,114,178,255"/>
            <Option type="QString" name="horizontal_anchor_point" value="1"/>
            <Option type="QString" name="joinstyle" value="bevel"/>
            <Option type="QString" name="name" value="square"/>
            <Option type="QString" name="offset" value="0,0"/>
            <Option type="QString" name="offset_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="offset_unit" value="MM"/>
            <Option type="QString" name="outline_color" value="255,255,255,160"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.1"/>
            <Option type="QString" name="outline_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="1.45"/>
            <Option type="QString" name="size_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="size_unit" value="MM"/>
            <Option type="QString" name="vertical_anchor_point" value="1"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="0,114,178,255"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="square"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,160"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="1.45"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="if(&quot;object_of_search&quot; is null, array(0, 0), array(1.50 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4), -0.75 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" clip_to_extent="1" alpha="1" name="3">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" name="name" value=""/>
            <Option name="properties"/>
            <Option type="QString" name="type" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="angle" value="0"/>
            <Option type="QString" name="cap_style" value="square"/>
            <Option type="QString" name="color" value="230,159,0,255"/>
            <Option type="QString" name="horizontal_anchor_point" value="1"/>
            <Option type="QString" name="joinstyle" value="bevel"/>
            <Option type="QString" name="name" value="diamond"/>
            <Option type="QString" name="offset" value="0,0"/>
            <Option type="QString" name="offset_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="offset_unit" value="MM"/>
            <Option type="QString" name="outline_color" value="255,255,255,160"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.1"/>
            <Option type="QString" name="outline_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="2"/>
            <Option type="QString" name="size_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="size_unit" value="MM"/>
            <Option type="QString" name="vertical_anchor_point" value="1"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="230,159,0,255"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="diamond"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,160"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="2"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="if(&quot;object_of_search&quot; is null, array(0, 0), array(-1.50 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4), 0.75 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" clip_to_extent="1" alpha="1" name="4">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" name="name" value=""/>
            <Option name="properties"/>
            <Option type="QString" name="type" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="angle" value="0"/>
            <Option type="QString" name="cap_style" value="square"/>
            <Option type="QString" name="color" value="140,140,140,255"/>
            <Option type="QString" name="horizontal_anchor_point" value="1"/>
            <Option type="QString" name="joinstyle" value="bevel"/>
            <Option type="QString" name="name" value="cross_fill"/>
            <Option type="QString" name="offset" value="0,0"/>
            <Option type="QString" name="offset_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="offset_unit" value="MM"/>
            <Option type="QString" name="outline_color" value="255,255,255,160"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.1"/>
            <Option type="QString" name="outline_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="1.9"/>
            <Option type="QString" name="size_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="size_unit" value="MM"/>
            <Option type="QString" name="vertical_anchor_point" value="1"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="140,140,140,255"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="cross_fill"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,160"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="1.9"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="if(&quot;object_of_search&quot; is null, array(0, 0), array(0.00 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4), 0.75 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" clip_to_extent="1" alpha="1" name="5">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" name="name" value=""/>
            <Option name="properties"/>
            <Option type="QString" name="type" value="collection"/>
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="angle" value="0"/>
            <Option type="QString" name="cap_style" value="square"/>
            <Option type="QString" name="color" value="204,121,167,255"/>
            <Option type="QString" name="horizontal_anchor_point" value="1"/>
            <Option type="QString" name="joinstyle" value="bevel"/>
            <Option type="QString" name="name" value="pentagon"/>
            <Option type="QString" name="offset" value="0,0"/>
            <Option type="QString" name="offset_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="offset_unit" value="MM"/>
            <Option type="QString" name="outline_color" value="255,255,255,160"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.1"/>
            <Option type="QString" name="outline_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="1.8"/>
            <Option type="QString" name="size_map_unit_scale" value="3x:0,0,0,0,0,0"/>
            <Option type="QString" name="size_unit" value="MM"/>
            <Option type="QString" name="vertical_anchor_point" value="1"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="204,121,167,255"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="pentagon"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,160"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="1.8"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="if(&quot;object_of_search&quot; is null, array(0, 0), array(1.50 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4), 0.75 * scale_linear(log10(coalesce(@map_scale, 25000)), 4.4, 5.4, 1, 0.4)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
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
  <layerOpacity>1</layerOpacity>
  <fieldConfiguration>
    <field name="month_start" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="month" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="force" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="date" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="type" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="object_of_search" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option type="List" name="map">
              <Option type="Map">
                <Option type="QString" name="Drugs" value="Controlled drugs"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Psychoactive substances" value="Psychoactive substances"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Weapons" value="Offensive weapons"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Firearms" value="Firearms"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Crossbows" value="Crossbows"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Anything to threaten or harm somebody" value="Anything to threaten or harm anyone"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Stolen goods" value="Stolen goods"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Tools for theft" value="Article for use in theft"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Things to cause criminal damage" value="Articles for use in criminal damage"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Fireworks" value="Fireworks"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Evidence of an offence under the Act named" value="Evidence of offences under the Act"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Goods on which duty was not paid" value="Goods on which duty has not been paid etc."/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Game or things for poaching" value="Game or poaching equipment"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Evidence of offences against wildlife" value="Evidence of wildlife offences"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Seals or things for hunting them" value="Seals or hunting equipment"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Evidence of hunting with dogs" value="Evidence of hunting any wild mammal with a dog"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Not given" value="Detailed object of search unavailable"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Not given" value=""/>
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="outcome" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option type="List" name="map">
              <Option type="Map">
                <Option type="QString" name="No further action" value="A no further action disposal"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Nothing found, no further action" value="Nothing found - no further action"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Arrest" value="Arrest"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Arrest" value="Suspect arrested"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Community resolution" value="Community resolution"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Local resolution" value="Local resolution"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Warning for cannabis or khat" value="Khat or Cannabis warning"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Warning for possession of drugs" value="Offender given drugs possession warning"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Summons or charge by post" value="Summons / charged by post"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Summons to court" value="Suspect summonsed to court"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Caution" value="Caution (simple or conditional)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Caution" value="Offender cautioned"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Penalty notice for disorder" value="Penalty Notice for Disorder"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Penalty notice" value="Offender given penalty notice"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Something found, outcome not given" value="Article found - Detailed outcome unavailable"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Not given" value=""/>
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="legislation" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option type="List" name="map">
              <Option type="Map">
                <Option type="QString" name="on suspicion of drugs (Misuse of Drugs Act 1971, section 23)" value="Misuse of Drugs Act 1971 (section 23)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of stolen goods, weapons, fireworks or tools for theft or damage (Police and Criminal Evidence Act 1984, section 1)" value="Police and Criminal Evidence Act 1984 (section 1)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="of vehicles leaving goods yards, docks and the like (Police and Criminal Evidence Act 1984, section 6)" value="Police and Criminal Evidence Act 1984 (section 6)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of a firearm (Firearms Act 1968, section 47)" value="Firearms Act 1968 (section 47)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="for weapons, in an area and for hours that were authorised, where no suspicion of the person is needed (Criminal Justice and Public Order Act 1994, section 60)" value="Criminal Justice and Public Order Act 1994 (section 60)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="for weapons on the premises of schools (Criminal Justice Act 1988, section 139B)" value="Criminal Justice Act 1988 (section 139B)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of poaching (Poaching Prevention Act 1862, section 2)" value="Poaching Prevention Act 1862 (section 2)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of an offence against wildlife (Wildlife and Countryside Act 1981, section 19)" value="Wildlife and Countryside Act 1981 (section 19)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="of a person, on suspicion of psychoactive substances (Psychoactive Substances Act 2016, section 36)" value="Psychoactive Substances Act 2016 (s36(2))"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="of a vehicle, on suspicion of psychoactive substances (Psychoactive Substances Act 2016, section 37)" value="Psychoactive Substances Act 2016 (s37(2))"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="of vehicles for goods on which duty was not paid (Customs and Excise Management Act 1979, section 163)" value="Customs and Excise Management Act 1979 (section 163)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of theft at an airport (Aviation Security Act 1982, section 27)" value="Aviation Security Act 1982 (section 27(1))"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of an offence against badgers (Protection of Badgers Act 1992, section 11)" value="Protection of Badgers Act 1992 (section 11)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of an offence against deer (Deer Act 1991, section 12)" value="Deer Act 1991 (section 12)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="of vehicles on suspicion of carrying waste unlawfully (Environmental Protection Act 1990, section 34B)" value="Environmental Protection Act 1990 (section 34B )"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="of somebody under 18 on suspicion of a crossbow (Crossbows Act 1987, section 4)" value="Crossbows Act 1987 (section 4)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of stolen public stores (Public Stores Act 1875, section 6)" value="Public Stores Act 1875 (section 6)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of an offence against seals (Conservation of Seals Act 1970, section 4)" value="Conservation of Seals Act 1970 (section 4)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="on suspicion of hunting with dogs (Hunting Act 2004, section 8)" value="Hunting Act 2004 (section 8)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="for alcohol at a sports ground (Sporting Events Act 1985, section 7)" value="Sporting Events Act 1985 (section 7)"/>
              </Option>
              <Option type="Map">
                <Option type="QString" name="Not given" value=""/>
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="gender" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="age_range" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="officer_defined_ethnicity" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="self_defined_ethnicity" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field name="place" configurationFlags="None">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias name="Month (its first day)" field="month_start" index="0"/>
    <alias name="Month" field="month" index="1"/>
    <alias name="Force" field="force" index="2"/>
    <alias name="Date and time (UTC)" field="date" index="3"/>
    <alias name="Kind of search" field="type" index="4"/>
    <alias name="Object of search" field="object_of_search" index="5"/>
    <alias name="Outcome" field="outcome" index="6"/>
    <alias name="Legislation" field="legislation" index="7"/>
    <alias name="Gender" field="gender" index="8"/>
    <alias name="Age range" field="age_range" index="9"/>
    <alias name="Ethnicity, officer-defined" field="officer_defined_ethnicity" index="10"/>
    <alias name="Ethnicity, self-defined" field="self_defined_ethnicity" index="11"/>
    <alias name="Number of the snap point" field="place" index="12"/>
  </aliases>
  <defaults>
    <default expression="" field="month_start" applyOnUpdate="0"/>
    <default expression="" field="month" applyOnUpdate="0"/>
    <default expression="" field="force" applyOnUpdate="0"/>
    <default expression="" field="date" applyOnUpdate="0"/>
    <default expression="" field="type" applyOnUpdate="0"/>
    <default expression="" field="object_of_search" applyOnUpdate="0"/>
    <default expression="" field="outcome" applyOnUpdate="0"/>
    <default expression="" field="legislation" applyOnUpdate="0"/>
    <default expression="" field="gender" applyOnUpdate="0"/>
    <default expression="" field="age_range" applyOnUpdate="0"/>
    <default expression="" field="officer_defined_ethnicity" applyOnUpdate="0"/>
    <default expression="" field="self_defined_ethnicity" applyOnUpdate="0"/>
    <default expression="" field="place" applyOnUpdate="0"/>
  </defaults>
  <constraints>
    <constraint unique_strength="0" exp_strength="0" field="month_start" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="month" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="force" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="date" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="type" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="object_of_search" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="outcome" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="legislation" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="gender" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="age_range" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="officer_defined_ethnicity" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="self_defined_ethnicity" notnull_strength="0" constraints="0"/>
    <constraint unique_strength="0" exp_strength="0" field="place" notnull_strength="0" constraints="0"/>
  </constraints>
  <constraintExpressions>
    <constraint desc="" field="month_start" exp=""/>
    <constraint desc="" field="month" exp=""/>
    <constraint desc="" field="force" exp=""/>
    <constraint desc="" field="date" exp=""/>
    <constraint desc="" field="type" exp=""/>
    <constraint desc="" field="object_of_search" exp=""/>
    <constraint desc="" field="outcome" exp=""/>
    <constraint desc="" field="legislation" exp=""/>
    <constraint desc="" field="gender" exp=""/>
    <constraint desc="" field="age_range" exp=""/>
    <constraint desc="" field="officer_defined_ethnicity" exp=""/>
    <constraint desc="" field="self_defined_ethnicity" exp=""/>
    <constraint desc="" field="place" exp=""/>
  </constraintExpressions>
  <expressionfields/>
  <attributetableconfig sortOrder="0" sortExpression="" actionWidgetStyle="dropDown">
    <columns/>
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
    <attributeEditorContainer groupBox="1" visibilityExpressionEnabled="0" name="The search" visibilityExpression="" showLabel="1" columnCount="1">
      <attributeEditorField name="object_of_search" showLabel="1" index="5"/>
      <attributeEditorField name="outcome" showLabel="1" index="6"/>
      <attributeEditorField name="legislation" showLabel="1" index="7"/>
      <attributeEditorField name="type" showLabel="1" index="4"/>
      <attributeEditorField name="date" showLabel="1" index="3"/>
      <attributeEditorField name="month" showLabel="1" index="1"/>
      <attributeEditorField name="force" showLabel="1" index="2"/>
    </attributeEditorContainer>
    <attributeEditorContainer groupBox="1" visibilityExpressionEnabled="0" name="The person, as recorded" visibilityExpression="" showLabel="1" columnCount="1">
      <attributeEditorField name="gender" showLabel="1" index="8"/>
      <attributeEditorField name="age_range" showLabel="1" index="9"/>
      <attributeEditorField name="self_defined_ethnicity" showLabel="1" index="11"/>
      <attributeEditorField name="officer_defined_ethnicity" showLabel="1" index="10"/>
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable/>
  <labelOnTop/>
  <reuseLastValue/>
  <dataDefinedFieldProperties/>
  <widgets/>
  <mapTip>&lt;div style="font-family: sans-serif; max-width: 320px">&lt;b>Searched for: [% replace(coalesce(map_get(map('Controlled drugs', 'Drugs', 'Psychoactive substances', 'Psychoactive substances', 'Offensive weapons', 'Weapons', 'Firearms', 'Firearms', 'Crossbows', 'Crossbows', 'Anything to threaten or harm anyone', 'Anything to threaten or harm somebody', 'Stolen goods', 'Stolen goods', 'Article for use in theft', 'Tools for theft', 'Articles for use in criminal damage', 'Things to cause criminal damage', 'Fireworks', 'Fireworks', 'Evidence of offences under the Act', 'Evidence of an offence under the Act named', 'Goods on which duty has not been paid etc.', 'Goods on which duty was not paid', 'Game or poaching equipment', 'Game or things for poaching', 'Evidence of wildlife offences', 'Evidence of offences against wildlife', 'Seals or hunting equipment', 'Seals or things for hunting them', 'Evidence of hunting any wild mammal with a dog', 'Evidence of hunting with dogs', 'Detailed object of search unavailable', 'Not given'), "object_of_search"), nullif("object_of_search", ''), 'not given'), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %]&lt;/b>&lt;br>[% replace(coalesce(nullif("type", ''), 'Kind of search not given'), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %], [% replace(replace(left("date", 16), 'T', ' '), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %] UTC, in the file of [% replace(coalesce(nullif("month", ''), ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %]&lt;br>Outcome: [% replace(coalesce(map_get(map('A no further action disposal', 'No further action', 'Nothing found - no further action', 'Nothing found, no further action', 'Arrest', 'Arrest', 'Suspect arrested', 'Arrest', 'Community resolution', 'Community resolution', 'Local resolution', 'Local resolution', 'Khat or Cannabis warning', 'Warning for cannabis or khat', 'Offender given drugs possession warning', 'Warning for possession of drugs', 'Summons / charged by post', 'Summons or charge by post', 'Suspect summonsed to court', 'Summons to court', 'Caution (simple or conditional)', 'Caution', 'Offender cautioned', 'Caution', 'Penalty Notice for Disorder', 'Penalty notice for disorder', 'Offender given penalty notice', 'Penalty notice', 'Article found - Detailed outcome unavailable', 'Something found, outcome not given'), "outcome"), nullif("outcome", ''), 'not recorded'), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %]&lt;br>Searched [% replace(coalesce(map_get(map('Misuse of Drugs Act 1971 (section 23)', 'on suspicion of drugs (Misuse of Drugs Act 1971, section 23)', 'Police and Criminal Evidence Act 1984 (section 1)', 'on suspicion of stolen goods, weapons, fireworks or tools for theft or damage (Police and Criminal Evidence Act 1984, section 1)', 'Police and Criminal Evidence Act 1984 (section 6)', 'of vehicles leaving goods yards, docks and the like (Police and Criminal Evidence Act 1984, section 6)', 'Firearms Act 1968 (section 47)', 'on suspicion of a firearm (Firearms Act 1968, section 47)', 'Criminal Justice and Public Order Act 1994 (section 60)', 'for weapons, in an area and for hours that were authorised, where no suspicion of the person is needed (Criminal Justice and Public Order Act 1994, section 60)', 'Criminal Justice Act 1988 (section 139B)', 'for weapons on the premises of schools (Criminal Justice Act 1988, section 139B)', 'Poaching Prevention Act 1862 (section 2)', 'on suspicion of poaching (Poaching Prevention Act 1862, section 2)', 'Wildlife and Countryside Act 1981 (section 19)', 'on suspicion of an offence against wildlife (Wildlife and Countryside Act 1981, section 19)', 'Psychoactive Substances Act 2016 (s36(2))', 'of a person, on suspicion of psychoactive substances (Psychoactive Substances Act 2016, section 36)', 'Psychoactive Substances Act 2016 (s37(2))', 'of a vehicle, on suspicion of psychoactive substances (Psychoactive Substances Act 2016, section 37)', 'Customs and Excise Management Act 1979 (section 163)', 'of vehicles for goods on which duty was not paid (Customs and Excise Management Act 1979, section 163)', 'Aviation Security Act 1982 (section 27(1))', 'on suspicion of theft at an airport (Aviation Security Act 1982, section 27)', 'Protection of Badgers Act 1992 (section 11)', 'on suspicion of an offence against badgers (Protection of Badgers Act 1992, section 11)', 'Deer Act 1991 (section 12)', 'on suspicion of an offence against deer (Deer Act 1991, section 12)', 'Environmental Protection Act 1990 (section 34B )', 'of vehicles on suspicion of carrying waste unlawfully (Environmental Protection Act 1990, section 34B)', 'Crossbows Act 1987 (section 4)', 'of somebody under 18 on suspicion of a crossbow (Crossbows Act 1987, section 4)', 'Public Stores Act 1875 (section 6)', 'on suspicion of stolen public stores (Public Stores Act 1875, section 6)', 'Conservation of Seals Act 1970 (section 4)', 'on suspicion of an offence against seals (Conservation of Seals Act 1970, section 4)', 'Hunting Act 2004 (section 8)', 'on suspicion of hunting with dogs (Hunting Act 2004, section 8)', 'Sporting Events Act 1985 (section 7)', 'for alcohol at a sports ground (Sporting Events Act 1985, section 7)'), "legislation"), nullif("legislation", ''), 'under a power that is not given'), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '>', '&amp;gt;')) %]&lt;br>&lt;i>Snap point, not an address. More stops may lie at the same point. Searched for is what was suspected, not what was found.&lt;/i>&lt;/div></mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>

#!/usr/bin/env bash
# run_demo.sh [ARCHIVE]: published files in, a styled QGIS project, a map and a summary out.
# AREAS="PATH ...": outlines, look-ups and populations to go with ARCHIVE. OUT: the folder, out/ where it is not set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
archive=${1:-}
out=${OUT:-out}
cache=$out/policeuk.sqlite
sample=policeuk_plugin/resources/sample
python=.venv/bin/python
mkdir -p "$out"

cache() { "$python" -m offline_cache --cache "$cache" "$@"; }

# Looked at before anything is touched.
# shellcheck disable=SC2086
for path in ${archive:+"$archive"} ${AREAS:-}; do
    [[ -e $path ]] || { echo "run: $path does not exist. Check the name; nothing was changed." >&2; exit 1; }
done

# A cache of something else than is asked for now would mix invented and real crimes. The old one stays until the
# new one is whole.
wanted=${archive:+$(realpath -m "$archive")}
wanted=${wanted:-the invented sample}
kept=$cache
if [[ -e $cache && "$(cat "$out/.made-of" 2>/dev/null)" != "$wanted" ]]; then
    echo "== $cache was made of $(cat "$out/.made-of" 2>/dev/null || echo something else): starting afresh with $wanted"
    echo "   (make run keeps one archive at a time; to add to a cache: $python -m offline_cache --cache $cache import ...)"
    cache=$out/.policeuk-new.sqlite
    rm -f "$cache" "$cache"-shm "$cache"-wal
fi

if [[ -n $archive ]]; then
    echo "== Importing $archive"
    cache import "$archive"
    # shellcheck disable=SC2086
    [[ -z ${AREAS:-} ]] || cache areas import $AREAS
else
    echo "== Importing the invented sample (use ARCHIVE=path for files of your own)"
    cache import "$sample"/*.zip
    cache areas import "$sample"/*.geojson "$sample"/*.csv
fi
if [[ $cache != "$kept" ]]; then
    rm -f "$kept" "$kept"-shm "$kept"-wal
    mv "$cache" "$kept"
    cache=$kept
fi
printf '%s\n' "$wanted" > "$out/.made-of"
cache status

echo "== Drawing the layers"
# Debian has no OSTN15 grid: PROJ says so many times and takes the next best, which is 2 m instead of 1 m.
known='hgridshift: could not find|pipeline: Pipeline: Bad step|ERROR 6: The PNG driver does not|^$'
tools/headless.sh "$python" tools/make_project.py --cache "$cache" --out "$out" 2> >(grep -Ev "$known" >&2 || true)

# Where crimes of one type cluster, on a page to hand on; without outlines a sentence says what to import.
echo "== Vehicle crime: clusters and density"
analyse() { "$python" -m policeuk_plugin --cache "$cache" "$@" --type "Vehicle crime" 2>"$out/.said" || tail -n 1 "$out/.said"; }
analyse clusters --out "$out/clusters.gpkg" --report "$out/clusters.html"
analyse density --out "$out/density.tif" --report "$out/density.html"
rm -f "$out/.said"

project=$(find "$out" -maxdepth 1 -name '*.qgz' -print -quit)
echo
echo "Made in $out/:"
find "$out" -maxdepth 1 -type f ! -name '.*' ! -name '*-shm' ! -name '*-wal' -printf '  %f  (%k kB)\n' | sort
cat <<TEXT

What to try next:
  qgis $project
      the map in QGIS; move the temporal controller month by month
  make run ARCHIVE=path/to/archive.zip
      your own files from data.police.uk
  $python -m offline_cache --cache $cache counts --by crime_type
  $python -m policeuk_plugin --cache $cache clusters --type Burglary --out $out/burglary.gpkg --report $out/burglary.html
      numbers with what is missing named
  make package
      the plugin as a zip for QGIS (Plugins > Manage and Install Plugins > Install from ZIP)
TEXT

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} && -t 0 && -z ${CI:-} ]]; then
    echo "Opening QGIS ..."
    make --no-print-directory package
    QGIS_PLUGINPATH=$PWD/build setsid qgis "$project" >/dev/null 2>&1 &
fi

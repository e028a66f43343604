#!/usr/bin/env bash
# run_demo.sh [ARCHIVE]: published files in, a styled QGIS project, a map and a summary out.
# AREAS="PATH ...": outlines, look-ups and populations to go with ARCHIVE. OUT: the folder, out/ where it is not set.
# FORCE=slug FROM=month TO=month: downloaded from data.police.uk. SERVICE=1: from a stand-in on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
archive=${1:-}
out=${OUT:-out}
cache=$out/policeuk.sqlite
sample=policeuk_plugin/resources/sample
python=.venv/bin/python
mkdir -p "$out"

force=${FORCE:-}
[[ -z ${SERVICE:-} ]] || force=${force:-dogger-bank}
from=${FROM:-} to=${TO:-}

cache() { "$python" -m offline_cache --cache "$cache" "$@"; }

if [[ -n $archive && -n $force ]]; then
    echo "run: give ARCHIVE, or FORCE (and SERVICE), not both. Nothing was changed." >&2
    exit 1
fi

# Looked at before anything is touched.
# shellcheck disable=SC2086
for path in ${archive:+"$archive"} ${AREAS:-}; do
    [[ -e $path ]] || { echo "run: $path does not exist. Check the name; nothing was changed." >&2; exit 1; }
done

# A cache of something else than is asked for now would mix invented and real crimes. The old one stays until the
# new one is whole.
wanted=${archive:+$(realpath -m "$archive")}
[[ -z $force ]] || wanted="$force, ${from:-36 months} to ${to:-the newest}, of ${SERVICE:+the stand-in of }data.police.uk"
wanted=${wanted:-the invented sample}
kept=$cache
if [[ -e $cache && "$(cat "$out/.made-of" 2>/dev/null)" != "$wanted" ]]; then
    echo "== $cache was made of $(cat "$out/.made-of" 2>/dev/null || echo something else): starting afresh with $wanted"
    echo "   (make run keeps one archive at a time; to add to a cache: $python -m offline_cache --cache $cache import ...)"
    cache=$out/.policeuk-new.sqlite
    rm -f "$cache" "$cache"-shm "$cache"-wal
fi

# The stand-in tells where it is when it listens; it ends with this script.
start_service() {
    "$python" -m tests.service >"$out/.service" 2>/dev/null &
    service=$!
    trap 'kill $service 2>/dev/null || true; rm -f "$out/.service"' EXIT
    for _ in {1..100}; do
        grep -q '^export POLICEUK_POSTCODES_URL' "$out/.service" && break
        sleep 0.1
    done
    # shellcheck disable=SC1090
    source <(grep '^export POLICEUK_' "$out/.service")
    echo "== A stand-in of data.police.uk runs on this machine; it serves the invented sample"
}

if [[ -n $force ]]; then
    [[ -z ${SERVICE:-} ]] || start_service
    echo "== Downloading $force (a run that was cut off goes on where it stopped)"
    cache fetch --force "$force" ${from:+--from "$from"} ${to:+--to "$to"}
    if [[ $force == dogger-bank ]]; then
        cache reference import "$sample"/*.geojson "$sample"/*.csv
    else
        cache areas fetch --force "$force" || echo "   (the map is made without the outlines of areas)"
    fi
elif [[ -n $archive ]]; then
    echo "== Importing $archive"
    cache import "$archive"
    # shellcheck disable=SC2086
    [[ -z ${AREAS:-} ]] || cache areas import $AREAS
else
    echo "== Importing the invented sample (use ARCHIVE=path for files of your own)"
    cache import "$sample"/*.zip
    cache reference import "$sample"/*.geojson "$sample"/*.csv
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

#!/usr/bin/env bash
# All the set-up on a Debian machine: the packages that are missing, then .venv on the system's Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PACKAGES=(qgis python3-qgis qgis-providers libsqlite3-mod-spatialite gdal-bin
    python3-venv python3-pip python3-numpy python3-shapely python3-pyproj python3-requests
    xvfb xauth xdotool imagemagick)

stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

missing_packages() {
    local package
    for package in "${PACKAGES[@]}"; do
        [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || echo "$package"
    done
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

may_become_root() {
    [[ $EUID -eq 0 ]] && return
    command -v sudo >/dev/null || return
    [[ -t 0 ]] || sudo -n true 2>/dev/null
}

install_packages() {
    local command="apt-get install -y --no-install-recommends $*"
    may_become_root || stop "these Debian packages are missing and installing them needs administrator rights." \
        "Have someone who has them run:  sudo $command   and then run make again."
    echo "setup: installing Debian packages (about 460 MB to download the first time): $*"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q || stop "the list of Debian packages could not be fetched." \
        "Connect this machine to the network (once is enough) and run make again."
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive $command ||
        stop "Debian packages could not be installed; the lines above say which. Mend that and run make again."
}

if command -v dpkg-query >/dev/null; then
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -eq 0 ]] || install_packages "${missing[@]}"
elif ! /usr/bin/python3 -c 'import qgis.core' 2>/dev/null; then
    stop "this is not a Debian machine and /usr/bin/python3 has no QGIS." \
        "Install QGIS 3.22 or later with its Python bindings and GDAL, then run make again."
fi
/usr/bin/python3 -c 'import qgis.core' || stop "/usr/bin/python3 cannot load QGIS; the lines above say why."

tools/venv.sh test dev

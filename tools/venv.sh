#!/usr/bin/env bash
# venv.sh EXTRA...: .venv on the system's Python (the one that has QGIS), with those extras of pyproject.toml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Any other Python on PATH has neither QGIS nor loadable SQLite extensions.
[[ -x .venv/bin/python ]] || /usr/bin/python3 -m venv --system-site-packages .venv

# pyproj looks for its data beside the interpreter, and for a `proj` program that need not be there.
[[ ! -d /usr/share/proj ]] || { mkdir -p .venv/share && ln -sfn /usr/share/proj .venv/share/proj; }

.venv/bin/python - "$@" > .venv/requirements.txt <<'PY'
import sys, tomllib
extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
print("\n".join(line for extra in sys.argv[1:] for line in extras[extra]))
PY
# Everything is pinned, so nothing is asked of the network when it is all there.
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r .venv/requirements.txt || {
    echo "setup: Python packages could not be installed; the lines above say which." \
        "Connect this machine to the network (once is enough) and run make again." >&2
    exit 1
}
touch .venv/.ready
echo "setup: ready ($(.venv/bin/python -c 'import sys; from qgis.core import Qgis
print("QGIS", Qgis.QGIS_VERSION, "Python", sys.version.split()[0])'))"

#!/usr/bin/env bash
# headless.sh COMMAND...: run it without a screen, in a QGIS profile of its own that goes away afterwards.
set -euo pipefail
private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
mkdir -m 0700 "$private/runtime" "$private/profile"
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$private/runtime" QGIS_CUSTOM_CONFIG_PATH="$private/profile"
unset PYTHONDONTWRITEBYTECODE  # a suite starts hundreds of programs, each of which would compile all of it anew
export PYTHONPATH="$PWD${PYTHONPATH:+:$PYTHONPATH}"
"$@"

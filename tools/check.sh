#!/usr/bin/env bash
# Every static check, all of them even when one fails; settings are in pyproject.toml.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PWD/.venv/bin:$PATH"
SHIPPED=(offline_cache policeuk_plugin)
failed=()

check() {
    local name=$1
    shift
    printf '%-16s ' "$name"
    local output
    if output=$("$@" 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$output"; failed+=("$name"); fi
}

secrets() { git ls-files -z --cached --others --exclude-standard -- "$@" | xargs -0 detect-secrets-hook --; }

check format ruff format --check
check lint ruff check
check types mypy
check "import rules" python -m pytest -q tests/test_architecture.py
check "Python 3.9" vermin --quiet --no-tips --violations -t=3.9- "${SHIPPED[@]}"
check "Qt 6, QGIS 4" python -m tools.qt6_check policeuk_plugin
check security bandit --quiet --recursive -c pyproject.toml "${SHIPPED[@]}"
check secrets secrets "${SHIPPED[@]}" tools metadata.txt
check shell bash -c 'for script in tools/*.sh .ci/run; do bash -n "$script" || exit 1; done'

[[ ${#failed[@]} -eq 0 ]] && echo "all checks passed" && exit
echo "failed: ${failed[*]}"
exit 1

#!/usr/bin/env bash
# The suite and the packaged zip on QGIS 3.22, 3.40 and 3.44: this machine's and Debian's others in chroots.
# MATRIX_DIR: where the chroots are made and kept (2 GB each). SUITES: which, of "bookworm trixie sid".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${MATRIX_DIR:-/var/tmp/policeuk-matrix}
suites=${SUITES:-bookworm trixie sid}
chroot_tool=${CHROOT_TOOL:-../shared/tools/chroot.sh}
shared=$(realpath -m ../shared)
zip=$(find dist -name '*.zip' -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2)
here=$(. /etc/os-release && echo "$VERSION_CODENAME")
logs=$PWD/build/matrix
results=()
status=0
mkdir -p "$logs"

stop() { printf 'matrix: %s\n' "$*" >&2; exit 1; }
[[ -n $zip ]] || stop "there is no zip in dist/; run make package first."

# The commands that run inside, in the repository's folder.
INSIDE='set -e
tools/venv.sh test
rm -rf .qgis-settings
[[ ! -d build/matrix-project ]] || export POLICEUK_PROJECT="$PWD/build/matrix-project"
suite=0; tools/headless.sh .venv/bin/python -m pytest -q -p no:cacheprovider || suite=$?
POLICEUK_PLUGIN_ZIP="$PWD/$1" tools/headless.sh .venv/bin/python -m pytest -q -p no:cacheprovider tests/test_installed.py || suite=$?
exit $suite'

# A project of every layer, made by this machine's QGIS, which all others open (tests/test_project_versions.py).
make_project() {
    rm -rf build/matrix-project
    tools/headless.sh .venv/bin/python -m tools.version_project --out build/matrix-project > "$logs/project.log" 2>&1 ||
        stop "the project for all versions was not made, see $logs/project.log"
}

unmount() {
    mountpoint -q "$1/root/policeuk/shared" && umount "$1/root/policeuk/shared"
    return 0
}

prepare() {
    local root=$1 suite=$2
    if [[ ! -x $root/usr/bin/qgis_process.bin ]] || ! mountpoint -q "$root/proc" || ! mountpoint -q "$root/dev"; then
        [[ $EUID -eq 0 ]] || stop "a chroot needs root: sudo make matrix"
        [[ -x $chroot_tool || -r $chroot_tool ]] || stop "$chroot_tool is missing (CHROOT_TOOL=path names another)."
        command -v debootstrap >/dev/null || stop "debootstrap is missing: apt-get install debootstrap"
        echo "matrix: setting up $suite in $root (about 5 minutes the first time)"
        mkdir -p "$folder"
        bash "$chroot_tool" "$suite" "$root" || return 1
    fi
    mkdir -p "$root/root/policeuk/main"
    # Everything but .venv afresh.
    find "$root/root/policeuk/main" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
    git ls-files -z --cached --others --exclude-standard | tar --create --null --ignore-failed-read -T - 2>/dev/null |
        tar --extract -C "$root/root/policeuk/main"
    mkdir -p "$root/root/policeuk/main/dist" "$root/root/policeuk/main/build"
    cp "$zip" "$root/root/policeuk/main/dist/"
    cp -r build/matrix-project "$root/root/policeuk/main/build/"
    [[ -d $shared ]] || return 0
    mkdir -p "$root/root/policeuk/shared"
    mountpoint -q "$root/root/policeuk/shared" || mount --bind -o ro "$shared" "$root/root/policeuk/shared"
}

run_chroot() {
    local root=$1 certificates=()
    [[ -e $root/etc/ssl/certs/host-ca.crt ]] && certificates=(PIP_CERT=/etc/ssl/certs/host-ca.crt)
    chroot "$root" /usr/bin/env -i HOME=/root LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "${certificates[@]}" \
        bash -c "cd /root/policeuk/main && $INSIDE" matrix "$2"
}

run_here() { bash -c "$INSIDE" matrix "$1"; }

make_project
for suite in $suites; do
    log=$logs/$suite.log
    began=$SECONDS
    echo "matrix: $suite (log: $log)"
    if [[ $suite == "$here" ]]; then
        run_here "$zip" > "$log" 2>&1
    else
        prepare "$folder/$suite" "$suite" && run_chroot "$folder/$suite" "$zip" > "$log" 2>&1
    fi
    code=$?
    unmount "$folder/$suite"
    [[ $code -eq 0 ]] || status=1
    version=$(sed -n 's/^setup: ready (\(.*\))$/\1/p' "$log" | tail -1)
    mapfile -t closing < <(sed -n 's/^=* *\([0-9].* in [0-9.]*s\).*/\1/p' "$log" | tail -2)
    results+=("$(printf '%-9s %-40s %-44s %-26s %5ss %s' "$suite" "$version" "${closing[0]:-did not run}" \
        "${closing[1]:-did not run}" $((SECONDS - began)) "$([[ $code -eq 0 ]] && echo ok || echo FAILED)")")
done

printf '\n%-9s %-40s %-44s %-26s %6s\n' suite version 'suite of tests' 'installed zip' time
printf '%s\n' "${results[@]}"
exit $status

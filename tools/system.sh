#!/usr/bin/env bash
# Install QGIS and what else comes from the distribution; when all is there, do nothing and use no network.
set -euo pipefail

packages=(qgis python3-qgis python3-gdal python3-numpy python3-scipy libopenblas0-pthread python3-matplotlib
    python3-venv python3-pip xvfb xauth fonts-dejavu-core ca-certificates)

is_complete() {
    { [ -x /usr/bin/qgis_process.bin ] || command -v qgis_process; } >/dev/null &&
        command -v xvfb-run >/dev/null &&
        command -v xauth >/dev/null &&
        [ -x /usr/bin/python3 ] &&
        QT_QPA_PLATFORM=offscreen /usr/bin/python3 -c \
            "import ensurepip, matplotlib, osgeo.gdal, pip, qgis.core, scipy, venv" 2>/dev/null
}

# NumPy works without, and ten times as slowly where there are many data: Debian then has the reference BLAS only.
has_fast_blas() {
    local file
    for file in /usr/lib/*/libblas.so.3 /usr/lib64/libblas.so.3; do
        if [ -e "$file" ]; then
            [[ "$(readlink -f "$file")" != */blas/libblas.so.3* ]]
            return
        fi
    done
}

say() { echo "$*" >&2; }

is_complete && has_fast_blas && exit 0

if ! command -v apt-get >/dev/null; then
    say "This machine has no apt-get: please install QGIS 3.22 or newer with its Python 3, SciPy, matplotlib, pip and Xvfb."
    exit 1
fi

as_root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        say "Packages are missing and need root or sudo to be installed: apt-get install ${packages[*]}"
        exit 1
    fi
    as_root=(sudo)
fi

apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a \
        apt-get -qq -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

say "Installing QGIS and what else is missing: this takes some minutes the first time."
# A stale list of some other repository must not stop us: the installation tells whether it mattered.
apt update >&2 || say "apt-get update had problems; going on."
apt install --yes --no-install-recommends "${packages[@]}" >&2

if ! is_complete; then
    say "The packages are installed, but /usr/bin/python3 cannot import QGIS, SciPy, matplotlib, GDAL, pip and venv together:"
    QT_QPA_PLATFORM=offscreen /usr/bin/python3 -c \
        "import ensurepip, matplotlib, osgeo.gdal, pip, qgis.core, scipy, venv" || true
    exit 1
fi

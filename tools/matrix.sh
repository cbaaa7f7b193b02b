#!/usr/bin/env bash
# Run all tests with the QGIS of Debian releases: matrix.sh trixie sid …
#
# Each is a system of its own in build/matrix (debootstrap; as root; 3 GB and about half an hour for each), with the
# checkout as git has it. What came of them is in build/matrix/results.md, what they printed beside it.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
matrix="$here/build/matrix"
mirror=${MIRROR:-} # none: the one that debootstrap takes by itself
packages=(qgis python3-qgis python3-gdal python3-numpy python3-scipy libopenblas0-pthread python3-matplotlib
    python3-venv python3-pip xvfb xauth fonts-dejavu-core ca-certificates git make)

say() { echo "$*" >&2; }

inside() { # a command in a system, whose mounts end with it
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child bash -c '
        set -e
        mount -t proc proc "$0/proc"
        mount --rbind /dev "$0/dev"
        mount -t tmpfs tmpfs "$0/dev/shm" 2>/dev/null || true
        exec chroot "$0" env HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' "$@"
}

make_system() {
    local suite=$1 root=$2
    say "$suite: making a system."
    rm -rf "$root"
    mkdir -p "$matrix"
    debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"} >"$matrix/$suite.system.txt"
    cp /etc/resolv.conf "$root/etc/"
    apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-)' >"$root/etc/apt/apt.conf.d/99machine" || true
    inside "$root" apt-get -qq update >>"$matrix/$suite.system.txt" 2>&1
    inside "$root" apt-get -qq --yes --no-install-recommends install "${packages[@]}" >>"$matrix/$suite.system.txt" 2>&1
    for file in /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do # how this machine reaches a package index
        if [ -e "$file" ]; then install -D "$file" "$root$file"; fi
    done
    touch "$root/.ready"
}

run_tests() {
    local suite=$1 root=$2 checkout="$2/srv/checkout"
    git init -q "$checkout"
    git -C "$checkout" fetch -q --depth 1 "file://$here" HEAD
    git -C "$checkout" reset -q --hard FETCH_HEAD
    inside "$root" make -C /srv/checkout .venv/.installed extlibs/lasio/__init__.py
    inside "$root" make -C /srv/checkout -k -j2 tests-of-algorithms tests-of-core tests-of-commands tests-of-windows || true
}

row() { # of the table of results
    local suite=$1 root=$2 versions counts
    versions=$(inside "$root" env QT_QPA_PLATFORM=offscreen python3 -c "
import platform, numpy, scipy
from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR
print(Qgis.QGIS_VERSION.split('-')[0], QT_VERSION_STR, platform.python_version(), numpy.__version__, scipy.__version__, sep=' | ')" 2>/dev/null)
    counts=$(for run in core qgis runs dock; do
        printf ' | %s' "$(grep -E "^$run: =+ .*(passed|failed|error).* in " "$matrix/$suite.txt" | tail -1 |
            sed -E "s/^$run: =+ (.*) in [0-9].*/\1/")"
    done)
    echo "| $suite | $versions$counts |"
}

if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    say "The tests of other releases need root and the package debootstrap: apt-get install debootstrap"
    exit 1
fi
mkdir -p "$matrix"
results="$matrix/results.md"
{
    echo "| Debian | QGIS | Qt | Python | NumPy | SciPy | tests of the core | tests of algorithms | tests of commands | tests of windows |"
    echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
} >"$results"
for suite in "$@"; do
    root="$matrix/$suite"
    [ -e "$root/.ready" ] || make_system "$suite" "$root"
    say "$suite: running the tests, which are printed to build/matrix/$suite.txt."
    run_tests "$suite" "$root" >"$matrix/$suite.txt" 2>&1
    row "$suite" "$root" | tee -a "$results"
done

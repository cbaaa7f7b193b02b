#!/usr/bin/env bash
# Link the checkout into the plugin folder given as the only argument, under the plugin's real name.
set -euo pipefail

plugins=$1
link="$plugins/stochastic_kriging"

if [ -e "$link" ] && [ ! -L "$link" ]; then
    echo "$link is an installed copy: uninstall it in QGIS or move it away first." >&2
    exit 1
fi
mkdir -p "$plugins"
ln -sfn "$(pwd -P)" "$link"
echo "Linked $link: restart QGIS and enable 'Stochastic Kriging' in the plugin manager."

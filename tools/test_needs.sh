#!/usr/bin/env bash
# Installs the programs that tests use beside Python packages, with apt-get when root.
set -euo pipefail

packages=()
# Java's own compiler and JAXB, with which tools/verapdf.py runs veraPDF.
command -v javac >/dev/null || packages+=(default-jdk-headless)
[ -e /usr/share/java/jaxb-runtime.jar ] || packages+=(libjaxb-java)

[ ${#packages[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "test: install ${packages[*]} to run every test (only root can do it here, with apt-get)." >&2
    echo "test: the tests that need them are skipped." >&2
    exit 0
fi
echo "test: installing ${packages[*]}"
log=$(mktemp)
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}"; } \
    >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "test: apt-get could not install ${packages[*]}; see above." >&2
    exit 1
fi
rm -f "$log"

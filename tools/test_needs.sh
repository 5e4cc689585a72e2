#!/usr/bin/env bash
# Installs what tests use beside the locked packages of `make setup`: programs, with apt-get when
# root, and the second engine, which few need and which is large.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

packages=()
# Java runs Spark; its own compiler and JAXB run veraPDF (tools/verapdf.py).
command -v javac >/dev/null || packages+=(default-jdk-headless)
[ -e /usr/share/java/jaxb-runtime.jar ] || packages+=(libjaxb-java)
# A real browser for the site's pages, and the other database that the site can keep its records in.
command -v chromium chromium-browser google-chrome >/dev/null || packages+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || packages+=(postgresql)

if [ ${#packages[@]} -eq 0 ]; then
    :
elif [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "test: install ${packages[*]} to run every test (only root can do it here, with apt-get)." >&2
    echo "test: the tests that need them are skipped." >&2
else
    echo "test: installing ${packages[*]}"
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        echo "test: apt-get could not install ${packages[*]}; see above." >&2
        exit 1
    fi
fi

# Installed again when the lock names another version. setup.sh has installed what builds it.
wanted=$(sed -n 's/^pyspark==\([^ ]*\).*/\1/p' requirements-spark.lock)
installed=$(.venv/bin/python -c 'from importlib.metadata import version; print(version("pyspark"))' 2>/dev/null || true)
if [ "$installed" != "$wanted" ]; then
    echo "test: installing Spark $wanted (a minute or two)"
    if ! .venv/bin/python -m pip --disable-pip-version-check install --quiet --progress-bar off \
        --require-hashes --no-build-isolation \
        --requirement requirements.lock --requirement requirements-spark.lock >"$log" 2>&1; then
        cat "$log" >&2
        echo "test: Spark could not be installed; see above." >&2
        exit 1
    fi
fi

#!/usr/bin/env bash
# Builds the site's styles and scripts with Node into src/scrutiny/web/static, and puts them where the
# site serves them from. Without Node everything but the site works, so that is no failure except in CI.
# Where packages come from is the machine's own npm configuration.
set -euo pipefail
cd "$(dirname "$0")/../src/scrutiny/web/assets"

readonly oldest_node=20
version=$(node --version 2>/dev/null || echo v0)
version=${version#v}
if [ "${version%%.*}" -lt "$oldest_node" ] || ! command -v npm >/dev/null; then
    echo "setup: the site is not built, for it needs Node $oldest_node or later with npm. Install it and run: make setup" >&2
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs a program and shows what it says only if it fails.
quietly() {
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        echo "setup: the site could not be built; see above. Run make setup again to go on." >&2
        exit 1
    fi
}

if ! cmp -s package-lock.json node_modules/.built-from; then
    echo "setup: fetching what builds the site"
    # No package needs to run a program of its own to be installed.
    quietly npm ci --ignore-scripts
    cp package-lock.json node_modules/.built-from
fi
quietly npm run build
cd ../../../..
quietly env DJANGO_SETTINGS_MODULE=scrutiny.web.settings.local SCRUTINY_WORKSPACE= \
    .venv/bin/python -m django collectstatic --noinput --clear
touch src/scrutiny/web/static/.built

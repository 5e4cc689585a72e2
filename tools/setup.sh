#!/usr/bin/env bash
# Makes .venv with the locked dependencies, each checked against its hash, and the package itself.
# Where packages come from is the machine's own pip configuration.
set -euo pipefail
cd "$(dirname "$0")/.."

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python; do
    if suits "$candidate"; then python=$candidate && break; fi
done
if [ -z "$python" ]; then
    echo "setup: Python 3.11 or later is needed and was not found. Install it, or name it: make setup PYTHON=/path/to/python" >&2
    exit 1
fi

# A virtual environment remembers its folder; one that was moved, or that lost its Python, is made anew.
if ! suits .venv/bin/python || ! grep -qsF "$PWD/.venv" .venv/bin/pip; then
    echo "setup: making .venv (about a minute)"
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        echo "setup: $python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs pip, says how far it is on a terminal, and shows its complaints only if it fails.
pip() {
    if ! .venv/bin/python -u -m pip --disable-pip-version-check "$@" 2>"$log" | progress; then
        cat "$log" >&2
        echo "setup: pip could not install; see above. Run make setup again to go on." >&2
        exit 1
    fi
}

progress() {
    local total found=0 word
    total=$(grep -c '==' requirements.lock)
    while read -r word _; do
        if [ ! -t 1 ]; then continue; fi
        case $word in
            Collecting) found=$((found + 1)) && printf '\rsetup: %d of about %d packages' "$found" "$total" ;;
            Installing) printf '\rsetup: installing them                 \n' ;;
        esac
    done
}

pip install --require-hashes --progress-bar off --requirement requirements.lock
# The build backend is in the lock, so building the package downloads nothing.
pip install --quiet --no-index --no-deps --no-build-isolation --editable .
echo "setup: ready, the command is .venv/bin/scrutiny"

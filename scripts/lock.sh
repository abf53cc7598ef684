#!/bin/sh
# Locks what Vigie runs and is tested with: exact versions and hashes, no addresses.
# Usage: scripts/lock.sh            after a change of pyproject.toml
#        scripts/lock.sh --upgrade  to take newer versions
set -eu
cd -- "$(dirname -- "$0")/.."

lock() {
    file=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --output-file "requirements/$file" "$@"
}

project="--override requirements/overrides.txt pyproject.toml"
command -v uv >/dev/null || PATH=$PWD/.venv/bin:$PATH
lock run.txt $project --extra postgres "$@"
lock test.txt $project --extra test --extra postgres --constraint requirements/run.txt "$@"
echo uv | lock uv.txt "$@" -

#!/usr/bin/env bash
# wheelhouse.sh: lays out dist/images/cairn, the context from which Cairn's images are built without any download:
#   requirements/IMAGE.txt   the part of requirements.lock that the image needs, hashes included
#   wheels/  own/IMAGE/      the wheels of all of them; our own wheels
#   share/IMAGE/             the built portal, the public catalogue
#   uv                       what installs the wheels, as locked
# `make install` comes before: it builds the portal and brings uv.
set -euo pipefail
cd "$(dirname "$0")/../.."
context=dist/images/cairn
bin=.venv/bin
services=(catalog learners reporting gateway)

# requirements IMAGE SERVICE…: uv keeps what these services need of the pins that it finds in its output file, the whole lock.
requirements() {
  local output=$context/requirements/$1.txt
  cp requirements.lock "$output"
  "$bin/uv" pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
    $(printf -- '--no-emit-package cairn-%s ' contracts platform "${services[@]}") $(printf 'services/%s/pyproject.toml ' "${@:2}") -o "$output"
  if grep -vxFf requirements.lock "$output" >&2; then
    echo "These lines of $1's requirements are not in requirements.lock; run make lock." >&2
    return 1
  fi
}

# download: every wheel once; they are kept until the pins change.
download() {
  local stamp=$context/wheels/.downloaded
  cmp -s "$stamp" "$context/requirements/jobs.txt" && return
  echo "Download the wheels of requirements.lock"
  rm -rf "$context/wheels"
  "$bin/pip" download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: --python-version 3.11 \
    --dest "$context/wheels" --requirement "$context/requirements/jobs.txt"
  cp "$context/requirements/jobs.txt" "$stamp"
}

# own IMAGE SERVICE…: the wheels that were built from this repository. Copies: a builder keeps a layer of links although the files have changed.
own() {
  local image=$1 name
  mkdir -p "$context/own/$image" "$context/share/$image"
  for name in contracts platform "${@:2}"; do
    cp "$context/own/cairn_$name"-*.whl "$context/own/$image/"
  done
}

rm -rf "$context"/{requirements,own,share}
mkdir -p "$context"/{requirements,own}
requirements jobs "${services[@]}"
download
"$bin/uv" build --quiet --wheel --all-packages --out-dir "$context/own"
own jobs "${services[@]}"
for service in "${services[@]}"; do
  requirements "$service" "$service"
  own "$service" "$service"
done
cp -r portal/dist "$context/share/gateway/portal"
rm -f "$context/share/gateway/portal/.built"
cp -r demo/catalogue "$context/share/jobs/catalogue"
cp -f "$bin/uv" "$context/uv"

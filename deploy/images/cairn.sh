#!/usr/bin/env bash
# cairn.sh: builds Cairn's images from the context that wheelhouse.sh lays out.
#   REPOSITORY  what their names begin with   TAG  their tag   BASE  the image that they are built from
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} # Debian's engine has no BuildKit
repository=${REPOSITORY:?} tag=${TAG:?} base=${BASE:-debian:bookworm-slim}
commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)

# build IMAGE TARGET PROBE_URL
build() {
  echo "Build $repository/$1:$tag"
  docker build --quiet --force-rm --file deploy/images/Dockerfile --target "$2" --tag "$repository/$1:$tag" \
    --build-arg BASE="$base" --build-arg IMAGE="$1" --build-arg PROBE_URL="$3" --build-arg VERSION="$tag" --build-arg COMMIT="$commit" \
    dist/images/cairn >/dev/null
}

for service in catalog learners reporting; do
  build "$service" cairn grpc://127.0.0.1:7100
done
build gateway cairn http://127.0.0.1:8000/livez
build jobs jobs ""

#!/usr/bin/env bash
# stores.sh: builds images of Kafka, MongoDB and Keycloak from the files that deploy/local pins: for the tests, and for those who have no registry
# with the public images.
#   REPOSITORY  what their names begin with   TAG  their tag, beside each store's own version   BASE  the image that they are built from
# wheelhouse.sh comes before: the check of the MongoDB image is installed from the same wheels.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} # Debian's engine has no BuildKit
repository=${REPOSITORY:?} tag=${TAG:-0.1.0} base=${BASE:-debian:bookworm-slim}
contexts=dist/images
bin=.venv/bin

brought=$("$bin/python" deploy/images/artifacts.py)
{
  read -r kafka_version kafka_libs
  read -r keycloak_version keycloak_home
  read -r mongo_version mongod
} <<<"$brought"

# fresh STORE: an empty context with what lies beside the store's Dockerfile.
fresh() {
  rm -rf "${contexts:?}/$1"
  cp -r "deploy/images/$1" "$contexts/$1"
}

# build STORE VERSION
build() {
  echo "Build $repository/$1:$2"
  docker build --quiet --force-rm --tag "$repository/$1:$2" --tag "$repository/$1:$tag" --build-arg BASE="$base" "$contexts/$1" >/dev/null
}

fresh kafka
cp -r "$kafka_libs" "$contexts/kafka/libs"
cp deploy/local/kafka/log4j2.properties "$contexts/kafka/"
build kafka "$kafka_version"

fresh mongo
cp "$mongod" "$contexts/mongo/mongod"
cp "$contexts/cairn/uv" "$contexts/mongo/uv"
cp requirements.lock "$contexts/mongo/requirements.txt"
"$bin/uv" pip compile --quiet --universal --generate-hashes --no-header --no-annotate - -o "$contexts/mongo/requirements.txt" <<<pymongo
mkdir "$contexts/mongo/wheels"
cp "$contexts"/cairn/wheels/{pymongo,dnspython}-*.whl "$contexts/mongo/wheels/"
build mongo "$mongo_version"

fresh keycloak
cp -r "$keycloak_home" "$contexts/keycloak/keycloak"
rm -rf "$contexts/keycloak/keycloak/data"
chmod +x "$contexts"/keycloak/keycloak/bin/*.sh # unpacking has lost the modes
build keycloak "$keycloak_version"

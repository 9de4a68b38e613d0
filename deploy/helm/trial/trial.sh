#!/usr/bin/env bash
# trial.sh STEP: installs the chart as an operator would, on the cluster of KUBECONFIG, with stores of its own as pods. Steps, in this order:
#   stores     namespaces, certificates, secrets, Kafka with TLS and SASL, MongoDB with TLS and users, Keycloak
#   install    helm install --wait of the images TAG, then helm test
#   demo       enters the demo's tenants through the gateway's Service and writes demo.json into STATE
#   journey    the README's journey with curl, through the gateway's Service
#   upgrade    helm upgrade to the images TAG under load: every accepted request has to be there afterwards
#   rollback   helm rollback to the revision before, under load as well
#   uninstall  and what is left then
# Settings: TAG (0.1.0), STATE (a folder for certificates, demo.json and results), HELM (helm).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
python=.venv/bin/python
helm=${HELM:-helm} tag=${TAG:-0.1.0} state=${STATE:-.local/trial}
mkdir -p "$state" && chmod 700 "$state"

secret() { kubectl create secret generic "$@" --dry-run=client -o yaml | kubectl apply -f - >/dev/null; }
password() { [ -s "$state/$1" ] || openssl rand -hex 16 | tr -d '\n' >"$state/$1"; cat "$state/$1"; }
address() { kubectl -n "$1" get service "$2" -o jsonpath='{.spec.clusterIP}'; }

certificate() { # STORE: for its Service, signed by the trial's own authority
  local name=$1.cairn-stores.svc
  openssl req -newkey rsa:2048 -nodes -keyout "$state/$1.key" -subj "/CN=$name" -out "$state/$1.csr" 2>/dev/null
  openssl x509 -req -in "$state/$1.csr" -CA "$state/ca.crt" -CAkey "$state/ca.key" -CAcreateserial -days 30 -out "$state/$1.crt" \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1' "$name") 2>/dev/null
  cat "$state/$1.key" "$state/$1.crt" "$state/ca.crt" >"$state/$1.pem"
}

stores() {
  kubectl create namespace cairn-stores --dry-run=client -o yaml | kubectl apply -f -
  kubectl create namespace cairn --dry-run=client -o yaml | kubectl apply -f -
  kubectl label namespace cairn pod-security.kubernetes.io/enforce=restricted --overwrite
  [ -s "$state/ca.crt" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout "$state/ca.key" -out "$state/ca.crt" -subj /CN=trial 2>/dev/null
  certificate kafka && certificate mongo
  [ -s "$state/keyfile" ] || openssl rand -base64 48 >"$state/keyfile"
  local jaas="org.apache.kafka.common.security.plain.PlainLoginModule required user_cairn=\"$(password kafka-password)\";"
  secret kafka-server -n cairn-stores --from-file=server.pem="$state/kafka.pem" --from-literal=jaas="$jaas"
  secret mongo-server -n cairn-stores --from-file=server.pem="$state/mongo.pem" --from-file=keyfile="$state/keyfile"
  for namespace in cairn-stores cairn; do
    secret keycloak-admin -n $namespace --from-literal=username=admin --from-literal=password="$(password keycloak-password)"
  done
  secret stores-ca -n cairn --from-file=ca.crt="$state/ca.crt"
  secret cairn-kafka -n cairn --from-literal=username=cairn --from-literal=password="$(password kafka-password)"
  secret cairn-mongo -n cairn \
    --from-literal=url="mongodb://cairn:$(password mongo-password)@mongo.cairn-stores.svc:27017/?replicaSet=rs0&authSource=admin"
  secret cairn-portal -n cairn --from-literal=client-secret="$(password portal-secret)"
  $python "$here/demo.py" spec >"$state/spec.yaml"
  secret cairn-tenants -n cairn --from-file=spec.yaml="$state/spec.yaml"
  kubectl -n cairn-stores apply -f "$here/stores.yaml"
  kubectl -n cairn-stores rollout status deployment/mongo --timeout=5m
  # The first user may be made from inside without one.
  kubectl -n cairn-stores exec deployment/mongo -- env PASSWORD="$(password mongo-password)" PYTHONPATH=/opt/replica-set-ready python3.11 -c '
import os
from pymongo import MongoClient
from pymongo.errors import OperationFailure
roles = [{"role": role, "db": "admin"} for role in ("readWriteAnyDatabase", "dbAdminAnyDatabase", "clusterMonitor", "backup", "restore")]
try:
    MongoClient("127.0.0.1", directConnection=True).admin.command("createUser", "cairn", pwd=os.environ["PASSWORD"], roles=roles)
except OperationFailure as error:
    if error.code != 13:  # it is there already, and so nobody may without a password
        raise'
  kubectl -n cairn-stores rollout status deployment/kafka deployment/keycloak --timeout=10m
}

install() {
  $helm upgrade --install cairn deploy/helm/cairn --namespace cairn --values "$here/values.yaml" --set image.tag="$tag" --wait --timeout 15m
  kubectl -n cairn get pods -o wide
  $helm test cairn --namespace cairn
}

demo() {
  $python "$here/demo.py" enter --gateway "http://$(address cairn cairn-gateway)" --keycloak "http://$(address cairn-stores keycloak):8080" \
    --result "$state/demo.json"
}

journey() { # exactly the README's commands, with this demo.json
  (
    cd "$state" && mkdir -p .local && cp demo.json .local/demo.json
    sed -n '/^## The journey with curl/,/^## /p' "$OLDPWD/README.md" | sed -n '/^```bash/,/^```/p' | sed '/^```/d' >journey.sh
    bash -euo pipefail journey.sh
    echo
    python3 - <<'PYTHON'
import json
before, after = (json.load(open(name)) for name in ("before.json", "after.json"))
print("the gap before and after differs:", before != after)
raise SystemExit(before == after)
PYTHON
  )
}

under_load() { # COMMAND…: while requests are made from outside and afterwards counted
  $python "$here/load.py" --demo "$state/demo.json" --result "$state/load.json" -- "$@"
}

upgrade() {
  under_load $helm upgrade cairn deploy/helm/cairn --namespace cairn --values "$here/values.yaml" --set image.tag="$tag" --wait --timeout 15m
}

rollback() { under_load $helm rollback cairn --namespace cairn --wait --timeout 15m; }

uninstall() {
  $helm uninstall cairn --namespace cairn --wait
  kubectl -n cairn wait --for=delete pod -l app.kubernetes.io/instance=cairn --timeout=2m
  echo "left in the namespace, but for what was there before (secrets, the root certificate, the default account):"
  kubectl -n cairn get "$(kubectl api-resources --verbs=list --namespaced -o name | grep -v '^events' | paste -sd, -)" \
    --ignore-not-found --no-headers -o name
}

"${1:?which step: see the first lines of this file}"

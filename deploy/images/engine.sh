#!/usr/bin/env bash
# engine.sh start: a container engine on a Debian machine, installed where it is missing and started where none answers; root only.
# engine.sh stop: ends the engine that `start` has started; one that ran before is left alone.
set -euo pipefail
log=/var/log/cairn-dockerd.log
pid_file=/run/cairn-dockerd.pid

answers() { docker info >/dev/null 2>&1; }

refuse() {
  echo "No container engine can run here: $1" >&2
  exit 1
}

install_engine() {
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  command -v iptables >/dev/null || missing+=(iptables)
  ((${#missing[@]})) || return 0
  echo "Install ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# dockerd with the storage driver that it chooses itself, else with the one that works everywhere.
launch() {
  local options
  for options in "" "--storage-driver=vfs"; do
    # shellcheck disable=SC2086  # no option at all must not become an empty one
    setsid dockerd --pidfile "$pid_file" $options >"$log" 2>&1 </dev/null &
    for _ in {1..60}; do
      answers && return 0
      kill -0 $! 2>/dev/null || break
      sleep 0.5
    done
    kill $! 2>/dev/null || true
    wait $! 2>/dev/null || true
  done
  return 1
}

start() {
  answers && return 0
  ((EUID == 0)) || refuse "none answers, and only root can start one."
  command -v apt-get >/dev/null || command -v dockerd >/dev/null || refuse "there is no dockerd, and no apt-get to install it."
  install_engine || refuse "docker.io could not be installed."
  echo "Start dockerd (its log is $log)"
  launch || refuse "dockerd does not start: $(grep -Ei 'failed|error' "$log" | tail -n 1)"
}

stop() {
  [[ -f $pid_file ]] || return 0
  local pid
  pid=$(<"$pid_file")
  kill "$pid" 2>/dev/null || return 0
  for _ in {1..60}; do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.5
  done
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  *) sed -n '2,3s/^# //p' "$0" >&2; exit 2 ;;
esac

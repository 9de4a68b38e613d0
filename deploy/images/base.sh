#!/usr/bin/env bash
# base.sh IMAGE: sees that the base image is there: from the engine, else from a registry, else made of Debian's packages (root, Debian).
set -euo pipefail
image=${1:?an image}

docker image inspect "$image" >/dev/null 2>&1 && exit
docker pull --quiet "$image" 2>/dev/null && exit
[[ $image == debian:bookworm-slim ]] || { echo "No registry gives $image, and only debian:bookworm-slim can be made here." >&2; exit 1; }

echo "No registry gives $image: make it by debootstrap"
if ! command -v debootstrap >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi
root=$(mktemp -d /var/tmp/cairn-base.XXXXXX)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root/debian" >"$root/log" || { tail -n 3 "$root/log" >&2; exit 1; }

# As slim as the published image: no manuals, documents and translations, now and in what is installed on top of it.
slim=(/usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /usr/share/lintian)
printf 'path-exclude %s/*\n' "${slim[@]}" >"$root/debian/etc/dpkg/dpkg.cfg.d/slim"
find "$root/debian/usr/share/doc" -type f ! -name copyright -delete
rm -rf "$root/debian"/usr/share/{man,info,locale,lintian}/* "$root/debian"/var/cache/apt/* "$root/debian"/var/lib/apt/lists/* "$root/debian"/var/log/*
# Security updates come from where this machine has them.
if [[ -s /etc/apt/sources.list.d/debian.sources ]]; then
  rm -f "$root/debian/etc/apt/sources.list"
  cp /etc/apt/sources.list.d/debian.sources "$root/debian/etc/apt/sources.list.d/"
elif [[ -s /etc/apt/sources.list ]]; then
  cp /etc/apt/sources.list "$root/debian/etc/apt/"
fi
tar -C "$root/debian" -c . | docker import --change 'CMD ["bash"]' - "$image" >/dev/null

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a sandbox, inside a new mount namespace. Arguments: the work directory, the number of paths, the paths
# that are visible, the number of writable directories, these, the command. All other mounts become read-only; the command
# has no capability to change that.
set -eu
top=$1 new=$1/sandbox count=$2
shift 2
mkdir -p "$new"
mount -t tmpfs -o mode=755 twlen "$new"
while [ "$count" -gt 0 ]; do
  mkdir -p "$new$(dirname "$1")"
  if [ -L "$1" ]; then
    ln -s "$(readlink "$1")" "$new$1"
  elif [ -d "$1" ]; then
    mkdir "$new$1"
    mount --rbind "$1" "$new$1"
  elif [ -f "$1" ]; then
    : >"$new$1"
    mount --bind "$1" "$new$1"
  fi
  shift
  count=$((count - 1))
done
mkdir -p "$new/proc" "$new/tmp" "$new/var/tmp" "$new/dev" "$new$top"
for device in null zero full random urandom; do
  : >"$new/dev/$device"
  mount --bind "/dev/$device" "$new/dev/$device"
done
mount --bind "$top" "$new$top"
# Some containers forbid it; rpm works without.
mount -t proc proc "$new/proc" 2>/dev/null || :
# Fields five and six of mountinfo are the mount point and its options.
while read -r _ _ _ _ place options _; do
  place=$(printf '%b' "$place")
  case $place in "$new"/?*) mount -o "remount,bind,$options,ro" "$place" ;; esac
done </proc/self/mountinfo
count=$1
shift
while [ "$count" -gt 0 ]; do
  mount --bind "$1" "$new$1"
  shift
  count=$((count - 1))
done
exec chroot "$new" setpriv --bounding-set=-all --inh-caps=-all --no-new-privs \
  sh -c 'cd "$0" && exec "$@"' "$top" "$@"

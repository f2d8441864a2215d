#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Reports the state of a host before and after a deployment; changes nothing. kernel-install.sh uses these functions.

# Prints the release of image $1. GRUB boots its first entry where the image is empty.
release_of() {
  image=${1:-$(image_of 0)}
  # An entry may have a link, such as /vmlinuz.
  for link in "/$image" "/boot/$image"; do
    if [ -L "$link" ]; then image=$(readlink -f "$link"); fi
  done
  image=${image##*/}
  printf '%s\n' "${image#vmlinuz-}"
}

legacy_image() {
  legacy_menu | number=$1 awk -F '\t' '$1 == ENVIRON["number"] { print $2; exit }'
}

# Prints the release that the host boots by default; empty if unknown.
default_release() {
  if [ "$kind" = legacy ]; then
    image=$(legacy_image "$(legacy_default)")
    printf '%s\n' "${image#vmlinuz-}"
  elif grep -q '^[[:space:]]*set default="[$]{saved_entry}"' "$config"; then
    release_of "$(image_of "$(variable saved_entry)")"
  else
    release_of ''
  fi
}

# Prints the release selected for one boot; empty if none is.
next_release() {
  if [ "$kind" = legacy ]; then
    # shellcheck disable=SC2046 # Two numbers: the entry, and 1 for a single boot.
    set -- $(od -A n -t u1 -j 525 -N 2 /boot/grub/stage2 2> /dev/null)
    [ "${2:-0}" = 1 ] || return 0
    image=$(legacy_image "$1")
    printf '%s\n' "${image#vmlinuz-}"
  else
    next=$(variable next_entry)
    [ -z "$next" ] || release_of "$(image_of "$next")"
  fi
}

# Prints kind and ID of each running container and virtual machine, from the control groups: the programs that manage
# them would create directories.
containers() {
  cat /proc/[0-9]*/cgroup 2> /dev/null | sed -n \
    -e 's|.*/docker[-/]\([0-9a-f]\{12\}\)[0-9a-f]*.*|docker \1|p' -e t \
    -e 's|.*/libpod-\([0-9a-f]\{12\}\)[0-9a-f]*.*|podman \1|p' -e t \
    -e 's|.*/crio-\([0-9a-f]\{12\}\)[0-9a-f]*.*|cri-o \1|p' -e t \
    -e 's|.*/cri-containerd[-:]\([0-9a-f]\{12\}\)[0-9a-f]*.*|containerd \1|p' -e t \
    -e 's|.*/lxc[./]payload[./]\([A-Za-z0-9._-]*\).*|lxc \1|p' -e t \
    -e 's|.*/machine-\([A-Za-z0-9._\\-]*\)\.scope.*|machine \1|p' | sort -u | head -n 100
}

# Prints the releases in /boot whose names twlen made.
ours() {
  ls /boot 2> /dev/null | sed -n 's/^vmlinuz-//p' | grep -E '[-.]tw([0-9]+|ctl)([^0-9a-z]|$)' | head -n 100
}

system() {
  if [ -e /etc/os-release ]; then
    sed -n 's/^PRETTY_NAME="*\([^"]*\)"*$/\1/p' /etc/os-release
  else
    cat /etc/redhat-release 2> /dev/null
  fi | head -n 1
}

# Prints the free KiB and the mount point of a directory.
free() {
  df -P -k "$1" 2> /dev/null | awk 'NR == 2 { print $4, $6 }'
}

# The initramfs of the running kernel, in KiB: that of another kernel has about the same size.
initramfs_size() {
  ls -l -n /boot/init*"$running"* 2> /dev/null | awk '{ bytes += $5 } END { printf "%d\n", bytes / 1024 }'
}

booted() {
  say "running $(uname -r)"
  say "boot-id $(cat /proc/sys/kernel/random/boot_id)"
}

look() {
  running=$(uname -r)
  booted
  say "machine $(uname -m)"
  say "system $(system)"
  say "uptime $(sed 's/[^0-9].*//' /proc/uptime)"
  say "kind $(own_packages)"
  for directory in /boot /lib/modules /var/tmp; do
    say "free $directory $(free "$directory")"
  done
  say "initramfs $(initramfs_size)"
  who 2> /dev/null | head -n 100 | while read -r line; do say "user $line"; done
  containers | while read -r line; do say "container $line"; done
  ours | while read -r line; do say "ours $line"; done
  if [ "$release" ] && [ -e "/boot/vmlinuz-$release" ]; then say "installed $release"; fi
  if has_secure_boot; then say 'secure-boot enabled'; else say 'secure-boot disabled'; fi
  find_loader
  say "loader $kind"
  say "default $(default_release)"
  say "next $(next_release)"
  say 'did look'
}

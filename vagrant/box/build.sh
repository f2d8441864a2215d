#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds a Vagrant box for libvirt from the Debian release of this host: build.sh OUT.box
# Uses no mount and no loop device: mke2fs fills the image, and dd writes the boot loader.
set -eu

SIZE_GIB=40   # disk size in the guest; the image is sparse
START=2048    # first sector of the file system, after the boot loader
here=$(cd "$(dirname "$0")" && pwd)

refuse() {
  echo "build.sh: $1" >&2
  echo "          $2" >&2
  exit 3
}

[ $# -eq 1 ] || { echo "usage: $0 OUT.box" >&2; exit 2; }
case $1 in /*) out=$1 ;; *) out=$PWD/$1 ;; esac
[ "$(id -u)" = 0 ] || refuse "cannot create files of root: not root" "fix: sudo $0 $1"
PATH=$PATH:/usr/sbin:/sbin
for need in mmdebstrap:mmdebstrap mke2fs:e2fsprogs sfdisk:fdisk qemu-img:qemu-utils tar:tar gzip:gzip; do
  command -v "${need%:*}" > /dev/null || refuse "${need%:*} is missing" "fix: apt-get install ${need#*:}"
done
# Use the suite and the repositories of this host.
suite=$(. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME") ||
  refuse "cannot build a box: this host is not Debian" "fix: run it on Debian, for example in a container"
sources=
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  [ ! -s "$list" ] || sources="$sources $list"
done
[ -n "$sources" ] || refuse "cannot find package sources in /etc/apt" "fix: add one, see sources.list(5)"

mkdir -p "$(dirname "$out")"
work=$(mktemp -d "$(dirname "$out")/.box-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Use the apt settings (proxies, timeouts) of this host.
apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' > "$work/apt.conf" || true

echo "build.sh: installing Debian $suite (about a minute)"
# shellcheck disable=SC2086  # a list of files
mmdebstrap --quiet --mode=root --variant=minbase \
  --aptopt="$work/apt.conf" --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --include="$(sed 's/#.*//' "$here/packages" | tr -s ' \n' ,)" \
  "$suite" "$work/root" $sources

echo "build.sh: configuring the guest"
sh "$here/setup.sh" "$work/root" "$here/vagrant.pub"

echo "build.sh: writing the disk"
disk=$work/disk.img
truncate -s "${SIZE_GIB}G" "$disk"
echo "start=$START, type=83, bootable" | sfdisk --quiet --label dos "$disk"
uuid=$(cat "$work/root/etc/twlen-root-uuid")
rm "$work/root/etc/twlen-root-uuid"
# The first stage of GRUB goes to sector 0. It loads the rest from sector 1.
grub=$work/root/usr/lib/grub/i386-pc
dd if="$grub/boot.img" of="$disk" bs=440 count=1 conv=notrunc status=none
dd if="$work/root/boot/grub/i386-pc/core.img" of="$disk" bs=512 seek=1 conv=notrunc status=none
mke2fs -q -t ext4 -L root -U "$uuid" -d "$work/root" -E "offset=$((START * 512))" \
  "$disk" "$((SIZE_GIB * 1024 - START / 2048))M"
rm -rf "$work/root"
qemu-img convert -f raw -O qcow2 "$disk" "$work/box.img"
rm "$disk"

echo "build.sh: packing the box"
printf '{"provider":"libvirt","format":"qcow2","virtual_size":%d}\n' "$SIZE_GIB" > "$work/metadata.json"
cp "$here/box.Vagrantfile" "$work/Vagrantfile"
pack=gzip
! command -v pigz > /dev/null || pack=pigz
tar -C "$work" -cf - metadata.json Vagrantfile box.img | "$pack" -1 > "$work/out.box"
mv "$work/out.box" "$out"
echo "build.sh: $out is ready"

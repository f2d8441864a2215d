#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs a kernel in a guest beside the existing one, and boots it once. Runs as root.
#
#   kernel-install.sh kind                     prints the package format of this guest
#   kernel-install.sh install RELEASE FILE...  RPMs, a .deb, the tar of `make tar-pkg`, or a bzImage
#   kernel-install.sh once RELEASE             boots this kernel once, then the current one again
#
# README.md in this directory describes the output. Requires a POSIX shell and the distribution's kernel tools.

MARK='@twlen1'
# After a panic, the guest restarts and boots the old kernel.
PANIC=panic=10
# Adds a serial console if the running kernel has none.
SERIAL='console=tty0 console=ttyS0'

say() {
  printf '%s %s\n' "$MARK" "$*"
}

fail() {
  say "failed $*"
  exit 1
}

has() {
  command -v "$1" > /dev/null 2>&1
}

# Runs a command with its output in the log. After a failure, prints the last lines.
try() {
  said=$("$@" 2>&1 < /dev/null)
  code=$?
  [ -z "$said" ] || printf '%s\n' "$said"
  [ "$code" = 0 ] || fail "$1 failed with exit code $code: $(printf '%s\n' "$said" | grep -v '^ *$' | tail -n 1)"
}

# --- packages --------------------------------------------------------------------------------------------------------

# Debian may have rpm, but does not install packages with it.
own_packages() {
  if has dpkg && has apt-get; then
    echo deb
  elif has rpm && [ -n "$(rpm -qa 2> /dev/null | head -n 1)" ]; then
    echo rpm
  else
    echo none
  fi
}

# All kernels share one firmware directory, so firmware is upgraded. Kernels are installed side by side. --oldpackage:
# the guest may have a newer kernel.
install_rpms() {
  has rpm || fail 'cannot install an RPM: rpm not found'
  set_apart=''
  # A guest with another package format has no RPM database for the requirements.
  if [ "$(own_packages)" != rpm ]; then set_apart=--nodeps; fi
  for file; do
    case ${file##*/} in *-firmware-*) try rpm -Uvh --oldpackage $set_apart "$file" ;; esac
  done
  for file; do
    shift
    case ${file##*/} in *-firmware-*) ;; *) set -- "$@" "$file" ;; esac
  done
  # shellcheck disable=SC2086 # An option or none.
  try rpm -ivh --oldpackage $set_apart "$@"
  say "did rpm -ivh --oldpackage${set_apart:+ $set_apart}"
}

install_deb() {
  has dpkg || fail 'cannot install a .deb: dpkg not found'
  export DEBIAN_FRONTEND=noninteractive
  try dpkg -i "$@"
  say 'did dpkg -i'
}

# Unpacks into a temporary directory. If /lib is a link, a tar with a directory lib/ would replace it.
install_tar() {
  aside=$(mktemp -d /var/tmp/kernel.XXXXXX) || fail 'cannot create a directory in /var/tmp'
  trap 'rm -rf "$aside"' EXIT
  try tar -C "$aside" --no-same-owner -xf "$1"
  # The image with symbols does not boot, and /boot may be too small for it.
  rm -f "$aside"/boot/vmlinux-*
  try cp -a "$aside/boot/." /boot/
  mkdir -p /lib/modules
  if [ -d "$aside/lib/modules" ]; then try cp -a "$aside/lib/modules/." /lib/modules/; fi
  say 'did tar'
}

install_image() {
  try cp "$1" "/boot/vmlinuz-$release"
  say "did cp to /boot/vmlinuz-$release"
}

# Does what the package scripts did not. After a tar or a foreign package, this is everything.
finish() {
  if [ ! -e "/boot/vmlinuz-$release" ]; then
    # Since el8, the image is beside the modules until kernel-install copies it. The kernel-install of Debian uses
    # another directory.
    image="/lib/modules/$release/vmlinuz"
    [ -e "$image" ] || fail "the package has no /boot/vmlinuz-$release"
    if has grubby && has kernel-install; then try kernel-install add "$release" "$image"; fi
    [ -e "/boot/vmlinuz-$release" ] || try cp "$image" "/boot/vmlinuz-$release"
  fi
  mkdir -p "/lib/modules/$release"
  if [ ! -e "/lib/modules/$release/modules.dep" ] && has depmod; then try depmod "$release"; fi
  if [ ! -e "/boot/initrd.img-$release" ] && [ ! -e "/boot/initramfs-$release.img" ] && needs_initramfs; then
    if has update-initramfs; then
      try update-initramfs -c -k "$release"
    elif has dracut; then
      try dracut --force "/boot/initramfs-$release.img" "$release"
    fi
  fi
}

# A kernel with built-in drivers can mount a plain root partition. Without an initramfs, Debian's update-grub passes the
# device or partition instead of the UUID, which only an initramfs can resolve.
needs_initramfs() {
  [ -z "$(find "/lib/modules/$release" -name '*.ko*' 2> /dev/null | head -n 1)" ] || return 0
  has update-grub || return 0
  case $(findmnt -n -o SOURCE / 2> /dev/null) in
    /dev/[hsv]d[a-z]* | /dev/nvme*) return 1 ;;
  esac
}

install_all() {
  [ $# -gt 1 ] || fail 'missing package file'
  release=$1
  shift
  case $1 in
    *.rpm) install_rpms "$@" ;;
    *.deb) install_deb "$@" ;;
    *.tar | *.tar.*) install_tar "$1" ;;
    *) install_image "$1" ;;
  esac
  finish
}

# --- the boot loader -------------------------------------------------------------------------------------------------

has_serial() {
  grep -q console=ttyS /proc/cmdline
}

# The old GRUB stores the number in its stage2, which overrides the default in grub.conf. Its shell exits with 0 even
# after an error.
once_by_old_grub() {
  said=$(printf 'savedefault --default=%s --once\nquit\n' "$1" | grub --batch --no-floppy 2>&1)
  code=$?
  printf '%s\n' "$said"
  why=$(printf '%s\n' "$said" | grep 'Error [0-9]' | head -n 1)
  if [ "$code$why" != 0 ]; then fail "grub cannot save the next boot: ${why:-exit code $code}"; fi
}

# Enterprise Linux 6 to 10: grubby supports grub.conf of the old GRUB, grub.cfg, and entries of the Boot Loader
# Specification.
once_by_grubby() {
  has grub2-reboot || has grub || fail 'cannot boot a kernel once: grub2-reboot and grub not found'
  image="/boot/vmlinuz-$release"
  if ! grubby --info="$image" > /dev/null 2>&1; then
    try grubby --add-kernel="$image" --initrd="/boot/initramfs-$release.img" --title="Linux $release" --copy-default
  fi
  more=$PANIC
  has_serial || more="$more $SERIAL"
  try grubby --update-kernel="$image" --args="$more"
  try grubby --set-default="/boot/vmlinuz-$(uname -r)"
  # A Boot Loader Specification entry has an ID. grubby and GRUB may number such entries differently.
  info=$(grubby --info="$image")
  entry=$(printf '%s\n' "$info" | sed -n 's/^id="\(.*\)"$/\1/p' | head -n 1)
  index=$(printf '%s\n' "$info" | sed -n 's/^index=//p' | head -n 1)
  [ -n "$index" ] || fail "grubby has no entry for $image"
  if has grub2-reboot; then
    try grub2-reboot "${entry:-$index}"
    say 'did grub2-reboot'
  else
    once_by_old_grub "$index"
    say 'did grub savedefault --once'
  fi
}

# Prints the menu entry for kernel $1, which may be in a submenu.
debian_entry() {
  menu=/boot/grub/grub.cfg
  entry=$(sed -n "s/.*\(gnulinux-$(printf '%s' "$1" | sed 's/[.[\*^$/]/\\&/g')-advanced-[^' ]*\).*/\1/p" "$menu" | head -n 1)
  below=$(sed -n "s/.*\(gnulinux-advanced-[^' ]*\).*/\1/p" "$menu" | head -n 1)
  [ -n "$entry" ] || fail "update-grub wrote no entry for $1 into $menu"
  echo "${below:+$below>}$entry"
}

# Debian and derivatives. Their default is the newest kernel; here it must remain the running one.
once_by_grub_reboot() {
  ours=/etc/default/grub.d/twlen.cfg
  mkdir -p "${ours%/*}"
  more=$PANIC
  # This file may define the serial console of the running kernel.
  if ! has_serial || grep -qs console=ttyS "$ours"; then more="$more $SERIAL"; fi
  # shellcheck disable=SC2016 # The variable is for grub's own scripts.
  printf 'GRUB_DEFAULT=saved\nGRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX %s"\n' "$more" > "$ours"
  try update-grub
  now=$(debian_entry "$(uname -r)") || { echo "$now"; exit 1; }
  next=$(debian_entry "$release") || { echo "$next"; exit 1; }
  try grub-set-default "$now"
  try grub-reboot "$next"
  say 'did grub-reboot'
}

once() {
  release=$1
  [ -e "/boot/vmlinuz-$release" ] || fail "cannot find /boot/vmlinuz-$release"
  if has grubby; then
    once_by_grubby
  elif has grub-reboot && has update-grub; then
    once_by_grub_reboot
  else
    fail 'cannot boot a kernel once: grubby and grub-reboot not found'
  fi
  # twlen may power the guest off without a shutdown.
  sync
}

# Root's programs, which may be missing from a user's PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
case ${1:-} in
  kind) say "kind $(own_packages)" ;;
  install) shift; install_all "$@" ;;
  once) once "${2:-}" ;;
  *) fail "usage: kernel-install.sh kind | install RELEASE FILE... | once RELEASE" ;;
esac

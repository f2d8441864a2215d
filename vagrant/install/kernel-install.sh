#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs a kernel beside the existing one, and boots it once. Runs as root on the host or guest.
#
#   kernel-install.sh kind                      prints the package format of this host
#   kernel-install.sh check RELEASE [FILE...]   whether a kernel can be installed and booted once; installs nothing
#   kernel-install.sh install RELEASE FILE...   RPMs, a .deb, the tar of `make tar-pkg`, or a bzImage
#   kernel-install.sh once RELEASE [serial]     boots this kernel once, then the current one again
#   kernel-install.sh keep RELEASE              makes this kernel the default
#   kernel-install.sh back RELEASE              makes another kernel the default, for removing this one
#   kernel-install.sh remove RELEASE            removes this kernel, which must not run
#   kernel-install.sh look [RELEASE]            prints the state of this host; changes nothing
#   kernel-install.sh booted                    prints the running kernel and the ID of this boot
#   kernel-install.sh restart RELEASE           restarts, if this kernel boots next
#
# README.md in this directory describes the output. Requires a POSIX shell and the distribution's kernel tools. twlen
# joins the files of this directory into one; alone, this file reads the others.

MARK='@twlen1'
# After a panic, the host restarts and boots the old kernel.
PANIC=panic=10
# Adds a serial console if the running kernel has none.
SERIAL='console=tty0 console=ttyS0'
serial='' undo=''

say() {
  printf '%s %s\n' "$MARK" "$*"
}

# Reports the reason $1 and the repair $2.
fail() {
  say "failed $1"
  [ -z "${2:-}" ] || say "fix $2"
  [ -z "$undo" ] || "$undo"
  exit 1
}

has() {
  command -v "$1" > /dev/null 2>&1
}

# Runs a command with its output in the log.
run() {
  said=$("$@" 2>&1 < /dev/null 9<&-)
  code=$?
  [ -z "$said" ] || printf '%s\n' "$said"
}

require_success() {
  [ "$code" = 0 ] || fail "$1 failed with exit code $code: $(printf '%s\n' "$said" | grep -v '^ *$' | tail -n 1)"
}

try() {
  run "$@"
  require_success "$1"
}

# A lost connection does not stop a running command, and the next run waits for it.
begin() {
  trap '' HUP PIPE
  if has flock; then exec 9< /boot && flock 9; fi
}

# The release is part of paths that root writes and removes.
require_release() {
  case $release in
    '') fail 'missing release' 'pass the release, as uname -r prints it' ;;
    .* | -* | *[!A-Za-z0-9._+~-]*) fail "cannot use $release: not a kernel release" 'pass the release, as uname -r prints it' ;;
  esac
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
# the host may have a newer kernel.
install_rpms() {
  has rpm || fail 'cannot install an RPM: rpm not found' 'pass a .deb, or a tar of make tar-pkg'
  set_apart=''
  # A host with another package format has no RPM database for the requirements.
  if [ "$(own_packages)" != rpm ]; then set_apart=--nodeps; fi
  for file; do
    shift
    if is_installed "$file"; then continue; fi
    case ${file##*/} in
      *-firmware-*) try rpm -Uvh --oldpackage $set_apart "$file" ;;
      *) set -- "$@" "$file" ;;
    esac
  done
  # shellcheck disable=SC2086 # An option or none.
  if [ $# -gt 0 ]; then run rpm -ivh --oldpackage $set_apart "$@"; else code=0; fi
  installed=$code why=$said
  # The package made its kernel the default, even if it failed later.
  if [ "$kind" != debian ]; then set_default "$running"; fi
  code=$installed said=$why
  require_success rpm
  say "did rpm -ivh --oldpackage${set_apart:+ $set_apart}"
}

# Returns whether rpm knows this very package, which it would reject.
is_installed() {
  package=$(rpm -qp --qf '%{name}-%{version}-%{release}.%{arch}' "$1" 2> /dev/null)
  [ "$package" ] && rpm -q "$package" > /dev/null 2>&1 || return 1
  [ "$(rpm -qp --qf '%{sigmd5}' "$1" 2> /dev/null)" = "$(rpm -q --qf '%{sigmd5}' "$package" 2> /dev/null)" ] ||
    fail "$package is installed, but from another build than $1" "run rpm -e $package, or build another release"
}

# Returns whether this very package is installed: its initramfs takes minutes on a slow host.
is_installed_deb() {
  has dpkg-deb && has dpkg-query && [ -e "/boot/vmlinuz-$release" ] || return 1
  package=$(dpkg-deb -f "$1" Package 2> /dev/null)
  [ "$package" ] && [ "$(dpkg-query -W -f '${Status}' "$package" 2> /dev/null)" = 'install ok installed' ] || return 1
  sums=$(dpkg-deb -I "$1" md5sums 2> /dev/null)
  [ "$sums" ] && [ "$sums" = "$(cat "/var/lib/dpkg/info/$package.md5sums" 2> /dev/null)" ]
}

install_deb() {
  has dpkg || fail 'cannot install a .deb: dpkg not found' 'pass an RPM, or a tar of make tar-pkg'
  if is_installed_deb "$1"; then
    say 'did dpkg -i'
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  try dpkg -i "$@"
  say 'did dpkg -i'
}

# Unpacks into a temporary directory. If /lib is a link, a tar with a directory lib/ would replace it.
install_tar() {
  aside=$(mktemp -d /var/tmp/kernel.XXXXXX) || fail 'cannot create a directory in /var/tmp' 'free space there'
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
    [ -e "$image" ] || fail "the package has no /boot/vmlinuz-$release" 'pass the package that contains the image, such as kernel-core'
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

require_other_release() {
  [ "$release" != "$running" ] || fail "$release is the running kernel" 'boot the other kernel first'
}

# Checks everything that can be checked before the first change.
check() {
  require_boot_loader
  require_other_release
  require_signed_package "$@"
}

install_all() {
  [ $# -gt 0 ] || fail 'missing package file' 'pass the packages of the kernel'
  check "$@"
  if [ "$kind" = debian ]; then prepare_debian; fi
  case $1 in
    *.rpm) install_rpms "$@" ;;
    *.deb) install_deb "$@" ;;
    *.tar | *.tar.*) install_tar "$1" ;;
    *) install_image "$1" ;;
  esac
  finish
  set_default "$running"
}

# Root's programs, which may be missing from a user's PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
if ! command -v find_loader > /dev/null; then
  for part in grub boot secure-boot look remove; do
    # shellcheck source=/dev/null
    . "$(dirname "$0")/$part.sh"
  done
fi
verb=${1:-} release=${2:-}
case $verb in
  check | install | once | keep | back | remove | restart) require_release; begin ;;
esac
case $verb in
  kind) say "kind $(own_packages)" ;;
  check | install)
    shift
    [ $# = 0 ] || shift
    if [ "$verb" = install ]; then install_all "$@"; else check "$@"; say "did check $release"; fi ;;
  once) serial=${3:-}; once ;;
  keep) keep ;;
  back) back ;;
  remove) remove ;;
  look) look ;;
  booted) booted ;;
  restart) restart ;;
  *) fail 'usage: kernel-install.sh VERB RELEASE; README.md in this directory lists the verbs' ;;
esac

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Refuses an unsigned kernel where Secure Boot would. kernel-install.sh uses these functions.

# With Secure Boot, GRUB rejects a kernel without a signature, and the host waits at its boot menu.
has_secure_boot() {
  [ -d /sys/firmware/efi ] || return 1
  state=$(mokutil --sb-state 2>&1)
  case $state in
    *'validation is disabled'* | *'SecureBoot disabled'*) return 1 ;;
    *'SecureBoot enabled'*) return 0 ;;
  esac
  # 1 after four bytes of attributes.
  case $(od -A n -t u1 -j 4 -N 1 /sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c 2> /dev/null) in
    *1) return 0 ;;
    *0) return 1 ;;
  esac
  say 'note cannot tell whether Secure Boot is enabled: install mokutil'
  return 1
}

word() {
  od -A n -t u4 -j "$2" -N 4 "$1" | tr -d ' \n'
}

# The PE header is at the offset in word 60; for 64 bits, the size of the signatures follows at 172.
is_signed() {
  header=$(word "$1" 60)
  [ "$(head -c 2 "$1")" = MZ ] && [ "$header" ] && [ "$header" -lt 4096 ] || return 1
  [ "$(word "$1" $((header + 172)))" -gt 0 ] 2> /dev/null
}

require_signature() {
  has_secure_boot || return 0
  is_signed "$1" || fail "Secure Boot is enabled and $release is not signed: GRUB would reject it" \
    'sign it with a key that mokutil --import enrolled, or disable Secure Boot'
  say 'note Secure Boot is enabled: the key that signed the kernel must be enrolled (mokutil --list-enrolled)'
}

# Takes the image out of the package before it is installed.
require_signed_package() {
  [ $# -gt 0 ] && has_secure_boot || return 0
  begin=$(mktemp) || fail 'cannot create a temporary file'
  for file; do
    [ -s "$begin" ] || image_in "$file" 2> /dev/null | head -c 8192 > "$begin"
  done
  signed=no
  if is_signed "$begin"; then signed=yes; fi
  rm -f "$begin"
  [ $signed = yes ] || fail "Secure Boot is enabled and $release is not signed: GRUB would reject it" \
    'sign it with a key that mokutil --import enrolled, or disable Secure Boot'
}

image_in() {
  case $1 in
    *.rpm) rpm2cpio "$1" | cpio -i --quiet --to-stdout '*/vmlinuz*' ;;
    *.deb) dpkg-deb --fsys-tarfile "$1" | tar -xOf - "./boot/vmlinuz-$release" ;;
    *.tar | *.tar.*) tar -xOf "$1" "boot/vmlinuz-$release" || tar -xOf "$1" "./boot/vmlinuz-$release" ;;
    *) cat "$1" ;;
  esac
}

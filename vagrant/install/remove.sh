#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Removes a kernel that is not running, and restarts the host. kernel-install.sh uses these functions.

# Prints the packages of the kernel: those of the same build, except the ones that other kernels share.
rpms_of_kernel() {
  has rpm || return 0
  for file in "/boot/vmlinuz-$release" "/lib/modules/$release/vmlinuz" "/lib/modules/$release"; do
    owner=$(rpm -qf --qf '%{name} %{version}-%{release}.%{arch}\n' "$file" 2> /dev/null | head -n 1)
    case $owner in kernel*' '*) break ;; esac
    owner=''
  done
  [ "$owner" ] || return 0
  base=${owner%% *}
  rpm -qa --qf '%{name} %{version}-%{release}.%{arch}\n' 2> /dev/null |
    base=${base%-core} build=${owner#* } awk '
      $2 == ENVIRON["build"] && index($1, ENVIRON["base"]) == 1 &&
      $1 !~ /-(firmware|headers|devel|doc|tools|tools-libs|tools-libs-devel|debug.*)$/ { print $1 "-" $2 }'
}

deb_of_kernel() {
  has dpkg-query || return 0
  dpkg-query -S "/boot/vmlinuz-$release" 2> /dev/null | sed -n '1s/:.*//p'
}

# Removes what packages leave, or never knew.
remove_files() {
  rm -f "/boot/vmlinuz-$release" "/boot/System.map-$release" "/boot/config-$release" "/boot/symvers-$release"* \
    "/boot/initrd.img-$release" "/boot/initramfs-$release.img" "/boot/.vmlinuz-$release.hmac"
  rm -rf "/lib/modules/${release:?}"
}

has_entry() {
  case $kind in
    legacy) [ "$(legacy_index "$release")" ] ;;
    *) if uses_bls; then
         grep -qs "^linux[[:space:]].*/vmlinuz-$release\$" /boot/loader/entries/*.conf
       else
         menu | image=vmlinuz-$release awk -F '\t' '$2 == ENVIRON["image"] { found = 1 } END { exit !found }'
       fi ;;
  esac
}

remove_entry() {
  if [ "$kind" = debian ]; then
    # Another twlen kernel still needs the saved default.
    [ "$(ours | grep -v -F -x -e "$release")" ] || rm -f /etc/default/grub.d/twlen.cfg
    try update-grub
  elif has_entry; then
    try grubby --remove-kernel="/boot/vmlinuz-$release"
  fi
  if has_entry; then fail "GRUB still has a boot menu entry for $release" "check $config"; fi
}

remove() {
  running=$(uname -r)
  require_other_release
  find_loader
  if [ -e "/boot/vmlinuz-$release" ] && [ "$(default_release)" = "$release" ]; then
    fail "$release is the default" "run kernel-install.sh back $release first"
  fi
  [ "$(next_release)" != "$release" ] || fail "$release is selected for the next boot" \
    "run kernel-install.sh back $release first"
  packages=$(rpms_of_kernel)
  deb=$(deb_of_kernel)
  by='rm'
  if [ "$packages" ]; then
    # shellcheck disable=SC2086 # Names without spaces.
    try rpm -e $packages
    by='rpm -e'
  elif [ "$deb" ]; then
    export DEBIAN_FRONTEND=noninteractive
    try dpkg -P "$deb"
    by='dpkg -P'
  fi
  # rpm -e leaves the menu entry of a kernel that rpm did not add.
  if [ "$kind" = debian ]; then remove_files; remove_entry; else remove_entry; remove_files; fi
  sync
  say "did $by"
}

# Restarts the host only if the next boot is release $release.
restart() {
  find_loader
  next=$(next_release)
  next=${next:-$(default_release)}
  [ "$next" = "$release" ] || fail "the next boot is ${next:-unknown}, not $release" "$BY_HAND"
  has shutdown || has reboot || fail 'cannot restart: shutdown and reboot not found' 'restart this host by hand'
  sync
  say "did restart"
  (
    sleep 1
    if has shutdown; then exec shutdown -r now; else exec reboot; fi
  ) < /dev/null > /dev/null 2>&1 &
}

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Selects kernels for the next boot and as default, and reads back from GRUB's files what it will boot.
# kernel-install.sh uses these functions.

# --- checks before and after -----------------------------------------------------------------------------------------

# Fails where the running kernel cannot remain the default, or cannot be followed by one boot of another kernel.
require_boot_loader() {
  running=$(uname -r)
  find_loader
  require_single_boot
  case $kind in
    grubby) require_saved_default; require_running_entry ;;
    legacy) require_legacy_default ;;
  esac
}

require_running_entry() {
  if uses_bls; then
    [ "$(bls_image "$(entry_of "$running")")" = "vmlinuz-$running" ] ||
      fail "the running kernel $running has no boot menu entry" \
        "run kernel-install add $running /lib/modules/$running/vmlinuz"
    return
  fi
  grubby --info="/boot/vmlinuz-$running" 2> /dev/null | grep -q '^id=' &&
    fail "GRUB does not read the boot menu entries that grubby changes: $config has no blscfg" \
      "write GRUB_ENABLE_BLSCFG=true in /etc/default/grub, then run grub2-mkconfig -o $config"
  # grubby saves the title, which GRUB looks up in the top level only.
  title=$(grubby --info="/boot/vmlinuz-$running" 2> /dev/null | sed -n 's/^title=//p' | head -n 1)
  [ "$(image_of "$title")" = "vmlinuz-$running" ] ||
    fail "the running kernel $running is not in the top level of the boot menu" \
      "write GRUB_DISABLE_SUBMENU=true in /etc/default/grub, then run grub2-mkconfig -o $config"
}

# GRUB Legacy uses its stage2 only at a default line.
require_legacy_default() {
  case $(legacy_default) in
    '' | *[!0-9]*) fail "$config has no line default=NUMBER, which GRUB needs for a single boot" \
      "write default=$(legacy_index "$running") as the first line of $config" ;;
  esac
  [ "$(legacy_index "$running")" ] || fail "the running kernel $running has no entry in $config" \
    "run grubby --add-kernel=/boot/vmlinuz-$running --initrd=/boot/initramfs-$running.img --title=$running --copy-default"
}

# Makes release $1 the default, and reads it back: grubby reports success where nothing was written.
set_default() {
  case $kind in
    grubby | legacy) try grubby --set-default="/boot/vmlinuz-$1" ;;
    debian) try grub-set-default "$(debian_entry "$1")" ;;
  esac
  require_default "$1"
}

require_default() {
  wrong="GRUB's default is not $1 but"
  repair='do not restart this host; repair the boot loader, then repeat this command'
  case $kind in
    legacy)
      image=$(legacy_menu | awk -F '\t' -v number="$(legacy_default)" '$1 == number { print $2 }')
      [ "$image" = "vmlinuz-$1" ] || fail "$wrong ${image:-none}, in $config" "$repair" ;;
    *)
      saved=$(variable saved_entry)
      [ "$(image_of "$saved")" = "vmlinuz-$1" ] || fail "$wrong ${saved:-none}, in $environment" "$repair" ;;
  esac
  if [ "$kind" != debian ]; then
    image=$(grubby --default-kernel)
    [ "${image##*/}" = "vmlinuz-$1" ] || fail "grubby's default is not $1 but ${image:-none}" "$repair"
  fi
}

# --- one boot --------------------------------------------------------------------------------------------------------

# Selects entry $1 of release $2 for the next boot only.
boot_once() {
  [ "$1" ] && [ "$(image_of "$1")" = "vmlinuz-$2" ] || fail "GRUB has no boot menu entry for $2 in $config" "$BY_HAND"
  try "$tool-reboot" "$1"
  next=$(variable next_entry)
  [ "$next" = "$1" ] ||
    fail "$tool-reboot did not select $1 for the next boot: $environment has ${next:-no next_entry}" "$recreate"
  # grub2-reboot may restore a default that an older version saved.
  require_default "$running"
}

# GRUB Legacy stores the number in its stage2. Its shell exits with 0 even after an error.
boot_once_by_stage2() {
  said=$(printf 'savedefault --default=%s --once\nquit\n' "$1" | grub --batch --no-floppy 2>&1)
  code=$?
  printf '%s\n' "$said"
  why=$(printf '%s\n' "$said" | grep 'Error [0-9]' | head -n 1)
  if [ "$code$why" != 0 ]; then fail "grub cannot save the next boot: ${why:-exit code $code}" "$BY_HAND"; fi
  # The shell writes to the disk, past the cache of the file. The number is at offset 12 of the second sector: default,
  # next boot, and 1 for a single boot.
  sync
  if [ -w /proc/sys/vm/drop_caches ]; then echo 1 > /proc/sys/vm/drop_caches; fi
  stored=$(od -A n -t u1 -j 525 -N 2 /boot/grub/stage2 | tr -s ' ')
  [ "$stored" = " $1 1" ] || fail "grub did not save the next boot $1: /boot/grub/stage2 has$stored" "$BY_HAND"
  require_default "$running"
}

add_grubby_entry() {
  image="/boot/vmlinuz-$release"
  if ! grubby --info="$image" 2> /dev/null | grep -q '^kernel='; then
    try grubby --add-kernel="$image" --initrd="/boot/initramfs-$release.img" --title="Linux $release" --copy-default
  fi
  more=$PANIC
  if [ "$serial" ] && ! has_serial; then more="$more $SERIAL"; fi
  try grubby --update-kernel="$image" --args="$more"
  case " $(grubby --info="$image" | sed -n 's/^args="\(.*\)"$/\1/p' | head -n 1) " in
    *" $PANIC "*) ;;
    *) fail "grubby did not add $PANIC to the boot menu entry of $release" "check $config" ;;
  esac
}

has_serial() {
  grep -q console=ttyS /proc/cmdline
}

# --- Debian ----------------------------------------------------------------------------------------------------------

# Debian's default is the newest kernel, so the running one is saved before another is installed.
prepare_debian() {
  ours=/etc/default/grub.d/twlen.cfg
  [ -e "$ours" ] || undo=forget_debian
  mkdir -p "${ours%/*}"
  more=$PANIC
  # This file may define the serial console of the running kernel.
  if { [ "$serial" ] && ! has_serial; } || grep -qs console=ttyS "$ours"; then more="$more $SERIAL"; fi
  # shellcheck disable=SC2016 # The variable is for grub's own scripts.
  printf 'GRUB_DEFAULT=saved\nGRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX %s"\n' "$more" > "$ours"
  try update-grub
  require_saved_default
  require_debian_entry "$running"
  set_default "$running"
}

# After a refusal. An installed kernel would become the default again.
forget_debian() {
  [ ! -e "/boot/vmlinuz-$release" ] || return 0
  rm -f "$ours"
  update-grub > /dev/null 2>&1
}

require_debian_entry() {
  [ "$(debian_entry "$1")" ] || fail "update-grub wrote no entry for $1 into $config" "check that /boot has its image"
}

# --- commands --------------------------------------------------------------------------------------------------------

once() {
  require_boot_loader
  require_other_release
  [ -e "/boot/vmlinuz-$release" ] || fail "cannot find /boot/vmlinuz-$release" "install $release first"
  require_signature "/boot/vmlinuz-$release"
  case $kind in
    debian)
      prepare_debian
      require_debian_entry "$release"
      boot_once "$(debian_entry "$release")" "$release" ;;
    legacy)
      add_grubby_entry
      set_default "$running"
      boot_once_by_stage2 "$(legacy_index "$release")" ;;
    grubby)
      add_grubby_entry
      set_default "$running"
      boot_once "$(entry_of "$release")" "$release" ;;
  esac
  if [ "$tool" ]; then say "did $tool-reboot"; else say 'did grub savedefault --once'; fi
  # The host may be powered off without a shutdown.
  sync
}

keep() {
  require_boot_loader
  [ -e "/boot/vmlinuz-$release" ] || fail "cannot find /boot/vmlinuz-$release" "install $release first"
  require_signature "/boot/vmlinuz-$release"
  if [ "$kind" = debian ]; then prepare_debian; require_debian_entry "$release"; fi
  set_default "$release"
  sync
  say "did keep $release"
}

# The old kernel is the running one, else the default, else the newest other one.
back() {
  require_boot_loader
  old=$running
  if [ "$old" = "$release" ]; then old=$(default_release); fi
  if [ "$old" = "$release" ] || [ ! -e "/boot/vmlinuz-$old" ]; then
    old=$(ls -v /boot/vmlinuz-* | sed 's/.*vmlinuz-//' | grep -v -F -x -e "$release" | grep -v rescue | tail -n 1)
  fi
  [ "$old" ] || fail "cannot find another kernel than $release in /boot" 'install one of the distribution'
  if [ "$kind" = debian ]; then prepare_debian; require_debian_entry "$old"; fi
  set_default "$old"
  if [ "$kind" = legacy ]; then
    running=$old
    boot_once_by_stage2 "$(legacy_index "$old")"
  else
    "$tool-editenv" "$environment" unset next_entry
    [ -z "$(variable next_entry)" ] || fail "the next boot is still $(variable next_entry), in $environment" "$recreate"
  fi
  sync
  say "did go back to $old"
}

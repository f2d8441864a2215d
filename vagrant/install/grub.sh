#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Reads what GRUB will read at the next boot, and refuses what it cannot do. Exit codes say nothing: grub2-reboot exits
# with 0 whatever grub2-editenv reports. kernel-install.sh uses these functions.

# --- the boot loader's files -----------------------------------------------------------------------------------------

# Where GRUB cannot boot a kernel once, an administrator can.
BY_HAND='choose the kernel in the boot menu at the console'
ELSEWHERE="move /boot to a plain partition with ext4 or xfs, or $BY_HAND"

# Sets kind (grubby, legacy or debian), config, and for GRUB 2 environment and tool, the prefix of its programs.
find_loader() {
  efi=''
  if [ -d /sys/firmware/efi ]; then efi=yes; fi
  if has grubby && has grub2-reboot; then
    kind=grubby tool=grub2 config=/boot/grub2/grub.cfg environment=/boot/grub2/grubenv
    if [ "$efi" ]; then find_efi_files; fi
  elif has grubby && has grub; then
    kind=legacy tool='' config=/boot/grub/grub.conf
    [ -z "$efi" ] || fail 'cannot boot a kernel once: GRUB 0.97 cannot do this with UEFI' "$BY_HAND"
  elif has grubby; then
    fail 'cannot boot a kernel once: grub2-reboot and grub not found' "$BY_HAND"
  elif has grub-reboot && has update-grub; then
    kind=debian tool=grub config=/boot/grub/grub.cfg environment=/boot/grub/grubenv
  else
    fail 'cannot boot a kernel once: grubby and grub-reboot not found' "$BY_HAND"
  fi
  mkconfig="${tool:-grub}-mkconfig -o $config"
  recreate="run ${tool:-grub}-editenv ${environment:-} create, then $mkconfig"
}

# Up to el8, GRUB reads grub.cfg and grubenv on the EFI system partition. Since el9, the grub.cfg there only leads to
# /boot/grub2. The tools always write /boot/grub2/grubenv: up to el8, it must be a link to the one of the partition.
find_efi_files() {
  stub=''
  for file in /boot/efi/EFI/*/grub.cfg; do
    case $file in */EFI/BOOT/* | */EFI/'*'/*) continue ;; esac
    [ -z "$stub" ] || stub=$(booted_efi_config "$stub" "$file")
    stub=${stub:-$file}
  done
  [ -e "$stub" ] || fail "cannot tell which /boot/efi/EFI/*/grub.cfg the firmware's GRUB reads" \
    'mount the EFI system partition at /boot/efi; with several systems on it, install efibootmgr'
  if grep -Eq '^[[:space:]]*(blscfg|menuentry|submenu)' "$stub"; then
    config=$stub environment=${stub%/*}/grubenv
    [ "$(readlink -f /boot/grub2/grubenv)" = "$(readlink -f "$environment")" ] ||
      fail "GRUB reads $environment, but grub2-reboot writes /boot/grub2/grubenv" \
        "run ln -sf $environment /boot/grub2/grubenv"
  fi
}

# Prints which of two files belongs to the loader that the firmware started.
booted_efi_config() {
  current=$(efibootmgr -v 2> /dev/null | sed -n 's/^BootCurrent: *//p')
  vendor=$(efibootmgr -v 2> /dev/null | sed -n "s/^Boot$current[*]* .*[\\]EFI[\\]\\([^\\]*\\)[\\].*/\\1/p" | head -n 1)
  for file; do
    case $file in "/boot/efi/EFI/$vendor/grub.cfg") echo "$file"; return ;; esac
  done
  echo /nonexistent
}

uses_bls() {
  grep -q '^[[:space:]]*blscfg' "$config"
}

# Prints a variable of the environment block.
variable() {
  "$tool-editenv" "$environment" list 2> /dev/null | sed -n "s/^$1=//p"
}

# --- menu entries ----------------------------------------------------------------------------------------------------

# Prints the entries of grub.cfg with tabs between path of numbers, image, path of titles, path of IDs. GRUB separates
# submenu and entry by >.
menu() {
  awk '
    function quoted(text, mark) {
      if (!match(text, /["\047]/)) return ""
      mark = substr(text, RSTART, 1)
      text = substr(text, RSTART + 1)
      return substr(text, 1, index(text, mark) - 1)
    }
    function path(part, text, i) {
      for (i = 0; i <= depth; i++) text = text (i ? ">" : "") part[i]
      return text
    }
    function entry() {
      printf "%s\t%s\t%s\t%s\n", path(number), image, path(title), path(id)
    }
    BEGIN { depth = 0 }
    /^[ \t]*(menuentry|submenu)[ \t]/ {
      number[depth] = 0 + count[depth]++
      title[depth] = quoted($0)
      id[depth] = match($0, /(menuentry_id_option|--id)[ \t]+/) ? quoted(substr($0, RSTART)) : ""
      image = ""
      inside[depth] = $1
      if ($0 ~ /[}][ \t]*$/) entry()
    }
    /^[ \t]*linux(16|efi)?[ \t]/ { image = $2; sub(/.*\//, "", image) }
    /[{][ \t]*$/ { depth++; count[depth] = 0; if ($1 !~ /^(menuentry|submenu)$/) inside[depth - 1] = "" }
    /^[ \t]*[}][ \t]*$/ { depth--; if (inside[depth] == "menuentry") entry() }
  ' "$config"
}

# Prints the image of the Boot Loader Specification entry $1.
bls_image() {
  sed -n 's/^linux[[:space:]]*//p' "/boot/loader/entries/$1.conf" 2> /dev/null | sed -n '1s/.*\///p'
}

# Prints the image that GRUB 2 boots for entry $1. Without output, GRUB boots its first entry instead.
image_of() {
  if [ -z "$1" ]; then
    :
  elif uses_bls; then
    bls_image "$1"
  else
    menu | wanted=$1 awk -F '\t' '
      BEGIN { wanted = ENVIRON["wanted"] }
      $1 == wanted || $3 == wanted || $4 == wanted { print $2; exit }'
  fi
}

# Prints the entry of release $1 for grub2-reboot: the ID that grubby reports, or the index in grub.cfg.
entry_of() {
  if uses_bls; then
    grubby --info="/boot/vmlinuz-$1" 2> /dev/null | sed -n 's/^id="\(.*\)"$/\1/p' | head -n 1
  else
    menu | image=vmlinuz-$1 awk -F '\t' '$1 !~ />/ && $2 == ENVIRON["image"] { print $1; exit }'
  fi
}

# Prints the entry of release $1 by ID; its title changes with the language. The entry without a release in its ID
# boots whatever kernel is newest.
debian_entry() {
  menu | release=$1 awk -F '\t' '
    BEGIN { release = ENVIRON["release"] }
    { last = $4; sub(/.*>/, "", last) }
    $2 == "vmlinuz-" release && index(last, "gnulinux-" release "-advanced-") == 1 { print $4; exit }'
}

# GRUB Legacy: prints the index of release $1 in grub.conf, and the image of index $1.
legacy_menu() {
  awk '
    /^[ \t]*title/ { number++; image = "" }
    /^[ \t]*kernel/ && number && !image { image = $2; sub(/.*\//, "", image); print number - 1 "\t" image }
  ' "$config"
}

legacy_index() {
  legacy_menu | image=vmlinuz-$1 awk -F '\t' '$2 == ENVIRON["image"] { print $1; exit }'
}

legacy_default() {
  sed -n 's/^default[= ]*//p' "$config" | head -n 1
}

# --- what GRUB cannot do ---------------------------------------------------------------------------------------------

# Fails where a single boot is not possible. Tests the environment block with a variable, which it removes.
require_single_boot() {
  [ -s "$config" ] || fail "cannot find GRUB's configuration $config" "$BY_HAND"
  if [ "$kind" = legacy ]; then
    case $(awk '$2 == "/" || $2 == "/boot" { device = $1 } END { print device }' /proc/mounts) in
      /dev/md*) fail 'cannot boot a kernel once: /boot is on RAID, and GRUB 0.97 writes to only one disk' "$BY_HAND" ;;
    esac
    return
  fi
  require_place
  require_environment
}

# At boot, GRUB clears next_entry in place. It cannot do so on LVM, RAID, encryption or btrfs: the new kernel would boot
# every time.
require_place() {
  has "$tool-probe" || fail "cannot check GRUB's environment block: $tool-probe not found" "install $tool-probe"
  files=$("$tool-probe" --target=fs "$environment" 2>&1) ||
    fail "cannot check GRUB's environment block: $(printf '%s\n' "$files" | tail -n 1)" "$recreate"
  below=$("$tool-probe" --target=abstraction "$environment" 2>&1 | tr -d '\n')
  case $files in
    ext2 | xfs | fat) ;;
    *) fail "cannot boot a kernel once: GRUB cannot write to $files, where $environment is" "$ELSEWHERE" ;;
  esac
  case $below in
    *[a-z]*) fail "cannot boot a kernel once: GRUB cannot write to ${below% }, where $environment is" "$ELSEWHERE" ;;
  esac
}

require_environment() {
  said=$("$tool-editenv" "$environment" set twlen=test 2>&1)
  [ "$(variable twlen)" = test ] ||
    fail "cannot write GRUB's environment block: ${said:-$environment}" "$recreate"
  "$tool-editenv" "$environment" unset twlen
}

# grub.cfg may have a fixed default, which a saved entry does not change. A later line may override both.
require_saved_default() {
  # shellcheck disable=SC2016 # The variables are GRUB's.
  for name in saved_entry next_entry; do
    grep -q "^[[:space:]]*set default=\"[$]{$name}\"" "$config" ||
      fail "cannot boot a kernel once: $config does not use $name as the default" \
        "write GRUB_DEFAULT=saved in /etc/default/grub, then run $mkconfig"
  done
  own=$(grep -Es '^(set[[:space:]]+)?default=' "$config" "${config%/*}/custom.cfg" | grep -v '_entry}' | head -n 1)
  [ -z "$own" ] || fail "cannot boot a kernel once: GRUB's configuration overrides the default: $own" \
    "remove this line from /etc/grub.d or custom.cfg, then run $mkconfig"
}

# SPDX-License-Identifier: Apache-2.0
# Does to the files of a simulated server what the script of this name does to a server. boots holds what its next
# kernels do: fine, panic, hang or kexec (the old kernel, without the boot loader).
verb=$1 release=${2:-}
say() {
  echo "@twlen1 $*"
}
fail() {
  say "failed $1"
  say "fix $2"
  exit 1
}
value() {
  cat "$server/$1" 2> /dev/null
}
put() {
  echo "$2" > "$server/$1"
}
boot() {
  next=$(value next)
  next=${next:-$(value default)}
  put boot $(($(value boot) + 1))
  how=$(head -n 1 "$server/boots" 2> /dev/null)
  sed -i 1d "$server/boots" 2> /dev/null
  if [ "$how" = kexec ]; then return; fi
  rm -f "$server/next"
  if [ "$how" = hang ]; then touch "$server/dead"; fi
  if [ "$how" = panic ]; then next=$(value default); fi
  put running "$next"
}
case $verb in
  booted) ;;
  *) echo "$verb${release:+ $release}" >> "$server/verbs"
     [ "$(id -u)" = 0 ] || [ "$as_root" ] || fail 'not root' 'become root' ;;
esac
if [ -e "$server/refuse-$verb" ]; then cat "$server/refuse-$verb"; exit 1; fi
case $verb in
  look)
    cat "$server/look"
    say "running $(value running)"
    say "boot-id $(value boot)"
    if [ "$release" ] && [ -e "$server/installed-$release" ]; then say "installed $release"; fi
    for file in "$server"/installed-*-tw*; do [ ! -e "$file" ] || say "ours ${file##*/installed-}"; done
    say "default $(value default)"
    say "next $(value next)"
    say 'did look' ;;
  booted)
    say "running $(value running)"
    say "boot-id $(value boot)" ;;
  check) say "did check $release" ;;
  install)
    [ "$release" != "$(value running)" ] || fail "$release is the running kernel" 'boot the other kernel first'
    shift 2
    for file; do [ -s "$file" ] || fail "no file $file" 'copy it'; done
    touch "$server/installed-$release"
    say 'did dpkg -i' ;;
  once)
    put next "$release"
    say 'did grub-reboot' ;;
  keep)
    put default "$release"
    say "did keep $release" ;;
  back)
    rm -f "$server/next"
    if [ "$(value default)" = "$release" ]; then put default 6.1.0-18-amd64; fi
    say "did go back" ;;
  remove)
    for kind in running default next; do
      [ "$(value $kind)" != "$release" ] || fail "$release is $kind" 'go back first'
    done
    rm -f "$server/installed-$release"
    say 'did dpkg -P' ;;
  restart)
    next=$(value next)
    [ "${next:-$(value default)}" = "$release" ] || fail "the next boot is not $release" 'select it'
    put down 2
    boot
    say 'did restart' ;;
  *) fail "no verb $verb" 'use another' ;;
esac

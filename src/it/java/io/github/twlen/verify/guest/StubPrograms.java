// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static java.util.Map.entry;

import java.util.Map;

/**
 * Stubs of the programs that install kernels. Each records its call as a line in {@code /calls}
 * with {@code |} between the arguments, and simulates what the install script depends on. A package
 * is a tar of its files; {@code /refuse/NAME} contains the error message of a failing program.
 */
final class StubPrograms {
  private StubPrograms() {}

  private static final String RECORD =
      """
      #!/bin/sh
      name=${0##*/}
      line=$name
      for word; do line="$line|$word"; done
      if [ "$name" = grub ]; then line="$line|$(cat | tr '\\n' '|')"; fi
      printf '%s\\n' "$line" >> /calls
      if [ -e "/refuse/$name" ]; then cat "/refuse/$name" >&2; exit 1; fi
      """;

  /**
   * The entries are in {@code /menu}: the image, a bar, the arguments. In el6 and el7 grubby is a
   * program and prints as its displayEntry does; since el8 it is a script for the Boot Loader
   * Specification, which quotes values and prints an id.
   */
  private static final String GRUBBY =
      """
      verb='' args=''
      for word; do
        case $word in
          --info=*) verb=info image=${word#*=} ;;
          --add-kernel=*) verb=add image=${word#*=} ;;
          --update-kernel=*) verb=update image=${word#*=} ;;
          --set-default=*) verb=default image=${word#*=} ;;
          --args=*) args=${word#*=} ;;
        esac
      done
      if [ "$verb" = add ]; then
        { printf '%s|ro quiet\\n' "$image"; cat /menu; } > /menu.new; mv /menu.new /menu; exit
      fi
      index=0 found=''
      while IFS='|' read -r kernel words; do
        if [ "$kernel" = "$image" ]; then
          found=$index
          [ "$verb" != update ] || words="$words $args"
          told=$words
        fi
        printf '%s|%s\\n' "$kernel" "$words"
        index=$((index + 1))
      done < /menu > /menu.new
      if [ -z "$found" ]; then echo 'grubby: kernel not found' >&2; exit 1; fi
      case $verb in
        update) mv /menu.new /menu ;;
        default) echo "$image" > /default ;;
        info)
          if [ -e /bls ]; then
            printf 'index=%s\\nkernel="%s"\\nargs="%s"\\nroot="/dev/vda1"\\n' "$found" "$image" "$told"
            printf 'title="Linux"\\nid="%s"\\n' "$(cat /bls)-${image#/boot/vmlinuz-}"
          else
            [ ! -e /boot/grub/grub.conf ] || printf 'boot=/dev/sda\\nforcelba=0\\n'
            printf 'index=%s\\nkernel=%s\\nargs="%s"\\nroot=/dev/sda1\\n' "$found" "$image" "$told"
          fi ;;
      esac
      """;

  /** Simulates new-kernel-pkg: adds an entry on top and makes it the default. */
  private static final String ENTRY =
      """
      if [ -e /menu ] && [ -e "/boot/vmlinuz-$release" ]; then
        { printf '/boot/vmlinuz-%s|ro quiet\\n' "$release"; cat /menu; } > /menu.new; mv /menu.new /menu
        echo "/boot/vmlinuz-$release" > /default
      fi
      """;

  private static final String RPM =
      "[ \"$1\" != -qa ] || { cat /rpmdb 2> /dev/null; exit 0; }\n"
          + RECORD.replace("#!/bin/sh\n", "")
          + """
          for word; do case $word in -*) ;; *) tar -C / -xf "$word" || exit 1 ;; esac; done
          [ "$1" = -ivh ] && [ -e /scripts ] || exit 0
          release=$(cat /scripts)
          [ ! -e "/lib/modules/$release/vmlinuz" ] || cp "/lib/modules/$release/vmlinuz" "/boot/vmlinuz-$release"
          echo img > "/boot/initramfs-$release.img"
          """
          + ENTRY;

  /** Simulates Debian's 10_linux: the first entry, and the others in a submenu. */
  private static final String UPDATE_GRUB =
      """
      for file in /etc/default/grub.d/*.cfg; do [ ! -e "$file" ] || . "$file"; done
      entry() {
        printf "%smenuentry 'Debian, with Linux %s%s' --class debian \\$menuentry_id_option 'gnulinux-%s-%s-81b5' {\\n" "$1" "$2" "$3" "$2" "$4"
        printf '%s\\tlinux /boot/vmlinuz-%s root=UUID=81b5 ro %s\\n%s}\\n' "$1" "$2" "$GRUB_CMDLINE_LINUX" "$1"
      }
      mkdir -p /boot/grub
      {
        printf "menuentry 'Debian GNU/Linux' --class debian \\$menuentry_id_option 'gnulinux-simple-81b5' {\\n}\\n"
        [ -e /flat ] || printf "submenu 'Advanced options for Debian GNU/Linux' \\$menuentry_id_option 'gnulinux-advanced-81b5' {\\n"
        for image in $(ls /boot/vmlinuz-* | sort -r); do
          release=${image#/boot/vmlinuz-}
          if [ "$release" = "$(cat /unseen 2> /dev/null)" ]; then continue; fi
          entry '\t' "$release" '' advanced
          entry '\t' "$release" ' (recovery mode)' recovery
        done
        [ -e /flat ] || echo '}'
      } > /boot/grub/grub.cfg
      """;

  private static final String UNPACK =
      "shift\nfor file; do tar -C / -xf \"$file\" || exit 1; done\n";

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          entry("rpm", "#!/bin/sh\n" + RPM),
          entry("dpkg", RECORD + UNPACK),
          entry("apt-get", RECORD),
          entry("grubby", RECORD + GRUBBY),
          entry("grub", RECORD + "cat /answer 2> /dev/null\nexit 0\n"),
          entry("grub2-reboot", RECORD + "echo \"$1\" > /once\n"),
          entry("grub-reboot", RECORD + "echo \"$1\" > /once\n"),
          entry("grub-set-default", RECORD + "echo \"$1\" > /default\n"),
          entry("update-grub", RECORD + UPDATE_GRUB),
          entry("update-initramfs", RECORD + "echo img > \"/boot/initrd.img-$3\"\n"),
          entry("dracut", RECORD + "echo img > \"$2\"\n"),
          entry("depmod", RECORD + "echo dep > \"/lib/modules/$1/modules.dep\"\n"),
          entry(
              "kernel-install",
              RECORD + "release=$2\ncp \"$3\" \"/boot/vmlinuz-$release\"\n" + ENTRY),
          entry("findmnt", "#!/bin/sh\ncat /root-device\n"),
          entry("uname", "#!/bin/sh\ncat /running\n"),
          entry("mktemp", "#!/bin/sh\necho 'mktemp: No space left on device' >&2\nexit 1\n"));

  /** Returns the shell script of a stub. */
  static String text(String program) {
    String text = BODIES.get(program);
    if (text == null) {
      throw new IllegalArgumentException("no stub of " + program);
    }
    return text;
  }
}

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Configures an installed Debian as a box: setup.sh ROOT KEY. Called by build.sh.
set -eu
root=$1
key=$2
uuid=$(cat /proc/sys/kernel/random/uuid)
echo "$uuid" > "$root/etc/twlen-root-uuid"

# The user and the public key that Vagrant expects.
chroot "$root" useradd --create-home --shell /bin/bash vagrant
echo vagrant:vagrant | chroot "$root" chpasswd
install -d -m 700 "$root/home/vagrant/.ssh"
install -m 600 "$key" "$root/home/vagrant/.ssh/authorized_keys"
chroot "$root" chown -R vagrant:vagrant /home/vagrant
echo 'vagrant ALL=(ALL) NOPASSWD: ALL' > "$root/etc/sudoers.d/vagrant"
chmod 440 "$root/etc/sudoers.d/vagrant"
echo 'UseDNS no' > "$root/etc/ssh/sshd_config.d/box.conf"

# Network, names and disk.
printf 'auto lo\niface lo inet loopback\nallow-hotplug eth0\niface eth0 inet dhcp\n' > "$root/etc/network/interfaces"
echo twlen-box > "$root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 twlen-box\n' > "$root/etc/hosts"
: > "$root/etc/resolv.conf"
echo "UUID=$uuid / ext4 defaults,noatime 0 1" > "$root/etc/fstab"
: > "$root/etc/machine-id"

# Disable background jobs, which would disturb builds and measurements.
for unit in apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
rm -f "$root/etc/apt/apt.conf.d/99mmdebstrap" "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"

# Boot loader. grub-reboot boots a kernel once. After a panic, the guest restarts after 10 s. norandmaps: with random
# addresses, an emulator would translate each program again whenever it starts.
cat > "$root/etc/default/grub" <<END
GRUB_DEFAULT=saved
GRUB_TIMEOUT=1
GRUB_TERMINAL=serial
GRUB_SERIAL_COMMAND="serial --unit=0 --speed=115200"
GRUB_CMDLINE_LINUX="console=ttyS0 net.ifnames=0 norandmaps panic=10"
GRUB_CMDLINE_LINUX_DEFAULT=""
GRUB_DISABLE_OS_PROBER=true
END
mkdir -p "$root/boot/grub/i386-pc"
cp "$root"/usr/lib/grub/i386-pc/*.mod "$root"/usr/lib/grub/i386-pc/*.lst "$root/boot/grub/i386-pc/"
chroot "$root" grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o /boot/grub/i386-pc/core.img biosdisk part_msdos ext2
chroot "$root" grub-editenv /boot/grub/grubenv create
# The original kernel remains the default, by its name in the menu of update-grub. A newer one must be selected.
release=$(basename "$(readlink "$root/vmlinuz")" | cut -d- -f2-)
chroot "$root" grub-editenv /boot/grub/grubenv set "saved_entry=gnulinux-advanced-$uuid>gnulinux-$release-advanced-$uuid"
# The initial menu. update-grub cannot run before the disk exists, and writes its own menu later in the guest.
cat > "$root/boot/grub/grub.cfg" <<END
load_env
if [ -n "\${next_entry}" ]; then
  set default="\${next_entry}"
  set next_entry=
  save_env next_entry
else
  set default="\${saved_entry}"
fi
set timeout=1
serial --unit=0 --speed=115200
terminal_input serial
terminal_output serial
search --no-floppy --fs-uuid --set=root $uuid
menuentry 'Debian' --id gnulinux-simple-$uuid {
  linux /vmlinuz root=UUID=$uuid ro console=ttyS0 net.ifnames=0 norandmaps panic=10
  initrd /initrd.img
}
END

// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/**
 * How a kernel came into a guest and was started there.
 *
 * @param by what installed it, such as {@code rpm -ivh --oldpackage}
 * @param bootedBy what made it the next boot, such as {@code grub2-reboot}
 */
public record Installed(String by, String bootedBy) {}

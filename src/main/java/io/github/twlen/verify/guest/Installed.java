// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/**
 * The commands that installed a kernel in a guest and selected it for the next boot.
 *
 * @param by such as {@code rpm -ivh --oldpackage}
 * @param bootedBy such as {@code grub2-reboot}
 */
public record Installed(String by, String bootedBy) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * The text of a kernel's configuration: where it comes from, what is laid over it, and what kconfig
 * made of it. Runs no program.
 */
package io.github.twlen.build.config;

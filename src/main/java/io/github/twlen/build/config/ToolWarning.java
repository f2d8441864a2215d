// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

/**
 * A tool that is too new for a kernel.
 *
 * @param fatal whether the tool is known to fail; otherwise it is untested
 * @param what the tool and the kernel, one line
 * @param remedy the fix, one line
 */
public record ToolWarning(boolean fatal, String what, String remedy) {}

// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

/**
 * A tool that is too new for a kernel.
 *
 * @param certain whether it is known not to build it; else nobody has seen it do so
 * @param what which tool and which kernel, one line
 * @param remedy what to do about it, one line
 */
public record ToolDoubt(boolean certain, String what, String remedy) {}

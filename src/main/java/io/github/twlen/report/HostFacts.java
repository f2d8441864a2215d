// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

/**
 * The host on which twlen ran.
 *
 * @param distribution as {@code PRETTY_NAME} of {@code /etc/os-release} has it
 * @param kernel the host's own kernel, as {@code uname -r} prints it
 * @param cpus processors that the run could use
 * @param architecture as {@code uname -m} prints it
 * @param java the version of the Java runtime
 */
public record HostFacts(
    String distribution, String kernel, int cpus, String architecture, String java) {}

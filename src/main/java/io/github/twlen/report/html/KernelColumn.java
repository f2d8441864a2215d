// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one kernel that the template cannot print itself.
 *
 * @param name of the kernel
 * @param load absent when not measured
 * @param held sockets at an example rate
 * @param toOnePeer connections a second to one address and port
 */
record KernelColumn(
    String name,
    MeasuredKernel kernel,
    String resolution,
    @Nullable Load load,
    String held,
    String toOnePeer) {
  /** The size of the default {@code net.ipv4.ip_local_port_range}, 32768 to 60999. */
  static final int LOCAL_PORTS = 28_232;

  record Load(String rate, String connections, String sockets, String expected) {}

  static KernelColumn of(Named named, int rate, ReportText text) {
    MeasuredKernel kernel = named.kernel();
    double median = kernel.lifetime().medianSeconds();
    UnderLoad load = kernel.load();
    return new KernelColumn(
        named.name(),
        kernel,
        Math.round(kernel.resolutionSeconds() * 1000) + " ms",
        load == null ? null : load(load, text),
        Numbers.count(rate * median),
        Numbers.count(LOCAL_PORTS / median));
  }

  private static Load load(UnderLoad load, ReportText text) {
    String made = Numbers.rate(load.madePerSecond());
    String seconds = Numbers.seconds(load.seconds());
    return new Load(
        text.text("html.load.rate", "made", made, "asked", load.askedPerSecond()),
        text.text("html.load.connections", "count", load.connections(), "seconds", seconds),
        Numbers.count(load.plateauSockets()),
        Numbers.count(load.expectedSockets()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.GivenFile;
import io.github.twlen.TerminalText;
import io.github.twlen.process.ssh.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of hosts that are reached over ssh, of which there may be many. */
public final class FleetOptions {
  private static final String STDIN = "-";
  private static final int MOST_PARALLEL = 256;
  private static final int LONGEST_SECONDS = 86_400;
  private static final Duration OF_MANY = Duration.ofSeconds(60);

  @Option(
      names = "--ssh",
      paramLabel = "HOST",
      description = "Survey HOST over ssh (key login only). Repeatable. Default: this host.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--hosts",
      paramLabel = "FILE",
      description =
          "Survey the hosts in FILE, one a line; # begins a comment, - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPT",
      description = "Pass -o OPT to ssh, such as Port=2222 or IdentityFile=FILE. Repeatable.")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "32",
      description = "Number of hosts to survey at once. Default: ${DEFAULT-VALUE}.")
  private int parallel;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Time limit for each host. Default: 60; 900 for a single host.")
  private @Nullable Integer timeout;

  /**
   * Returns the hosts, each once; empty for this host.
   *
   * @throws InvalidOption when one is not valid, or an option has no use
   */
  public List<String> hosts() {
    Set<String> all = new LinkedHashSet<>();
    for (String host : hosts) {
      all.add(checked(host, "--ssh '" + host + "'"));
    }
    if (file != null) {
      all.addAll(listed(file));
    }
    if (all.isEmpty() && !options.isEmpty()) {
      throw new InvalidOption("cannot use --ssh-option without --ssh", "add --ssh HOST");
    }
    if (all.isEmpty() && timeout != null) {
      throw new InvalidOption("cannot use --timeout without --ssh", "add --ssh HOST");
    }
    return List.copyOf(all);
  }

  private static String checked(String host, String shown) {
    if (!HostName.isValid(host)) {
      throw new InvalidOption(
          "cannot use " + TerminalText.line(shown) + ": not a host",
          "pass user@host or an alias of ssh");
    }
    return host;
  }

  private static List<String> listed(String file) {
    String shown = file.equals(STDIN) ? "standard input" : file;
    List<String> found = new ArrayList<>();
    int number = 0;
    for (String line : text(file, shown).lines().toList()) {
      number++;
      String host = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (!host.isEmpty()) {
        found.add(checked(host, "line " + number + " of " + shown));
      }
    }
    if (found.isEmpty()) {
      throw new InvalidOption("cannot survey the hosts of " + shown + ": no host", "add a host");
    }
    return found;
  }

  private static String text(String file, String shown) {
    try {
      byte[] bytes =
          file.equals(STDIN) ? limited(System.in) : GivenFile.read(Path.of(file).toAbsolutePath());
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\ufeff", "");
    } catch (IOException e) {
      throw new InvalidOption(
          "cannot read " + shown + ": " + GivenFile.reason(Path.of(file).toAbsolutePath(), e),
          "pass a file with one host a line to --hosts");
    }
  }

  private static byte[] limited(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(GivenFile.LONGEST + 1);
    if (bytes.length > GivenFile.LONGEST) {
      throw new IOException("it has more than " + (GivenFile.LONGEST >> 20) + " MiB");
    }
    return bytes;
  }

  /** Returns whether many hosts are meant, so that the answer is a list. */
  public boolean isFleet() {
    return hosts.size() > 1 || file != null;
  }

  /** Returns the values for {@code ssh -o}. */
  public List<String> options() {
    return List.copyOf(options);
  }

  /** Returns how many hosts to survey at once. */
  public int parallel() {
    return inRange("--parallel", parallel, MOST_PARALLEL);
  }

  /**
   * Returns the time limit of each host.
   *
   * @param ofOne the default for a single host
   */
  public Duration timeout(Duration ofOne) {
    if (timeout == null) {
      return isFleet() ? OF_MANY : ofOne;
    }
    return Duration.ofSeconds(inRange("--timeout", timeout, LONGEST_SECONDS));
  }

  private static int inRange(String option, int number, int most) {
    if (number < 1 || number > most) {
      throw new InvalidOption(
          "cannot use " + option + " " + number + ": out of range",
          "pass a number from 1 to " + most);
    }
    return number;
  }
}

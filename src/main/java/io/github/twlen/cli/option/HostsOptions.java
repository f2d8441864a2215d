// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.GivenFile;
import io.github.twlen.TerminalText;
import io.github.twlen.process.ssh.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of hosts that are reached over ssh, of which there may be many. */
public final class HostsOptions {
  private static final String STDIN = "-";

  @Option(
      names = "--ssh",
      paramLabel = "HOST",
      description = "Host to reach over ssh (key login only). Repeatable.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--hosts",
      paramLabel = "FILE",
      description = "Hosts in FILE, one a line; # begins a comment, - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPT",
      description = "Pass -o OPT to ssh, such as Port=2222 or IdentityFile=FILE. Repeatable.")
  private List<String> options = new ArrayList<>();

  /**
   * Returns the hosts, each once; may be empty.
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
      throw new InvalidOption("cannot use the hosts of " + shown + ": no host", "add a host");
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
  public boolean areMany() {
    return hosts.size() > 1 || file != null;
  }

  /** Returns the values for {@code ssh -o}. */
  public List<String> options() {
    return List.copyOf(options);
  }
}

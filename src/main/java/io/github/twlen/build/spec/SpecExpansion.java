// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rpm itself makes of a spec: its conditions are decided and its macros expanded, which a look
 * at its lines cannot do. It is asked by {@code rpmspec}, and nothing is refused when that is not
 * there or does not read the spec: rpmbuild tells that better.
 */
public final class SpecExpansion {
  /** What a vendor's release ends in; a spec takes it from the host that makes the package. */
  private static final Pattern DIST = Pattern.compile("\\.(?:el|fc|amzn|ol|rl)\\d.*$");

  /** No spec comes to more characters; a macro may go on for ever. */
  private static final long LONGEST = 32 << 20;

  private static final Pattern APPLIES =
      Pattern.compile(
          "\\s*(?:Apply(?:Optional)?Patch|(?:\\S*/)?(?:patch|git|\\w*cat|rpmuncompress))\\s.*");
  private static final Pattern LOOP = Pattern.compile("\\s*for\\s.*");
  private static final Pattern DONE = Pattern.compile("(?:.*;)?\\s*done\\b.*");

  private final RpmTopDir top;
  private final Path spec;
  private final Door door;

  /** Where rpm is asked: here, or where the build runs. */
  public interface Door {
    /** Runs a command to its end and hands over each line. */
    CommandResult run(Command command, Consumer<String> listener);
  }

  /**
   * @param top as it is seen behind the door
   * @param spec the spec in it, likewise
   */
  public SpecExpansion(RpmTopDir top, Path spec, Door door) {
    this.top = top;
    this.spec = spec;
    this.door = door;
  }

  /**
   * The words that set the host's {@code dist} to what the vendor's was; none when the release has
   * none. Behind the vendor's dist may stand more, such as a buildid of its own.
   *
   * @param vendorRelease the version and release that the spec, as it is, has to come to
   */
  public List<String> dist(String vendorRelease) {
    Matcher suffix = DIST.matcher(vendorRelease);
    if (!suffix.find()) {
      return List.of();
    }
    String usual = suffix.group();
    for (int end = usual.length(); end > 0; end = usual.lastIndexOf('.', end - 1)) {
      List<String> words = List.of("--define", "dist " + usual.substring(0, end));
      if (release(words).filter(vendorRelease::equals).isPresent()) {
        return words;
      }
    }
    return List.of("--define", "dist " + usual);
  }

  private Optional<String> release(List<String> dist) {
    List<String> words = new ArrayList<>(dist);
    words.addAll(List.of("-q", "--srpm", "--qf", "%{version}-%{release}\\n", spec.toString()));
    CommandResult result = door.run(top.command("rpmspec", words), line -> {});
    return result.ok() ? result.output().stream().reduce((a, b) -> b) : Optional.empty();
  }

  /**
   * What rpm makes of a spec.
   *
   * @param text the spec with its conditions decided and its macros expanded
   * @param said what rpm, and the programs that the spec's macros call, complain of on the way; it
   *     did not keep rpm from reading the spec
   */
  public record Expanded(SpecFile text, List<String> said) {}

  /** Expands the spec; empty when rpm does not read it, or has no program for that. */
  public Optional<Expanded> expanded(List<String> macros) {
    List<String> all = new ArrayList<>();
    List<String> words = new ArrayList<>(macros);
    words.addAll(List.of("-P", spec.toString()));
    long[] length = {0};
    CommandResult result =
        door.run(
            top.command("rpmspec", words),
            line -> {
              length[0] += line.length() + 1;
              if (length[0] <= LONGEST) {
                all.add(line);
              }
            });
    if (!result.ok() || length[0] > LONGEST) {
      return Optional.empty();
    }
    all.removeIf(line -> !line.isBlank() && result.errors().contains(line)); // Both streams came.
    byte[] text = (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8);
    return Optional.of(
        new Expanded(SpecFile.of(spec.getFileName().toString(), text), result.errors()));
  }

  /** Whether %prep leaves a patch out; false also when that cannot be told. */
  public boolean leavesOut(String file, List<String> dist) {
    return expanded(dist)
        .map(Expanded::text)
        .filter(text -> text.last(SpecFile.PREP, line -> true).isPresent())
        .filter(text -> !applies(text, file))
        .isPresent();
  }

  private static boolean applies(SpecFile expanded, String file) {
    boolean inLoop = false;
    for (SpecLine line : expanded.lines().filter(l -> l.isActiveIn(SpecFile.PREP)).toList()) {
      boolean named = line.text().contains(file);
      inLoop = (inLoop && !DONE.matcher(line.text()).matches()) || (named && isLoop(line));
      if ((named || inLoop) && APPLIES.matcher(line.text()).matches()) {
        return true;
      }
    }
    return SpecPatch.named(SpecPatch.of(expanded), file)
        .flatMap(patch -> PatchApplyLine.of(expanded, patch))
        .isPresent();
  }

  private static boolean isLoop(SpecLine line) {
    return LOOP.matcher(line.text()).matches();
  }
}

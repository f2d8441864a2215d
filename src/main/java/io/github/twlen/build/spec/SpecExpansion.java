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
 * Asks {@code rpmspec} to evaluate a spec's conditions and expand its macros. A failure is no error
 * here, since rpmbuild reports it better.
 *
 * @param top as the commands see it
 * @param spec as the commands see it
 */
public record SpecExpansion(RpmTopDir top, Path spec, Door door) {
  /** The dist tag in a vendor's release; rpm takes it from the host that packs the source. */
  private static final Pattern DIST = Pattern.compile("\\.(?:el|fc|amzn|ol|rl)\\d.*$");

  /** Limit of an expanded spec, in characters: a macro may expand without end. */
  private static final long LONGEST = 32 << 20;

  private static final Pattern APPLIES =
      Pattern.compile(
          "\\s*(?:Apply(?:Optional)?Patch|(?:\\S*/)?(?:patch|git|\\w*cat|rpmuncompress))\\s.*");
  private static final Pattern LOOP = Pattern.compile("\\s*for\\s.*");
  private static final Pattern DONE = Pattern.compile("(?:.*;)?\\s*done\\b.*");

  /** Runs commands on this host or in the build environment. */
  public interface Door {
    /** Runs a command to its end. */
    CommandResult run(Command command, Consumer<String> listener);
  }

  /**
   * Returns the arguments that set {@code dist} to the vendor's; none when the release has none. A
   * vendor's buildid may follow the dist tag.
   *
   * @param vendorRelease the version and release of the unedited spec
   */
  public List<String> dist(String vendorRelease) {
    Matcher suffix = DIST.matcher(vendorRelease);
    if (!suffix.find()) {
      return List.of();
    }
    String whole = suffix.group();
    for (int end = whole.length(); end > 0; end = whole.lastIndexOf('.', end - 1)) {
      List<String> define = List.of("--define", "dist " + whole.substring(0, end));
      if (release(define).filter(vendorRelease::equals).isPresent()) {
        return define;
      }
    }
    return List.of("--define", "dist " + whole);
  }

  private Optional<String> release(List<String> dist) {
    List<String> arguments = new ArrayList<>(dist);
    arguments.addAll(List.of("-q", "--srpm", "--qf", "%{version}-%{release}\\n", spec.toString()));
    CommandResult result = door.run(top.command("rpmspec", arguments), line -> {});
    return result.ok() ? result.output().stream().reduce((a, b) -> b) : Optional.empty();
  }

  /**
   * An expanded spec.
   *
   * @param said warnings of rpm and of programs that the spec's macros call
   */
  public record Expanded(SpecFile text, List<String> said) {}

  /** Expands the spec; empty when rpm fails or has no rpmspec. */
  public Optional<Expanded> expanded(List<String> macros) {
    List<String> all = new ArrayList<>();
    List<String> arguments = new ArrayList<>(macros);
    arguments.addAll(List.of("-P", spec.toString()));
    long[] length = {0};
    CommandResult result =
        door.run(
            top.command("rpmspec", arguments),
            line -> {
              length[0] += line.length() + 1;
              if (length[0] <= LONGEST) {
                all.add(line);
              }
            });
    if (!result.ok() || length[0] > LONGEST) {
      return Optional.empty();
    }
    // The listener received both streams.
    all.removeIf(line -> !line.isBlank() && result.errors().contains(line));
    byte[] text = (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8);
    return Optional.of(
        new Expanded(SpecFile.of(spec.getFileName().toString(), text), result.errors()));
  }

  /** Returns whether %prep leaves a patch out; false also when rpm cannot expand the spec. */
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

// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the macros that were set outside of a spec when the vendor packed it, such as {@code dist}:
 * with a mark in their place, rpm shows where each one is in the release.
 */
final class VendorMacros {
  static final String DIST = "dist";

  /** Some specs read a number in dist. */
  private static final String MARK = ".tw8mark";

  private static final Pattern CONDITIONAL = Pattern.compile("%\\{?\\?+([A-Za-z_]\\w+)");
  private static final Pattern CUT = Pattern.compile("(?=[._+])");

  private final SpecExpansion rpm;
  private final SpecFile spec;
  private final String vendor;
  private final UnaryOperator<List<String>> settings;

  /**
   * @param vendor version and release of the vendor's package
   * @param settings adds other arguments for rpm
   */
  VendorMacros(
      SpecExpansion rpm, SpecFile spec, String vendor, UnaryOperator<List<String>> settings) {
    this.rpm = rpm;
    this.spec = spec;
    this.vendor = vendor;
    this.settings = settings;
  }

  /**
   * Returns the arguments for rpm that set them; none when rpm reads the vendor's release without
   * them, and empty when none are found.
   */
  Optional<List<String>> find() {
    Optional<List<String>> dist = solve(List.of(DIST));
    if (dist.isPresent()) {
      return dist;
    }
    List<String> outside = outside();
    return Stream.<List<String>>of(List.of())
        .filter(this::givesVendors)
        .findFirst()
        .or(() -> outside.size() > 1 ? solve(outside).filter(this::givesVendors) : Optional.empty())
        .or(this::guessed);
  }

  /** The answer for a mark is not certain: a spec may choose by the value of dist. */
  private Optional<List<String>> solve(List<String> names) {
    List<String> marks = IntStream.range(0, names.size()).mapToObj(i -> MARK + i).toList();
    List<String> marked = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      marked.addAll(define(names.get(i), marks.get(i)));
    }
    return rpm.ask(spec, settings.apply(marked))
        .flatMap(read -> match(read.versionRelease(), names, marks));
  }

  private Optional<List<String>> match(String marked, List<String> names, List<String> marks) {
    StringBuilder pattern = new StringBuilder();
    List<String> found = new ArrayList<>();
    Matcher mark = Pattern.compile(Pattern.quote(MARK) + "(\\d)").matcher(marked);
    int end = 0;
    while (mark.find()) {
      pattern.append(Pattern.quote(marked.substring(end, mark.start())));
      String name = names.get(marks.indexOf(mark.group()));
      pattern.append(found.contains(name) ? "\\k<" + group(found, name) + ">" : "(?<");
      if (!found.contains(name)) {
        found.add(name);
        pattern.append(group(found, name)).append(">[A-Za-z0-9._+~^]*?)");
      }
      end = mark.end();
    }
    pattern.append(Pattern.quote(marked.substring(end)));
    Matcher values = Pattern.compile(pattern.toString()).matcher(vendor);
    if (!values.matches()) {
      return Optional.empty();
    }
    List<String> solved = new ArrayList<>();
    for (String name : found) {
      solved.addAll(define(name, values.group(group(found, name))));
    }
    return Optional.of(solved);
  }

  private static String group(List<String> found, String name) {
    return "m" + found.indexOf(name);
  }

  /** Tries each end of the release, for specs that choose by the value of dist. */
  private Optional<List<String>> guessed() {
    String release = vendor.substring(vendor.lastIndexOf('-') + 1);
    String[] parts = CUT.split(release);
    return IntStream.range(1, parts.length)
        .mapToObj(from -> String.join("", List.of(parts).subList(from, parts.length)))
        .map(end -> define(DIST, end))
        .filter(this::givesVendors)
        .findFirst();
  }

  private boolean givesVendors(List<String> macros) {
    return rpm.ask(spec, settings.apply(macros))
        .filter(a -> a.versionRelease().equals(vendor))
        .isPresent();
  }

  /** Returns the macros of the release that the spec does not set, dist first. */
  private List<String> outside() {
    ReleaseMacros macros = new ReleaseMacros(spec);
    Stream<String> others =
        macros.texts().stream()
            .flatMap(text -> CONDITIONAL.matcher(text).results())
            .map(called -> called.group(1))
            .filter(name -> !name.equals(DIST) && macros.definitions(name).isEmpty());
    return Stream.concat(Stream.of(DIST), new TreeSet<>(others.toList()).stream())
        .limit(9)
        .toList();
  }

  /** A macro without a value is a syntax error. */
  private static List<String> define(String name, String value) {
    return List.of("--define", name + " " + (value.isEmpty() ? "%{nil}" : value));
  }

  /** Returns the value of dist in arguments for rpm; empty when they do not set it. */
  static String dist(List<String> settings) {
    String prefix = DIST + " ";
    return settings.stream()
        .filter(word -> word.startsWith(prefix) && !word.endsWith("%{nil}"))
        .map(word -> word.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }
}

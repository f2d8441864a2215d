// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sources that a spec declares, and the order in which %prep unpacks them. */
public final class SpecSources {
  private static final Pattern DECLARED =
      Pattern.compile("(?i)[ \\t]*(Source|Patch)(\\d{0,9})[ \\t]*:[ \\t]*(\\S+).*");

  /** An absolute path, a parent directory, or no name at the end; not the path of a URL. */
  private static final Pattern OUTSIDE = Pattern.compile("^/|^(?!\\w+://)(.*/)?\\.\\.(/|$)|/$");

  private static final Pattern SECTION =
      Pattern.compile(
          "%(prep|build|install|check|clean|files|changelog|description|package|patchlist"
              + "|sourcelist|pre|post|preun|postun|generate_buildrequires|conf)\\b.*");
  private static final Pattern SETUP = Pattern.compile("[ \\t]*%(?:auto)?setup\\b(.*)");
  private static final Pattern UNPACKED = Pattern.compile("\\s-[ab]\\s*(\\d{1,9})\\b");
  private static final Pattern NOT_THE_FIRST = Pattern.compile(".*\\s-[a-zA-SU-Z]*T\\b.*");
  private static final Pattern USED =
      Pattern.compile(
          "%\\{?(?:SOURCE|S:\\s*)(\\d{1,9})}?"
              + "|(?:\\$\\{?RPM_SOURCE_DIR}?|%\\{?_sourcedir}?)/([^\\s;|&\"')]+)");

  /**
   * A declared source.
   *
   * @param name its last part, with known macros expanded
   */
  private record Source(int number, String name) {
    boolean fits(String file) {
      return SpecMacros.fits(name, file);
    }
  }

  private final List<Source> sources = new ArrayList<>();
  private final List<String> patches = new ArrayList<>();
  private final List<String> prep = new ArrayList<>();
  private final SpecMacros macros;
  private @Nullable String fault;
  private final String text;

  private SpecSources(String spec) {
    this.text = spec;
    this.macros = SpecMacros.of(spec);
    String section = "";
    for (String line : spec.lines().toList()) {
      Matcher header = SECTION.matcher(line);
      if (header.matches()) {
        section = header.group(1);
      } else if (section.equals("prep")) {
        prep.add(line);
      } else if (section.endsWith("list") && !line.isBlank()) {
        add(section, "", line.strip());
      } else {
        Matcher declared = DECLARED.matcher(line);
        if (declared.matches()) {
          add(declared.group(1), declared.group(2), declared.group(3));
        }
      }
    }
  }

  /**
   * Reads a spec.
   *
   * @param spec one character for each byte
   */
  public static SpecSources of(String spec) {
    return new SpecSources(spec);
  }

  private void add(String kind, String number, String declared) {
    String path = macros.expanded(declared);
    if (fault == null && OUTSIDE.matcher(path).find()) {
      fault = kind + number + " '" + SpecMacros.shown(path) + "' is not a file name";
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!kind.toLowerCase(Locale.ROOT).startsWith("source")) {
      patches.add(name);
    } else {
      int last = sources.isEmpty() ? -1 : sources.get(sources.size() - 1).number();
      sources.add(new Source(number.isEmpty() ? last + 1 : Integer.parseInt(number), name));
    }
  }

  /**
   * Returns the declared name that leads out of the directory of sources, with the reason; empty
   * when there is none.
   */
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Returns the declared sources of which no file has the name; {@code *} is an unknown part. */
  public List<String> missing(Collection<String> files) {
    return sources.stream()
        .filter(source -> files.stream().noneMatch(source::fits))
        .map(source -> SpecMacros.shown(source.name()))
        .distinct()
        .toList();
  }

  /** Returns whether the spec declares or mentions a file of this name. */
  public boolean names(String file) {
    return sources.stream().anyMatch(source -> source.fits(file))
        || patches.stream().anyMatch(name -> SpecMacros.fits(name, file))
        || text.contains(file);
  }

  /**
   * Sorts tarballs: those that %prep unpacks in its order, then the others as they are declared,
   * then undeclared ones. Larger ones first where macros leave it open.
   *
   * @param sizes in bytes, by name
   */
  public List<String> inOrder(Map<String, Long> sizes) {
    Set<String> ordered = new LinkedHashSet<>();
    for (String line : prep) {
      if (!line.stripLeading().startsWith("#")) {
        unpacked(line).forEach(name -> ordered.addAll(fitting(name, sizes)));
      }
    }
    sources.forEach(source -> ordered.addAll(fitting(source.name(), sizes)));
    ordered.addAll(bySize(sizes.keySet(), sizes));
    return List.copyOf(ordered);
  }

  /** Returns the names of the sources that a line of %prep unpacks or mentions. */
  private List<String> unpacked(String line) {
    List<String> names = new ArrayList<>();
    Matcher setup = SETUP.matcher(line);
    if (setup.matches()) {
      String options = setup.group(1);
      if (!NOT_THE_FIRST.matcher(options).matches()) {
        numbered(0).ifPresent(names::add);
      }
      UNPACKED
          .matcher(options)
          .results()
          .forEach(found -> numbered(Integer.parseInt(found.group(1))).ifPresent(names::add));
    }
    USED.matcher(line).results().forEach(found -> used(found).ifPresent(names::add));
    return names;
  }

  private Optional<String> used(MatchResult found) {
    return found.group(1) != null
        ? numbered(Integer.parseInt(found.group(1)))
        : Optional.of(macros.fileName(found.group(2)));
  }

  private Optional<String> numbered(int number) {
    return sources.stream().filter(one -> one.number() == number).map(Source::name).findFirst();
  }

  private static List<String> fitting(String name, Map<String, Long> sizes) {
    if (sizes.containsKey(name)) {
      return List.of(name);
    }
    return bySize(sizes.keySet().stream().filter(f -> SpecMacros.fits(name, f)).toList(), sizes);
  }

  private static List<String> bySize(Collection<String> names, Map<String, Long> sizes) {
    return names.stream()
        .sorted(
            Comparator.comparing((String name) -> sizes.getOrDefault(name, 0L))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}

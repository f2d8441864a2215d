// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What boots next: reads the boot loader's files as GRUB does, and clears a single boot where GRUB
 * can. GRUB boots the first entry for a default that it cannot find, and finds titles and IDs of
 * submenus only with the submenu before them.
 */
final class NextBoot {
  private static final Pattern ENTRY =
      Pattern.compile("\\s*(menuentry|submenu) '([^']*)'(?:.*menuentry_id_option '([^']*)')?.*");
  private static final Pattern LINUX =
      Pattern.compile("\\s*(?:kernel|linux(?:16|efi)?)\\s+\\S*vmlinuz-(\\S+).*");
  private static final Pattern DEFAULT = Pattern.compile("(?m)^\\s*set default=\"([^\"]*)\"");
  private static final String SAVED = "${saved_entry}";

  private record Entry(String title, String id, String release, List<Entry> children) {}

  private final Path root;

  NextBoot(Path root) {
    this.root = root;
  }

  /** Returns the release of the kernel that boots, and changes the files as its boot does. */
  String call() throws IOException {
    Path legacy = root.resolve("boot/grub/grub.conf");
    return Files.exists(legacy) ? byStage2(legacy) : byGrub2();
  }

  private String byStage2(Path config) throws IOException {
    List<String> releases = new ArrayList<>();
    Optional<Integer> chosen = Optional.empty();
    for (String line : Files.readAllLines(config)) {
      Matcher linux = LINUX.matcher(line);
      if (linux.matches()) {
        releases.add(linux.group(1));
      } else if (line.startsWith("default=")) {
        chosen = Optional.of(Integer.parseInt(line.substring("default=".length())));
      }
    }
    try (var stage2 = new RandomAccessFile(root.resolve("boot/grub/stage2").toFile(), "rw")) {
      stage2.seek(525);
      int once = stage2.read();
      if (chosen.isPresent() && stage2.read() == 1) {
        chosen = Optional.of(once);
        stage2.seek(526);
        stage2.write(0);
      }
    }
    return releases.get(chosen.orElse(0));
  }

  private String byGrub2() throws IOException {
    Path config = config();
    String text = Files.readString(config);
    Path block = config.resolveSibling("grubenv");
    Map<String, String> variables = variables(block);
    String fixed = "0";
    Matcher set = DEFAULT.matcher(text);
    while (set.find()) {
      if (!set.group(1).equals("${next_entry}")) {
        fixed = set.group(1);
      }
    }
    String chosen = fixed.equals(SAVED) ? variables.getOrDefault("saved_entry", "0") : fixed;
    String next = variables.getOrDefault("next_entry", "");
    if (!next.isEmpty() && text.contains("${next_entry}")) {
      chosen = next;
      if (List.of("ext2", "xfs", "fat").contains(Files.readString(root.resolve("probe")).strip())) {
        String left = Files.readString(block).replaceAll("(?m)^next_entry=.*\n", "");
        Files.writeString(block, left);
      }
    }
    List<Entry> entries = entries(text.lines().toList());
    return find(entries, chosen).orElse(entries.get(0)).release();
  }

  private Path config() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("boot"))) {
      return all.filter(file -> file.endsWith("grub.cfg"))
          .filter(file -> !isStub(file))
          .min(Comparator.comparing(file -> !file.toString().contains("/centos/")))
          .orElseThrow();
    }
  }

  private static boolean isStub(Path file) {
    try {
      return Files.readString(file).contains("configfile");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> variables(Path block) throws IOException {
    Map<String, String> variables = new HashMap<>();
    if (Files.exists(block) && Files.readString(block).startsWith("# GRUB Environment Block\n")) {
      for (String line : Files.readAllLines(block)) {
        int sign = line.indexOf('=');
        if (sign > 0) {
          variables.put(line.substring(0, sign), line.substring(sign + 1));
        }
      }
    }
    return variables;
  }

  private List<Entry> entries(List<String> lines) throws IOException {
    List<Entry> top = new ArrayList<>();
    List<List<Entry>> open = new ArrayList<>(List.of(top));
    for (String line : lines) {
      Matcher entry = ENTRY.matcher(line);
      Matcher linux = LINUX.matcher(line);
      List<Entry> here = open.get(open.size() - 1);
      if (entry.matches()) {
        String id = entry.group(3) == null ? "" : entry.group(3);
        here.add(new Entry(entry.group(2), id, "", new ArrayList<>()));
        open.add(here.get(here.size() - 1).children());
      } else if (line.endsWith("{")) {
        open.add(new ArrayList<>());
      } else if (line.strip().equals("}")) {
        open.remove(open.size() - 1);
      } else if (linux.matches()) {
        List<Entry> siblings = open.get(open.size() - 2);
        Entry last = siblings.remove(siblings.size() - 1);
        siblings.add(new Entry(last.title(), last.id(), linux.group(1), last.children()));
      } else if (line.strip().equals("blscfg")) {
        top.addAll(blsEntries());
      }
    }
    return top;
  }

  private List<Entry> blsEntries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve("boot/loader/entries"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replaceFirst("\\.conf$", "");
        String text = Files.readString(file);
        Matcher linux =
            LINUX.matcher(text.lines().filter(l -> l.startsWith("linux")).findAny().orElseThrow());
        if (linux.matches()) {
          entries.add(new Entry("", name, linux.group(1), List.of()));
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::release, NextBoot::compareVersions).reversed());
    return entries;
  }

  private static int compareVersions(String one, String other) {
    String[] a = one.split("[^0-9]+");
    String[] b = other.split("[^0-9]+");
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = Integer.compare(Integer.parseInt("0" + a[i]), Integer.parseInt("0" + b[i]));
      if (order != 0) {
        return order;
      }
    }
    return one.compareTo(other);
  }

  private static Optional<Entry> find(List<Entry> entries, String chosen) {
    int sign = chosen.indexOf('>');
    if (sign > 0) {
      return find(entries, chosen.substring(0, sign))
          .flatMap(menu -> find(menu.children(), chosen.substring(sign + 1)));
    }
    if (chosen.matches("[0-9]+")) {
      int number = Integer.parseInt(chosen);
      return number < entries.size() ? Optional.of(entries.get(number)) : Optional.empty();
    }
    return entries.stream()
        .filter(entry -> chosen.equals(entry.title()) || chosen.equals(entry.id()))
        .findFirst();
  }
}

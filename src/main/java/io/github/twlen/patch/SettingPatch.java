// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the patch that turns the constant into {@value SettingTable#SYSCTL}, as the kernels of
 * Alibaba and Tencent have it. Every place must be certain; nothing is guessed.
 */
public final class SettingPatch implements LengthPatch {
  /** The suffix of a kernel with the setting; its name tells no length. */
  public static final String SUFFIX = "twctl";

  private static final Pattern DEFAULT =
      Pattern.compile("(?m)^#define TCP_TW_TIMEOUT_DEFAULT\\s+(\\d{1,9})\\s*$");

  /** The name of this setting, or a variable of a vendor that has the same purpose. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![A-Za-z0-9])tcp_tw_timeout\\b|\\bsysctl_\\w*(?:time_?wait|tw_(?:len|time))\\w*");

  private static final Pattern MANUAL = Pattern.compile("^tcp_tw_timeout\\s+-");
  private static final Pattern EITHER = Pattern.compile("(.*)\\{(.*)\\}");

  private final SettingTable table;
  private final Map<SettingTable.Era, List<SettingTemplate>> templates = new LinkedHashMap<>();
  private final TimewaitLength wanted;

  /**
   * @param file returns the bytes of a template, by its name
   * @param shown returns the path of a template for error messages, by its name
   * @param wanted the length right after boot
   * @throws PatchFailure when a template is invalid
   */
  public SettingPatch(
      SettingTable table,
      Function<String, byte[]> file,
      UnaryOperator<String> shown,
      TimewaitLength wanted) {
    this.table = table;
    this.wanted = wanted;
    for (SettingTable.Era era : table.eras()) {
      List<SettingTemplate> parts = new ArrayList<>();
      for (String part : era.parts()) {
        String name = SettingTable.template(part);
        parts.add(SettingTemplate.parse(shown.apply(name), file.apply(name), era.values()));
      }
      templates.put(era, parts);
    }
  }

  @Override
  public TimewaitLength wanted() {
    return wanted;
  }

  /** The default of {@code tcp_fin_timeout} stays as it is. */
  @Override
  public FinTimeout finTimeout() {
    return FinTimeout.KEEP;
  }

  @Override
  public String suffix() {
    return SUFFIX;
  }

  @Override
  public List<String> files() {
    Set<String> all = new LinkedHashSet<>(Set.of(TimewaitLength.HEADER));
    table.eras().forEach(era -> era.where().forEach(mark -> all.add(mark.file())));
    templates.values().stream()
        .flatMap(List::stream)
        .flatMap(part -> part.edits().keySet().stream())
        .forEach(file -> all.addAll(names(file)));
    return all.stream().sorted().toList();
  }

  /** Returns the default length of a header that has this patch; empty for any other. */
  public static OptionalInt defaultIn(byte[] header) {
    Matcher own = DEFAULT.matcher(new String(header, StandardCharsets.ISO_8859_1));
    return own.find() ? OptionalInt.of(Integer.parseInt(own.group(1))) : OptionalInt.empty();
  }

  @Override
  public Optional<String> fault(byte[] header) {
    OptionalInt own = defaultIn(header);
    return own.isPresent() && own.getAsInt() == wanted.seconds()
        ? Optional.empty()
        : Optional.of(
            own.isEmpty()
                ? "no default of " + SettingTable.SYSCTL
                : "the default is %d s, expected %s".formatted(own.getAsInt(), wanted));
  }

  @Override
  public Optional<String> fault(Map<String, byte[]> read) {
    try {
      return render(read) instanceof PatchOutcome.Already
          ? Optional.empty()
          : fault(LengthPatch.header(read));
    } catch (PatchFailure e) {
      return Optional.of(e.what());
    }
  }

  /** Completes a patch that was written only in part, such as by a run that was killed. */
  @Override
  public PatchOutcome render(Map<String, byte[]> read) {
    KernelEdits edits = edits(read);
    Map<String, Integer> done = edits.applied(defaults(read));
    requireNoOther(read, done.keySet(), defaultIn(LengthPatch.header(read)).isPresent());
    BiFunction<String, SettingEdit, SettingEdit> change =
        (path, edit) ->
            done.containsKey(path)
                ? edit.between(done.get(path), wanted.seconds())
                : edit.withDefault(wanted.seconds());
    PatchOutcome made = edits.outcome(change, wanted);
    edits.requireNoOtherUse(change);
    return made;
  }

  /** Returns the default lengths that a patched file can have. */
  private Set<Integer> defaults(Map<String, byte[]> read) {
    Set<Integer> defaults = new TreeSet<>(Set.of(wanted.seconds()));
    defaultIn(LengthPatch.header(read)).ifPresent(defaults::add);
    return defaults;
  }

  /** Returns the patch that removes the setting again, from each file that has it. */
  public PatchOutcome reverse(Map<String, byte[]> read) {
    KernelEdits edits = edits(read);
    Map<String, Integer> done = edits.applied(defaults(read));
    requireNoOther(read, done.keySet(), true);
    return edits.outcome(
        (path, edit) ->
            done.containsKey(path) ? edit.withDefault(done.get(path)).reversed() : edit.unchanged(),
        wanted);
  }

  /** Returns the edits of this kernel's era. */
  private KernelEdits edits(Map<String, byte[]> read) {
    Function<String, Optional<byte[]>> tree =
        file -> Optional.ofNullable(read.get(file)).map(SettingPatch::code);
    SettingTable.Era era = table.era(tree).orElseThrow(() -> PatchFailure.noEra(table, tree));
    Map<String, List<SettingEdit>> edits = new TreeMap<>();
    for (SettingTemplate part : templates.getOrDefault(era, List.of())) {
      part.edits()
          .forEach(
              (file, all) ->
                  edits.computeIfAbsent(nameIn(read, file), n -> new ArrayList<>()).addAll(all));
    }
    return new KernelEdits(read, edits, filled(table.message(), era));
  }

  /** Returns the code of a file, without comments and {@code #if 0}. */
  private static byte[] code(byte[] content) {
    HeaderScan scan = HeaderScan.of(content);
    return scan.code().stream()
        .filter(line -> scan.stateOf(line) != CompileState.DROPPED)
        .map(CodeLine::code)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String filled(String text, SettingTable.Era era) {
    String filled = text;
    for (Map.Entry<String, String> value : era.values().entrySet()) {
      filled = filled.replace("@" + value.getKey() + "@", value.getValue());
    }
    return filled;
  }

  /** Returns the name that a kernel has, or the first one. */
  private static String nameIn(Map<String, byte[]> read, String file) {
    List<String> names = names(file);
    return names.stream().filter(read::containsKey).findFirst().orElse(names.get(0));
  }

  /** Returns {@code a.rst} and {@code a.txt} of {@code a.{rst,txt}}. */
  private static List<String> names(String file) {
    Matcher either = EITHER.matcher(file);
    return either.matches()
        ? Stream.of(either.group(2).split(",", -1)).map(end -> either.group(1) + end).toList()
        : List.of(file);
  }

  /**
   * Refuses a vendor's own setting, which needs no patch and would clash with this one. Looks only
   * into the files that the patch needs, so that a dry run, which reads more, decides alike.
   *
   * @param done the files that have this patch
   * @param own whether the setting is that of this patch
   */
  private void requireNoOther(Map<String, byte[]> read, Set<String> done, boolean own) {
    for (String path : files()) {
      byte[] content = read.get(path);
      if (content == null || done.contains(path)) {
        continue;
      }
      boolean isCode = path.matches(".*\\.[ch]");
      for (CodeLine line : HeaderScan.of(content).code()) {
        if (!isCode && MANUAL.matcher(line.source().text()).find()) {
          throw PatchFailure.inManual(path, line.source());
        }
        Matcher name = NAME.matcher(line.code());
        if (isCode && name.find()) {
          throw own
              ? PatchFailure.partial(path, line.source())
              : PatchFailure.hasSetting(path, line.source(), name.group());
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.FileName;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the source of a recipe. */
final class SourceReader {
  private static final String NAME = "the name of a package";
  static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{1,99}");
  static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_~^-]{0,179}");
  static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]{0,99}");
  private static final String HEX40 = "40 hexadecimal digits";
  static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
  private static final Pattern EXPIRED = Pattern.compile("refused|accepted");
  static final Pattern LOCAL = Pattern.compile("file:\\S*|[^:\\s]+");
  private static final Pattern TEMPLATE = Pattern.compile("\\{(file|algorithm|digest|branch)\\}");

  /** The kinds of sources, each with the keys that it may have. */
  static final Map<String, Set<String>> KINDS = new LinkedHashMap<>();

  static final Set<String> KEY = YamlMap.keys("fingerprint", "keys", "expired");
  static final Set<String> KNOWN;

  static {
    Set<String> file = YamlMap.keys("mirrors", "sha256", "sha512", "sha1", "signed-by");
    Set<String> tarball = new LinkedHashSet<>(file);
    tarball.add("signature");
    KINDS.put("apt", Set.of());
    KINDS.put("dnf", Set.of());
    KINDS.put("tree", Set.of());
    KINDS.put("tarball", tarball);
    KINDS.put("srpm", file);
    KINDS.put("git", YamlMap.keys("ref", "commit", "signed-by"));
    KINDS.put("dist-git", YamlMap.keys("ref", "commit", "lookaside"));
    KNOWN = new LinkedHashSet<>(KINDS.keySet());
    KINDS.values().forEach(KNOWN::addAll);
  }

  private final Path folder;
  private final VersionPlaceholders placeholders;
  private final boolean otherKernel;

  /**
   * @param otherKernel whether the recipe's checksums and commits are of another version
   */
  SourceReader(Path folder, VersionPlaceholders placeholders, boolean otherKernel) {
    this.folder = folder;
    this.placeholders = placeholders;
    this.otherKernel = otherKernel;
  }

  SourceSpec read(YamlMap recipe, Node node) {
    YamlMap source = recipe.child(node, "a source", KNOWN);
    List<String> kinds = source.keys().stream().filter(KINDS::containsKey).toList();
    if (kinds.size() != 1) {
      throw source.wrong(
          node, "a source is one of " + String.join(", ", KINDS.keySet()), "keep one of them");
    }
    String kind = kinds.get(0);
    for (String key : source.keys()) {
      if (!key.equals(kind) && !KINDS.getOrDefault(kind, Set.of()).contains(key)) {
        throw source.wrong(key, "cannot use '" + key + "' with " + kind, "remove it");
      }
    }
    return switch (kind) {
      case "apt" -> new SourceSpec.Apt(source.matching(kind, PACKAGE, NAME, NAME));
      case "dnf" -> new SourceSpec.Dnf(source.matching(kind, PACKAGE, NAME, NAME));
      case "tree" -> new SourceSpec.Tree(path(source, kind, source.text(kind)));
      case "tarball", "srpm" -> files(source, kind);
      default -> git(source, kind);
    };
  }

  private SourceSpec files(YamlMap source, String kind) {
    ExpectedIntegrity trust = trust(source, kind);
    String name = filled(source, kind);
    if (!source.keys().contains("mirrors")) {
      return new SourceSpec.LocalFile(path(source, kind, name), trust);
    }
    List<Address> mirrors =
        source
            .texts("mirrors", (at, text) -> web(source, at, placeholders.fill(source, at, text)))
            .stream()
            .map(mirror -> mirror.secret().endsWith("/") ? mirror : mirror.child("/"))
            .toList();
    source.matching(kind, name, FILE, "a file name", "a file name");
    return new SourceSpec.Remote(new FileName(name), mirrors, trust);
  }

  private ExpectedIntegrity trust(YamlMap source, String kind) {
    List<Digest> digests =
        Stream.of(Digest.Algorithm.values())
            .filter(algorithm -> source.keys().contains(algorithm.key()))
            .map(algorithm -> digest(source, algorithm))
            .toList();
    if (digests.size() > 1) {
      throw source.wrong(
          digests.get(1).algorithm().key(), "more than one checksum", "remove one of them");
    }
    Optional<Digest> digest = digests.stream().findFirst();
    List<SigningKey> keys = keys(source);
    Optional<FileName> signature = source.node("signature").map(at -> signature(source, kind, at));
    if (kind.equals("tarball") && signature.isPresent() != !keys.isEmpty()) {
      throw source.wrong(
          signature.isPresent() ? "signature" : "signed-by",
          "'signature' and 'signed-by' need each other",
          "write both signature and signed-by, or neither");
    }
    if (digest.isPresent() && !digest.get().algorithm().verifiesAlone() && keys.isEmpty()) {
      throw source.wrong("sha1", "SHA-1 alone cannot verify a file", "add sha256 or signed-by");
    }
    return new ExpectedIntegrity(otherKernel ? Optional.empty() : digest, signature, keys);
  }

  private FileName signature(YamlMap source, String kind, Node at) {
    String text = placeholders.fill(source, at, source.text("signature"));
    FileName name = RecipeReader.fileName(source, at, text);
    if (filled(source, kind).replaceFirst("(?s).*/", "").equals(name.text())) {
      throw source.wrong(at, "the signature has the name of the " + kind, "write its own name");
    }
    return name;
  }

  /** Returns a path of the user, below the recipe's directory or anywhere. */
  private Path path(YamlMap source, String key, String written) {
    if (URL.matcher(written).matches()) {
      throw source.wrong(
          key,
          "'" + YamlMap.shown(written) + "' is a URL, but " + key + " takes a local path",
          "write the directory's URL under mirrors, and the file name here");
    }
    return path(source, source.required(key), written);
  }

  private Path path(YamlMap source, Node at, String written) {
    try {
      return RecipeReader.withoutDots(folder.resolve(written));
    } catch (InvalidPathException e) {
      throw source.wrong(at, "not a path", "remove the invalid character");
    }
  }

  private static Digest digest(YamlMap source, Digest.Algorithm algorithm) {
    String what = algorithm.digits() + " hexadecimal digits";
    Pattern digits = Pattern.compile("\\s*[0-9A-Fa-f]{" + algorithm.digits() + "}\\s*");
    return Digest.parse(source.matching(algorithm.key(), digits, what, what)).orElseThrow();
  }

  private List<SigningKey> keys(YamlMap source) {
    return source.nodes("signed-by").stream()
        .map(node -> key(source.child(node, "a signing key", KEY)))
        .toList();
  }

  private SigningKey key(YamlMap key) {
    String written = key.text("fingerprint");
    String fingerprint =
        SigningKey.fingerprint(written)
            .orElseThrow(
                () ->
                    key.wrong(
                        "fingerprint",
                        "'" + YamlMap.shown(written) + "' is not a full fingerprint",
                        "write its 40 or 64 hexadecimal digits; a key id is not enough"));
    boolean expired =
        key.node("expired").isPresent()
            && key.matching("expired", EXPIRED, "a value of expired", "refused or accepted")
                .equals("accepted");
    return new SigningKey(
        fingerprint, key.texts("keys", (at, place) -> place(key, at, place)), expired);
  }

  /** A key in the directory of the recipe wins over a bundled one. */
  private Address place(YamlMap key, Node at, String written) {
    if (URL.matcher(written).matches()) {
      return web(key, at, written);
    }
    Path beside = path(key, at, written);
    return Address.of(Files.isRegularFile(beside) ? beside.toAbsolutePath().toString() : written);
  }

  private SourceSpec git(YamlMap source, String kind) {
    List<Address> urls =
        source.texts(
            kind, (at, text) -> repository(source, at, placeholders.fill(source, at, text)));
    String ref = filled(source, "ref");
    source.matching("ref", ref, REF, "a tag, branch or commit", "a tag, a branch or a commit");
    Optional<String> commit =
        source
            .node("commit")
            .map(node -> source.matching("commit", COMMIT, HEX40, HEX40))
            .filter(any -> !otherKernel);
    SourceSpec.Git git = new SourceSpec.Git(urls, ref, commit, keys(source));
    return kind.equals("git")
        ? git
        : new SourceSpec.DistGit(
            git, source.texts("lookaside", (at, text) -> template(source, at, text)));
  }

  private String filled(YamlMap source, String key) {
    return placeholders.fill(source, source.required(key), source.text(key));
  }

  private static Address web(YamlMap source, Node at, String written) {
    return url(source, at, written, Address.of(written).web().isPresent());
  }

  /** A repository may also be a local directory. */
  private static Address repository(YamlMap source, Node at, String written) {
    return url(
        source,
        at,
        written,
        Address.of(written).web().isPresent() || LOCAL.matcher(written).matches());
  }

  /** The placeholders become names of files and branches, and checksums. */
  private static Address template(YamlMap source, Node at, String written) {
    String filled = TEMPLATE.matcher(written).replaceAll("x");
    return url(source, at, written, Address.of(filled).web().isPresent());
  }

  private static Address url(YamlMap source, Node at, String written, boolean valid) {
    if (!valid) {
      throw source.wrong(
          at,
          "'" + YamlMap.shown(written) + "' is not a valid URL",
          "write an https URL; " + Address.ENCODING);
    }
    return Address.of(written);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.FileName;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a recipe says of its source. */
final class SourceReader {
  private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{1,99}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_~^-]{0,179}");
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]{0,99}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
  private static final Pattern TEMPLATE = Pattern.compile("\\{(file|algorithm|digest|branch)\\}");

  /** The kinds, of which a source has one. */
  private static final Set<String> KINDS =
      RecipeReader.keys("apt", "dnf", "tree", "tarball", "srpm", "git", "dist-git");

  private static final Set<String> OTHERS =
      RecipeReader.keys(
          "mirrors",
          "sha256",
          "sha512",
          "sha1",
          "signature",
          "signed-by",
          "ref",
          "commit",
          "lookaside");

  private static final Set<String> KEY = RecipeReader.keys("fingerprint", "keys", "expired");

  private final String file;
  private final Path folder;
  private final VersionPlaceholders placeholders;
  private final boolean otherKernel;

  /**
   * @param otherKernel whether the user asked for another version than the recipe's own: digests
   *     and commits of the recipe say nothing of it
   */
  SourceReader(String file, Path folder, VersionPlaceholders placeholders, boolean otherKernel) {
    this.file = file;
    this.folder = folder;
    this.placeholders = placeholders;
    this.otherKernel = otherKernel;
  }

  SourceSpec read(Node node) {
    Set<String> known = new LinkedHashSet<>(KINDS);
    known.addAll(OTHERS);
    YamlMap source = new YamlMap(file, node, "a source", known);
    String kind = kind(source, node);
    return switch (kind) {
      case "apt" -> {
        allow(source, kind);
        String name = source.text("apt");
        yield new SourceSpec.Apt(
            matching(source, "apt", name, PACKAGE, "the name of a Debian package"));
      }
      case "dnf" -> {
        allow(source, kind);
        String name = source.text("dnf");
        yield new SourceSpec.Dnf(matching(source, "dnf", name, PACKAGE, "the name of a package"));
      }
      case "tree" -> {
        allow(source, kind);
        yield new SourceSpec.Tree(path(source, "tree", source.text("tree")));
      }
      case "tarball", "srpm" -> files(source, kind);
      default -> git(source, kind);
    };
  }

  private static String kind(YamlMap source, Node node) {
    List<String> kinds = source.keys().stream().filter(KINDS::contains).toList();
    if (kinds.size() != 1) {
      throw source.wrong(
          node, "a source is one of " + String.join(", ", KINDS), "leave one of them");
    }
    return kinds.get(0);
  }

  private static void allow(YamlMap source, String kind, String... others) {
    Set<String> allowed = RecipeReader.keys(others);
    for (String key : source.keys()) {
      if (OTHERS.contains(key) && !allowed.contains(key)) {
        throw source.wrong(
            source.required(key), "'" + key + "' does not go with " + kind, "take it out");
      }
    }
  }

  private SourceSpec files(YamlMap source, String kind) {
    if (kind.equals("tarball")) {
      allow(source, kind, "mirrors", "sha256", "sha512", "sha1", "signature", "signed-by");
    } else {
      allow(source, kind, "mirrors", "sha256", "sha512", "sha1", "signed-by");
    }
    ExpectedIntegrity trust = trust(source, kind);
    if (!source.keys().contains("mirrors")) {
      return new SourceSpec.LocalFile(path(source, kind, filled(source, kind)), trust);
    }
    List<Address> mirrors = new ArrayList<>();
    for (Address mirror : source.texts("mirrors", (at, text) -> web(source, at, fill(at, text)))) {
      mirrors.add(mirror.secret().endsWith("/") ? mirror : mirror.child("/"));
    }
    String name = matching(source, kind, filled(source, kind), FILE, "a file's name");
    return new SourceSpec.Remote(new FileName(name), mirrors, trust);
  }

  private ExpectedIntegrity trust(YamlMap source, String kind) {
    Optional<Digest> digest = Optional.empty();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      if (source.keys().contains(algorithm.key())) {
        if (digest.isPresent()) {
          throw source.wrong(
              source.required(algorithm.key()), "one digest is enough", "take one of them out");
        }
        digest = Optional.of(digest(source, algorithm));
      }
    }
    List<SigningKey> keys = keys(source);
    Optional<FileName> signature = source.node("signature").map(at -> signature(source, kind, at));
    if (kind.equals("tarball") && signature.isPresent() != !keys.isEmpty()) {
      throw source.wrong(
          source.required(signature.isPresent() ? "signature" : "signed-by"),
          "the signature of a tarball and its key go together",
          "give both signature and signed-by, or none");
    }
    if (digest.isPresent() && !digest.get().algorithm().provesAlone() && keys.isEmpty()) {
      throw source.wrong(
          source.required("sha1"), "SHA-1 proves nothing alone", "give sha256 or signed-by, too");
    }
    return new ExpectedIntegrity(otherKernel ? Optional.empty() : digest, signature, keys);
  }

  /** It lies beside the tarball, and is another file. */
  private FileName signature(YamlMap source, String kind, Node at) {
    FileName name = RecipeReader.fileName(source, at, fill(at, source.text("signature")));
    String file = filled(source, kind);
    if (name.text().equals(file.substring(file.lastIndexOf('/') + 1))) {
      throw source.wrong(at, "the signature has the name of the " + kind, "write its own name");
    }
    return name;
  }

  /** A path of the user's own, below the recipe's folder or anywhere. */
  private Path path(YamlMap source, String key, String written) {
    Node at = source.required(key);
    if (URL.matcher(written).matches()) {
      throw source.wrong(
          at,
          "'" + RecipeReader.shown(written) + "' is a URL, and " + key + " is a file here",
          "write the folder's URL after mirrors, and the file's name here");
    }
    return path(source, at, written);
  }

  private Path path(YamlMap source, Node at, String written) {
    try {
      return folder.resolve(written);
    } catch (InvalidPathException e) {
      throw source.wrong(at, "this is not a path", "take the odd character out");
    }
  }

  private static Digest digest(YamlMap source, Digest.Algorithm algorithm) {
    String hex = source.text(algorithm.key());
    return Digest.parse(hex)
        .filter(d -> d.algorithm() == algorithm)
        .orElseThrow(
            () -> {
              String what = algorithm.digits() + " hexadecimal digits";
              return source.wrong(
                  source.required(algorithm.key()),
                  "'" + RecipeReader.shown(hex) + "' is not " + what,
                  "write " + what);
            });
  }

  private List<SigningKey> keys(YamlMap source) {
    List<SigningKey> keys = new ArrayList<>();
    for (Node node : source.nodes("signed-by")) {
      YamlMap key = new YamlMap(file, node, "a signing key", KEY);
      String written = key.text("fingerprint");
      String fingerprint =
          SigningKey.fingerprint(written)
              .orElseThrow(
                  () ->
                      key.wrong(
                          key.required("fingerprint"),
                          "'" + RecipeReader.shown(written) + "' is not a full fingerprint",
                          "write its 40 or 64 hexadecimal digits; a key id is not enough"));
      String expired = key.optionalText("expired").orElse("refused");
      if (!List.of("refused", "accepted").contains(expired)) {
        throw key.wrong(
            key.required("expired"),
            "'" + RecipeReader.shown(expired) + "' is neither",
            "write refused or accepted");
      }
      List<Address> places = key.texts("keys", (at, place) -> place(key, at, place));
      keys.add(new SigningKey(fingerprint, places, expired.equals("accepted")));
    }
    return keys;
  }

  /** A key that lies beside the recipe is meant before one that is packed. */
  private Address place(YamlMap key, Node at, String written) {
    if (URL.matcher(written).matches()) {
      return web(key, at, written);
    }
    Path beside = path(key, at, written);
    return Address.of(Files.isRegularFile(beside) ? beside.toAbsolutePath().toString() : written);
  }

  private SourceSpec git(YamlMap source, String kind) {
    boolean dist = kind.equals("dist-git");
    allow(source, kind, "ref", "commit", dist ? "lookaside" : "signed-by");
    List<Address> urls = source.texts(kind, (at, text) -> repository(source, at, fill(at, text)));
    String ref = matching(source, "ref", filled(source, "ref"), REF, "a tag, a branch or a commit");
    Optional<String> commit =
        source
            .optionalText("commit")
            .map(c -> matching(source, "commit", c, COMMIT, "40 hexadecimal digits"))
            .filter(c -> !otherKernel);
    SourceSpec.Git git = new SourceSpec.Git(urls, ref, commit, dist ? List.of() : keys(source));
    return dist
        ? new SourceSpec.DistGit(
            git, source.texts("lookaside", (at, text) -> template(source, at, text)))
        : git;
  }

  private String filled(YamlMap source, String key) {
    return fill(source.required(key), source.text(key));
  }

  private String fill(Node at, String text) {
    placeholders
        .unknown(text)
        .ifPresent(
            word -> {
              throw YamlMap.wrong(
                  file,
                  at.getStartMark(),
                  // Braces may stand in a password, too.
                  (Address.shown(text).contains(word) ? word : "what is in braces")
                      + " cannot be filled in",
                  "there are {kernel} and {series}, in a recipe that has a 'kernel'",
                  null);
            });
    return placeholders.fill(text);
  }

  private static Address web(YamlMap source, Node at, String written) {
    return url(source, at, written, Address.of(written).web().isPresent());
  }

  /** A repository may also be a folder on this disk. */
  private static Address repository(YamlMap source, Node at, String written) {
    return url(source, at, written, Address.of(written).web().isPresent() || isLocal(written));
  }

  private static boolean isLocal(String written) {
    try {
      URI uri = new URI(written);
      return uri.getScheme() == null || uri.getScheme().equalsIgnoreCase("file");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What is filled in are the names of files and branches, and digests. */
  private static Address template(YamlMap source, Node at, String written) {
    String filled = TEMPLATE.matcher(written).replaceAll("x");
    return url(source, at, written, Address.of(filled).web().isPresent());
  }

  private static Address url(YamlMap source, Node at, String written, boolean right) {
    Address url = Address.of(written);
    if (!right) {
      throw source.wrong(
          at,
          "'" + RecipeReader.shown(written) + "' is not a URL for this",
          "write an https URL; " + Address.ENCODING);
    }
    return url;
  }

  private static String matching(
      YamlMap map, String key, String value, Pattern pattern, String what) {
    if (!pattern.matcher(value).matches()) {
      throw map.wrong(
          map.required(key), "'" + RecipeReader.shown(value) + "' is not " + what, "write " + what);
    }
    return value;
  }
}

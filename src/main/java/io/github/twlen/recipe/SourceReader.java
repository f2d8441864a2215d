package io.github.twlen.recipe;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a recipe says of its source. */
final class SourceReader {
  private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]+");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_~^-]*");
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]*");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]*://.*");

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
  private final KernelWords words;
  private final boolean otherKernel;

  /**
   * @param otherKernel whether the user asked for another version than the recipe's own: digests
   *     and commits of the recipe say nothing of it
   */
  SourceReader(String file, Path folder, KernelWords words, boolean otherKernel) {
    this.file = file;
    this.folder = folder;
    this.words = words;
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
        yield new SourceSpec.Tree(folder.resolve(source.text("tree")));
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
    Trust trust = trust(source, kind);
    if (!source.keys().contains("mirrors")) {
      return new SourceSpec.LocalFile(folder.resolve(filled(source, kind)), trust);
    }
    List<String> mirrors = new ArrayList<>();
    for (String mirror : source.texts("mirrors", this::fill)) {
      mirrors.add(mirror.endsWith("/") ? mirror : mirror + "/");
      url(source, "mirrors", mirror);
    }
    String name = matching(source, kind, filled(source, kind), FILE, "a file's name");
    return new SourceSpec.Remote(name, mirrors, trust);
  }

  private Trust trust(YamlMap source, String kind) {
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
    Optional<String> signature =
        source.optionalText("signature").map(s -> fill(source.required("signature"), s));
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
    return new Trust(otherKernel ? Optional.empty() : digest, signature, keys);
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
                  "'" + hex + "' is not " + what,
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
                          "'" + written + "' is not a full fingerprint",
                          "write its 40 or 64 hexadecimal digits; a key id is not enough"));
      String expired = key.optionalText("expired").orElse("refused");
      if (!List.of("refused", "accepted").contains(expired)) {
        throw key.wrong(
            key.required("expired"), "'" + expired + "' is neither", "write refused or accepted");
      }
      List<String> places = key.texts("keys", (at, place) -> place(place));
      keys.add(new SigningKey(fingerprint, places, expired.equals("accepted")));
    }
    return keys;
  }

  /** A key that lies beside the recipe is meant before one that is packed. */
  private String place(String written) {
    Path beside = folder.resolve(written);
    return !URL.matcher(written).matches() && Files.isRegularFile(beside)
        ? beside.toAbsolutePath().toString()
        : written;
  }

  private SourceSpec git(YamlMap source, String kind) {
    boolean dist = kind.equals("dist-git");
    allow(source, kind, "ref", "commit", dist ? "lookaside" : "signed-by");
    List<String> urls = source.texts(kind, this::fill);
    urls.forEach(url -> url(source, kind, url));
    String ref = matching(source, "ref", filled(source, "ref"), REF, "a tag, a branch or a commit");
    Optional<String> commit =
        source
            .optionalText("commit")
            .map(c -> matching(source, "commit", c, COMMIT, "40 hexadecimal digits"))
            .filter(c -> !otherKernel);
    SourceSpec.Git git = new SourceSpec.Git(urls, ref, commit, dist ? List.of() : keys(source));
    return dist ? new SourceSpec.DistGit(git, source.texts("lookaside", (at, t) -> t)) : git;
  }

  private String filled(YamlMap source, String key) {
    return fill(source.required(key), source.text(key));
  }

  private String fill(Node at, String text) {
    words
        .unknown(text)
        .ifPresent(
            word -> {
              throw YamlMap.wrong(
                  file,
                  at.getStartMark(),
                  word + " cannot be filled in",
                  "there are {kernel} and {series}, in a recipe that has a 'kernel'",
                  null);
            });
    return words.fill(text);
  }

  private static void url(YamlMap source, String key, String written) {
    try {
      URI uri = new URI(written);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean file = scheme.equals("file") || scheme.equals("null");
      if (Set.of("http", "https").contains(scheme) ? uri.getHost() != null : file && gitKey(key)) {
        return;
      }
    } catch (URISyntaxException e) {
      // Told below, with the place.
    }
    throw source.wrong(
        source.required(key), "'" + written + "' is not a URL for this", "write an https URL");
  }

  /** A repository may also be a folder on this disk. */
  private static boolean gitKey(String key) {
    return key.endsWith("git");
  }

  private static String matching(
      YamlMap map, String key, String value, Pattern pattern, String what) {
    if (!pattern.matcher(value).matches()) {
      throw map.wrong(map.required(key), "'" + value + "' is not " + what, "write " + what);
    }
    return value;
  }
}

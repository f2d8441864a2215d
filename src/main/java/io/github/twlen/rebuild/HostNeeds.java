package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.verify.StaticBusybox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run needs on this host, and the commands that install what is missing.
 *
 * @param all everything that is needed, the optional marked
 */
public record HostNeeds(List<Need> all) {
  /** Nothing. */
  static final HostNeeds NONE = new HostNeeds(List.of());

  /** Copies what it is given. */
  public HostNeeds {
    all = List.copyOf(all);
  }

  /** What proving a source needs. */
  public static HostNeeds ofFetch(SourceSpec source) {
    List<Need> needs = new ArrayList<>();
    Need gpg = Need.program("gpg", "checking a signature against its key", "gnupg", "gnupg2");
    if (source instanceof SourceSpec.Git git && !git.keys().isEmpty()) {
      needs.add(gpg);
    }
    if (source instanceof SourceSpec.Remote remote && !remote.trust().keys().isEmpty()) {
      needs.add(gpg);
      if (remote.trust().signature().isEmpty()) {
        needs.add(Need.program("rpmkeys", "checking the signature of an RPM", "rpm", "rpm"));
      }
    }
    return new HostNeeds(needs);
  }

  /** What making packages with a vendor's spec needs. */
  public static HostNeeds ofRpmbuild() {
    return new HostNeeds(
        List.of(Need.program("rpmbuild", "building kernel packages", "rpm", "rpm-build")));
  }

  /** What a build with make needs. */
  public static HostNeeds ofMake(String config, List<String> packageTargets) {
    List<Need> needs = new ArrayList<>();
    for (String tool : List.of("gcc", "make", "flex", "bison", "bc")) {
      needs.add(Need.program(tool, "compiling the kernel"));
    }
    needs.add(Need.program("ld", "linking the kernel", "binutils", "binutils"));
    needs.add(Need.program("perl", "the kernel's own build scripts"));
    needs.add(
        Need.file(
            "libelf's header",
            "objtool, which checks the compiled kernel",
            List.of("/usr/include/gelf.h", "/usr/include/libelf/gelf.h"),
            "libelf-dev",
            "elfutils-libelf-devel"));
    if (!config.equals("minimal")) {
      needs.add(
          Need.file(
              "OpenSSL's header",
              "signing modules",
              List.of("/usr/include/openssl/opensslv.h"),
              "libssl-dev",
              "openssl-devel"));
      needs.add(
          Need.program("pahole", "type information (BTF), if configured", "dwarves", "dwarves")
              .whichHelps());
    }
    needs.add(Need.program("ccache", "compiling once what is the same").whichHelps());
    packageTargets.forEach(target -> needs.addAll(ofPackages(target)));
    return NONE.and(new HostNeeds(needs));
  }

  private static List<Need> ofPackages(String target) {
    Need depmod = Need.program("depmod", "listing the modules in a package", "kmod", "kmod");
    Need rsync = Need.program("rsync", "copying the headers into a package");
    Need cpio = Need.program("cpio", "packing");
    return switch (target) {
      case "bzImage" -> List.of();
      case "bindeb-pkg" ->
          List.of(
              depmod,
              rsync,
              cpio,
              Need.program("dpkg-buildpackage", "making .deb packages", "dpkg-dev", "dpkg-dev"),
              Need.program("dh_listpackages", "making .deb packages", "debhelper", "debhelper"),
              Need.program("fakeroot", "making .deb packages without root"));
      case "binrpm-pkg" ->
          List.of(
              depmod,
              rsync,
              cpio,
              Need.program("rpmbuild", "making .rpm packages", "rpm", "rpm-build"));
      default -> List.of(depmod, rsync);
    };
  }

  /** What a QEMU guest needs. */
  public static HostNeeds ofQemu() {
    return new HostNeeds(
        List.of(
            new Need(
                "QEMU",
                "booting the kernel",
                List.of("qemu-system-x86_64", "/usr/libexec/qemu-kvm"),
                "qemu-system-x86",
                "qemu-kvm",
                false,
                Files::isExecutable),
            // Many hosts have a busybox that needs libraries, which a guest has not.
            new Need(
                "a static busybox",
                "the guest's shell",
                StaticBusybox.USUAL_PLACES.stream().map(Path::toString).toList(),
                "busybox-static",
                "busybox",
                false,
                StaticBusybox::isStatic)));
  }

  /**
   * What a guest of Vagrant's needs.
   *
   * @param provider Vagrant's name of it; empty for Vagrant's own choice
   */
  public static HostNeeds ofVagrant(Optional<String> provider) {
    List<Need> needs = new ArrayList<>();
    needs.add(Need.program("vagrant", "starting the guest"));
    needs.add(Need.program("ssh", "the way into the guest", "openssh-client", "openssh-clients"));
    if (provider.filter("libvirt"::equals).isPresent()) {
      needs.add(
          new Need(
              "libvirtd",
              "running the guest",
              List.of("libvirtd", "virtqemud"),
              "libvirt-daemon-system",
              "libvirt-daemon-kvm",
              false,
              Files::isExecutable));
    }
    return new HostNeeds(needs);
  }

  /** What a container needs. */
  static HostNeeds ofContainer() {
    List<String> programs = List.of("podman", "docker");
    return new HostNeeds(
        List.of(
            new Need(
                "podman or docker",
                "running the container",
                programs,
                "podman",
                "podman",
                false,
                Files::isExecutable)));
  }

  /** Both together; what both need stands once. */
  public HostNeeds and(HostNeeds more) {
    Map<String, Need> once = new LinkedHashMap<>();
    Stream.concat(all.stream(), more.all.stream()).forEach(n -> once.putIfAbsent(n.name(), n));
    return new HostNeeds(List.copyOf(once.values()));
  }

  /** What is not there, the optional included. */
  public List<Need> missing() {
    return all.stream().filter(need -> need.found().isEmpty()).toList();
  }

  /**
   * Sees to it that everything needed is there.
   *
   * @param install whether to install what is missing, after saying the very command
   * @throws HostFailure when something needed is missing and was not to be installed, or could not
   *     be
   */
  public void require(boolean install, CommandRunner runner, Progress progress) {
    List<Need> missing = missing();
    if (install) {
      install(runner, progress);
    }
    List<Need> still = missing().stream().filter(need -> !need.optional()).toList();
    if (!still.isEmpty()) {
      throw install
          ? new HostFailure(
              "installing did not bring " + names(still),
              "look at what the package manager said",
              null)
          : lacking(still, "give --install, or run: " + PackageManager.shownHere(missing));
    }
  }

  /**
   * Installs what is missing, the optional included, after saying the very command; does nothing
   * when nothing is missing.
   *
   * @throws HostFailure when the package manager fails, or there is none
   */
  public void install(CommandRunner runner, Progress progress) {
    List<Need> missing = missing();
    if (!missing.isEmpty()) {
      run(installing(missing), runner, progress);
    }
  }

  /**
   * Sees to it that everything needed is there, for a command that installs nothing.
   *
   * @throws HostFailure when something is missing
   */
  public void require() {
    List<Need> missing = missing().stream().filter(need -> !need.optional()).toList();
    if (!missing.isEmpty()) {
      throw lacking(missing, "run: " + PackageManager.shownHere(missing));
    }
  }

  private static HostFailure lacking(List<Need> needs, String remedy) {
    return new HostFailure("this host lacks " + names(needs), remedy, null);
  }

  private static String names(List<Need> needs) {
    return needs.stream().map(Need::name).collect(Collectors.joining(", "));
  }

  private static List<Command> installing(List<Need> needs) {
    return PackageManager.ofHost()
        .orElseThrow(
            () ->
                new HostFailure(
                    "this host has neither apt-get nor dnf",
                    "install by hand: " + names(needs),
                    null))
        .installing(needs);
  }

  /** Runs commands of the package manager, each said before it runs. */
  private static void run(List<Command> commands, CommandRunner runner, Progress progress) {
    for (Command command : commands) {
      progress.say("installing: " + command.shown());
      CommandResult result = runner.run(command, progress::status);
      progress.status("");
      if (!result.ok()) {
        throw new HostFailure(
            command.shown() + " failed: " + result.lastWords(),
            "run it by hand and look at what it says",
            null);
      }
    }
  }
}

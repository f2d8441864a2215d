// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A busy network namespace. It ends with its processes. Its TIME_WAIT sockets last a minute, so a
 * test must survey it at once.
 */
final class BusyNamespace implements AutoCloseable {
  static final int LEAKED = 40;
  static final int TO_WEB = 4200;
  static final int FROM_API = 500;
  static final int OVER_IPV6 = 300;
  static final int MAPPED = 100;
  static final int TIME_WAIT = TO_WEB + FROM_API + OVER_IPV6 + MAPPED;
  static final int OPEN = 25;

  /** Documentation addresses, because tcp_tw_reuse treats loopback addresses differently. */
  private static final String BUSY =
      """
      import os, socket, subprocess, sys

      V4, V6 = "192.0.2.1", "2001:db8::1"

      def ip(*words):
          subprocess.run(("ip",) + words, check=True)

      def setting(name, value):
          with open("/proc/sys/net/" + name, "w") as file:
              file.write(value)

      def listener(address, port, backlog=4096):
          server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
          server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
          if address == "::":
              server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
          server.bind((address, port))
          server.listen(backlog)
          return server

      def closed(server, address, number, first):
          for _ in range(number):
              here = socket.create_connection((address, server.getsockname()[1]))
              there, _ = server.accept()
              one, other = (here, there) if first == "client" else (there, here)
              one.close()
              other.recv(1)
              other.close()

      # On one processor packets stay in their order. Where the program moves between two of them, an
      # acknowledgement comes late, the listener answers it with a reset, and the waiting socket is gone.
      os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
      ip("link", "set", "lo", "up")
      ip("address", "add", V4 + "/32", "dev", "lo")
      ip("address", "add", V6 + "/128", "dev", "lo", "nodad")
      setting("ipv4/ip_local_port_range", "20000 24999")
      setting("ipv4/ip_local_reserved_ports", "24000-24009")
      setting("ipv4/tcp_tw_reuse", "2")
      web, web6 = listener(V4, 8080), listener(V6, 8080)
      api, both = listener(V4, 8081), listener("::", 8084)
      leaky = listener(V4, 8083)
      ready, done = os.pipe()
      child = os.fork()
      if child == 0:
          with open("/proc/self/comm", "w") as file:
              file.write("leaky-app")
          kept = [leaky.accept()[0] for _ in range(LEAKED)]
          for one in kept:
              one.recv(1)
          os.write(done, b"x")
          sys.stdin.read()
          os._exit(0)
      for one in [socket.create_connection((V4, 8083)) for _ in range(LEAKED)]:
          one.close()
      os.read(ready, 1)
      full = listener(V4, 8085, 1)
      waiting = []
      for _ in range(8):
          one = socket.socket()
          one.setblocking(False)
          one.connect_ex((V4, 8085))
          waiting.append(one)
      held = [socket.create_connection((V4, 8081)) for _ in range(OPEN)]
      accepted = [api.accept()[0] for _ in range(OPEN)]
      closed(web6, V6, OVER_IPV6, "client")
      closed(both, V4, MAPPED, "server")
      closed(api, V4, FROM_API, "server")
      closed(web, V4, TO_WEB, "client")
      # The rest asked in vain; whether one asks once more would change the counters meanwhile.
      for one in waiting[2:]:
          one.close()
      print("ready", os.getpid(), child, flush=True)
      sys.stdin.read()
      """;

  private final Process process;
  private final Path history;
  private final long pid;
  private final long leaky;

  /**
   * Makes the namespace and its sockets.
   *
   * @param folder the directory for its files
   */
  BusyNamespace(Path folder) throws IOException {
    Path script = folder.resolve("busy.py");
    String numbers =
        String.format(
            "LEAKED, OPEN, OVER_IPV6, MAPPED, FROM_API, TO_WEB = %d, %d, %d, %d, %d, %d%n",
            LEAKED, OPEN, OVER_IPV6, MAPPED, FROM_API, TO_WEB);
    Files.writeString(script, numbers + BUSY);
    history = folder.resolve("nstat-history");
    process =
        new ProcessBuilder("unshare", "-n", "python3", script.toString())
            .redirectError(folder.resolve("busy.err").toFile())
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    if (line == null || !line.startsWith("ready ")) {
      close();
      throw new AssertionError(
          "no busy namespace: " + line + Files.readString(folder.resolve("busy.err")));
    }
    String[] words = line.split(" ", -1);
    pid = Long.parseLong(words[1]);
    leaky = Long.parseLong(words[2]);
  }

  /** Returns the process that leaks sockets. */
  long leaky() {
    return leaky;
  }

  /** Returns the command prefix that runs a program in it. */
  List<String> door() {
    return List.of("nsenter", "-t", String.valueOf(pid), "-n");
  }

  /** Runs a program in it and returns its output. */
  String run(String... words) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(door());
    argv.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("NSTAT_HISTORY", history.toString());
    Process program = builder.start();
    program.getOutputStream().close();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (program.waitFor() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    try {
      // Both exit at the end of their standard input.
      process.getOutputStream().close();
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It has already exited.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}

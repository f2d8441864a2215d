// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An HTTP server on loopback whose every byte the test decides. */
public final class MisbehavingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Behaviour behaviour;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What is asked for. */
  public record Request(String method, String path, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** Where the wanted range begins; 0 for the whole. */
    int from() {
      return header("Range").isEmpty()
          ? 0
          : Integer.parseInt(header("Range").replaceAll("bytes=(\\d+)-", "$1"));
    }
  }

  /** What it does with a request; the number of the request is counted from 1. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(int number, Request request, Answer out) throws IOException;
  }

  /** The way to the client. */
  public final class Answer {
    private final OutputStream out;

    private Answer(OutputStream out) {
      this.out = out;
    }

    public Answer head(String status, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      return body(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    Answer body(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      return this;
    }

    /** The whole, or the rest from the range that is asked for, as a good server has it. */
    public void file(Request request, byte[] content, String tag) throws IOException {
      String tagLine = "ETag: \"" + tag + "\"";
      boolean rest = request.from() > 0 && request.header("If-Range").equals("\"" + tag + "\"");
      int from = rest ? request.from() : 0;
      byte[] body = java.util.Arrays.copyOfRange(content, from, content.length);
      String length = "Content-Length: " + body.length;
      if (rest) {
        String range =
            "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        head("206 Partial Content", length, tagLine, range);
      } else {
        head("200 OK", length, tagLine);
      }
      body(body);
    }

    /** Sends nothing more, and keeps the line, until the test is over. */
    void stall() {
      try {
        closed.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public MisbehavingServer(Behaviour behaviour) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
  }

  public MisbehavingServer(ServerSocket socket, Behaviour behaviour) {
    this.socket = socket;
    this.behaviour = behaviour;
    start(this::accept);
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  public List<Request> requests() {
    return requests;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "misbehaving");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      String[] first = String.valueOf(in.readLine()).split(" ");
      if (first.length < 2) {
        return;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      Request request = new Request(first[0], first[1], headers);
      int number;
      synchronized (requests) {
        requests.add(request);
        number = requests.size();
      }
      behaviour.answer(number, request, new Answer(client.getOutputStream()));
    } catch (IOException e) {
      // The client has gone, as it may.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

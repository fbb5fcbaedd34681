package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of rsync into a partial file, followed by what it prints. */
final class RsyncRun {
  /** {@code 40796160 81% 33.34MB/s 0:00:00}, with a carriage return instead of a line end. */
  private static final Pattern PROGRESS = Pattern.compile("\\s*(\\d{1,18})\\s+\\d{1,3}%\\s.*");

  private static final Pattern LITERAL = Pattern.compile("Literal data: (\\d{1,18}) bytes");

  /** The statistics, of which nothing else is of interest. */
  private static final Pattern STATISTICS =
      Pattern.compile("(Number of|Total|Literal|Matched|File list|sent |total size).*");

  /**
   * What rsync has counted but perhaps not written: its buffer for writing is 256 KiB, that for
   * reading of the same order.
   */
  private static final long UNWRITTEN_BYTES = 1 << 20;

  private static final int REMEMBERED_LINES = 4;
  private static final int MAX_LINE = 4096;

  private final Path program;
  private final FetchTask task;
  private final RsyncOffer offer;
  private final Tunnel tunnel;
  private final Duration patience;
  private final Deque<String> said = new ArrayDeque<>();
  private long literal = -1;

  /**
   * @param patience how long the source may send nothing
   */
  RsyncRun(Path program, FetchTask task, RsyncOffer offer, Tunnel tunnel, Duration patience) {
    this.program = program;
    this.task = task;
    this.offer = offer;
    this.tunnel = tunnel;
    this.patience = patience;
  }

  /** Returns when the partial file is whole. */
  void run() throws IOException, FetchFailure, InterruptedException {
    int code = carry();
    // Of a run that was cut only the wire can tell how much came.
    count(literal >= 0 ? literal : tunnel.received());
    task.throwIfCancelled();
    if (code != RsyncExit.OK) {
      if (tunnel.trouble() != null) {
        throw tunnel.trouble();
      }
      throw RsyncExit.failure(code, String.join("; ", said));
    }
    // It also ends in peace when it found nothing to bring.
    if (Files.size(task.partial().path()) != task.partial().size()) {
      throw new FetchFailure(
          FailureCode.SOURCE_MISSING,
          "rsync brought %d of %d bytes: %s"
              .formatted(
                  Files.size(task.partial().path()),
                  task.partial().size(),
                  String.join("; ", said)));
    }
    task.partial().writtenTo(task.partial().size());
  }

  private int carry() throws IOException, InterruptedException {
    // It reads all of the older version for its sums before it says anything. What passes through
    // the tunnel meanwhile tells nothing: it sends the same few bytes where it only waits.
    task.unseen(Files.size(task.partial().path()));
    Process rsync = start();
    Closeable end = rsync::destroyForcibly;
    task.closeOnCancel(end);
    try (Reader output = new InputStreamReader(rsync.getInputStream(), StandardCharsets.UTF_8)) {
      rsync.getOutputStream().close();
      follow(output);
      return rsync.waitFor();
    } finally {
      task.unseen(0);
      task.leave(end);
      rsync.destroyForcibly();
      rsync.waitFor();
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                program.toString(),
                "--inplace",
                "--no-whole-file",
                "--ignore-times",
                "--timeout=" + Math.max(1, patience.toSeconds()),
                "--info=progress2,stats2",
                "--no-human-readable",
                "--outbuf=L",
                "rsync://%s@127.0.0.1:%d/%s".formatted(offer.user(), tunnel.port(), offer.path()),
                task.partial().path().toString()));
    builder.redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("RSYNC_PASSWORD", offer.secret());
    builder.environment().remove("RSYNC_PROXY");
    return builder.start();
  }

  private void follow(Reader output) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = output.read(); c >= 0; c = output.read()) {
      if (c == '\n' || c == '\r' || line.length() > MAX_LINE) {
        heard(line.toString());
        line.setLength(0);
      } else {
        line.append((char) c);
      }
    }
    heard(line.toString());
  }

  private void heard(String line) throws IOException {
    Matcher progress = PROGRESS.matcher(line);
    Matcher whole = LITERAL.matcher(line);
    if (progress.matches()) {
      told(Long.parseLong(progress.group(1)));
    } else if (whole.matches()) {
      literal = Long.parseLong(whole.group(1));
    } else if (!line.isBlank() && !STATISTICS.matcher(line).matches()) {
      if (said.size() == REMEMBERED_LINES) {
        said.removeFirst();
      }
      said.add(line.strip());
    }
  }

  private void told(long position) throws IOException {
    if (position > 0) {
      task.unseen(0);
    }
    task.partial().writtenTo(position - UNWRITTEN_BYTES);
  }

  private void count(long bytes) {
    try {
      task.moved(bytes);
    } catch (InterruptedException e) {
      // Cancelled, which is asked for next; what matters is counted.
      return;
    }
  }
}

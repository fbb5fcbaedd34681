package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.Reaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A connection to the source's rsync through its sshd. */
final class SshWay implements Way {
  private static final int MOST_WORDS = 16 * 1024;
  private static final int SHOWN_LINES = 3;

  private final List<String> command;
  private final String source;
  private volatile Process ssh;
  private volatile boolean closed;

  /**
   * @param source for people
   */
  SshWay(List<String> command, String source) {
    this.command = command;
    this.source = source;
  }

  @Override
  public void open() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    ssh = builder.start();
    if (closed) {
      close();
      throw new IOException("closed by this side");
    }
  }

  @Override
  public InputStream in() {
    return ssh.getInputStream();
  }

  @Override
  public OutputStream out() {
    return ssh.getOutputStream();
  }

  /** Asked when nothing more comes: then ssh has ended, or is about to. */
  @Override
  public FetchFailure trouble() {
    Process ended = ssh;
    if (closed) {
      return null;
    }
    if (ended == null) {
      return new FetchFailure(
          FailureCode.PROGRAM_FAILED, command.get(0) + " can't be started on this node");
    }
    try {
      // What it said is on its way until it has ended.
      if (!ended.waitFor(1, TimeUnit.SECONDS) || ended.exitValue() == 0 || closed) {
        return null;
      }
      byte[] words = ended.getErrorStream().readNBytes(MOST_WORDS);
      return failure(ended.exitValue(), new String(words, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return failure(ended.exitValue(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** What won't be mended by trying again is told from what may. */
  private FetchFailure failure(int code, String words) {
    List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
    String last =
        String.join("; ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    String message = "ssh to %s ended with %d: %s".formatted(source, code, last);
    if (words.contains("Host key verification failed")) {
      return new FetchFailure(FailureCode.UNTRUSTED_PEER, Reaction.NEXT_TRANSPORT, message);
    }
    if (words.contains("Permission denied") || words.contains("administratively prohibited")) {
      return new FetchFailure(FailureCode.UNAUTHORISED, Reaction.NEXT_TRANSPORT, message);
    }
    return new FetchFailure(FailureCode.UNREACHABLE, message);
  }

  @Override
  public void close() {
    closed = true;
    Process started = ssh;
    if (started != null) {
      started.destroyForcibly();
    }
  }
}

package io.ringrift.dataplane.agent.rsync;

import java.nio.file.Path;

/**
 * A folder with one file in it, for who knows the secret. The file is a hard link, so a fetch sees
 * the content that was ordered to its end, whatever happens to the item meanwhile.
 */
final class RsyncModule {
  /** What the one file is called. */
  static final String FILE = "content";

  static final String USER = "fetch";

  private final String name;
  private final String secret;
  private final Path folder;
  private final int weight;
  private int connections;
  private long idleSince;

  /**
   * @param weight share of the bandwidth beside others
   */
  RsyncModule(String name, String secret, Path folder, int weight, long nanos) {
    this.name = name;
    this.secret = secret;
    this.folder = folder;
    this.weight = weight;
    this.idleSince = nanos;
  }

  String name() {
    return name;
  }

  String secret() {
    return secret;
  }

  Path file() {
    return folder.resolve(FILE);
  }

  Path folder() {
    return folder;
  }

  int weight() {
    return weight;
  }

  synchronized void joined() {
    connections++;
  }

  synchronized void left(long nanos) {
    connections--;
    idleSince = nanos;
  }

  synchronized boolean idleLongerThan(long limitNanos, long nanos) {
    return connections == 0 && nanos - idleSince > limitNanos;
  }
}

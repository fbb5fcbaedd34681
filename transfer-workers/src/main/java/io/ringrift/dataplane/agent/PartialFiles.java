package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.OldPartials;
import io.ringrift.dataplane.agent.fetch.Pulls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** What transfers left: partial files here, and uploads begun in the bucket. */
final class PartialFiles implements Leftovers.Partials {
  private final Path folder;
  private final Pulls pulls;
  private final AgentTransports transports;

  PartialFiles(Path folder, Pulls pulls, AgentTransports transports) {
    this.folder = folder;
    this.pulls = pulls;
    this.transports = transports;
  }

  @Override
  public boolean idleSince(Instant before) throws IOException {
    return !OldPartials.older(folder, before, pulls.contents()::contains).isEmpty()
        || transports.idleSince(before);
  }

  @Override
  public int remove(Instant before, Set<String> wanted) throws IOException {
    return removeHere(before, wanted) + transports.sweep(before, wanted);
  }

  /** Removes what is on this disk, and calls nobody. */
  int removeHere(Instant before, Set<String> wanted) throws IOException {
    // Asked for each file: a pull may start while this goes on.
    return OldPartials.removeOlder(
        folder, before, hash -> wanted.contains(hash) || pulls.contents().contains(hash));
  }
}

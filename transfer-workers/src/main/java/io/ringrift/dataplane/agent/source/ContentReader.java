package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.database.DatabaseReader;
import io.ringrift.dataplane.agent.database.DatabaseReport;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import io.ringrift.dataplane.agent.npz.NpzReader;
import io.ringrift.dataplane.agent.npz.NpzReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads a file once: its hash and, where its kind has a validator, whether it is good. */
final class ContentReader {
  private final DataRoot root;
  private final NpzLimits limits;
  private final DatabaseReader databases;
  private final TokenBucket rate;

  ContentReader(DataRoot root, NpzLimits limits, DatabaseReader databases, TokenBucket rate) {
    this.root = root;
    this.limits = limits;
    this.databases = databases;
    this.rate = rate;
  }

  /** What the file holds, or nothing if it changed or went while it was read. */
  Optional<Content> read(ItemName name) throws IOException, InterruptedException {
    Path file = root.locate(name);
    BasicFileAttributes before = root.attributes(file);
    if (before == null) {
      return Optional.empty();
    }
    FileStamp stamp = FileStamp.of(before);
    Content content =
        switch (name.kind()) {
          case NPZ -> npz(file, stamp);
          case GAME -> database(file, stamp);
          case MODEL, CHECKPOINT -> model(file, stamp);
        };
    BasicFileAttributes after = root.attributes(file);
    return after != null && FileStamp.of(after).equals(stamp)
        ? Optional.of(content)
        : Optional.empty();
  }

  private Content npz(Path file, FileStamp stamp) throws IOException, InterruptedException {
    MessageDigest digest = FileHash.sha256();
    NpzReport report;
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      report =
          new NpzReader(limits)
              .read(
                  in,
                  block -> {
                    int bytes = block.remaining();
                    digest.update(block);
                    rate.take(bytes);
                  });
    }
    return new Content(
        FileHash.hex(digest),
        stamp,
        report.valid() ? Validation.VALID : Validation.INVALID,
        report.valid() ? null : report.evidence(),
        stamp.modified(),
        report.samples().isPresent() ? report.samples().getAsLong() : null,
        null,
        null);
  }

  private Content model(Path file, FileStamp stamp) throws IOException, InterruptedException {
    String sha256 = FileHash.of(file, rate);
    String fault = ModelCheck.fault(file).orElse(null);
    return new Content(
        sha256,
        stamp,
        fault == null ? Validation.VALID : Validation.INVALID,
        fault,
        stamp.modified(),
        null,
        null,
        null);
  }

  /** A database that nobody writes to. */
  private Content database(Path file, FileStamp stamp) throws IOException, InterruptedException {
    String sha256 = FileHash.of(file, rate);
    DatabaseReport report = databases.read(file);
    return new Content(
        sha256,
        stamp,
        report.valid() ? Validation.VALID : Validation.INVALID,
        report.fault(),
        stamp.modified(),
        null,
        report.games(),
        null);
  }
}

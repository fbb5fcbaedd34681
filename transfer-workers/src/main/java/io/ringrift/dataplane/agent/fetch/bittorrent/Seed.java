package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.source.FileStamp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** One file that is given, by a hard link of its own, and in which life of the process. */
final class Seed {
  final Metainfo metainfo;

  /** The tracker of its swarm; null: the one of this node. */
  final URI announce;

  private final FileStamp stamp;
  private final Path link;
  private PeerAccess.Membership membership;

  /** As it is given now, or was by a process that has ended. */
  Torrent torrent;

  long sentBytes;
  long usedNanos = System.nanoTime();

  /**
   * @param stamp the file was hashed as this
   * @param folder of the links
   */
  Seed(Metainfo metainfo, URI announce, FileStamp stamp, Path folder) {
    this.metainfo = metainfo;
    this.announce = announce;
    this.stamp = stamp;
    this.link = folder.resolve(metainfo.infoHash());
  }

  String infoHash() {
    return metainfo.infoHash();
  }

  /**
   * Makes the link.
   *
   * @throws IOException if it can't be made, or the file isn't what was hashed
   */
  void link(Path file) throws IOException {
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    try {
      Files.createLink(link, file);
    } catch (UnsupportedOperationException e) {
      throw new IOException("the file system has no hard links", e);
    }
    if (changed()) {
      Files.delete(link);
      throw new IOException(file + " has changed since it was hashed");
    }
  }

  /** What {@code aria2c} is to ask for members; null: it is not to ask. */
  URI announced(PeerAccess access) throws IOException {
    if (announce == null) {
      return null;
    }
    if (membership == null) {
      membership = access.give(infoHash(), announce);
    }
    return membership.announce();
  }

  boolean changed() throws IOException {
    return !FileStamp.of(Files.readAttributes(link, BasicFileAttributes.class)).equals(stamp);
  }

  /** Leaves the swarm; removes the link, and what {@code aria2c} left beside it. */
  void end() throws IOException {
    if (membership != null) {
      membership.close();
    }
    Files.deleteIfExists(link);
    Files.deleteIfExists(link.resolveSibling(infoHash() + ".aria2"));
  }
}

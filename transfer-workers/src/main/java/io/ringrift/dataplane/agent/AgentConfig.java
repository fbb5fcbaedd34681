package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullLimits;
import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.agent.s3.BucketConnection;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.SnapshotPolicy;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a running agent is made of; read from the settings by {@link AgentSettings}.
 *
 * @param nodeId the node, as in grants and topics
 * @param root data folder
 * @param reach where it listens and how others reach it
 * @param grantKeys public keys of those who may order, by key id, as they are now
 * @param bucket null: none
 * @param programs those that transports may use; one that is not in here is done without
 * @param rsync where this node serves by rsync
 */
public record AgentConfig(
    String nodeId,
    Path root,
    Reach reach,
    Supplier<Map<String, PublicKey>> grantKeys,
    PullLimits pulls,
    Network network,
    Disk disk,
    Scan scan,
    Items items,
    Bucket bucket,
    Map<Requirement, Program> programs,
    Swarm swarm,
    Rsync rsync) {

  /**
   * How the node takes part in swarms.
   *
   * @param port where other members connect to; 0: any that is free
   * @param externalPort where they do if that is another one; 0: the same
   * @param keptUnused how long a file is given that nobody wants
   */
  public record Swarm(int port, int externalPort, Duration keptUnused) {
    /** On any port. */
    public static final Swarm STANDARD = new Swarm(0, 0, Duration.ofMinutes(2));
  }

  /** The data folder, made if it isn't there. */
  DataRoot dataRoot() throws IOException {
    return new DataRoot(root, items.folders(), items.shared() ? nodeId : null);
  }

  /**
   * The bucket that this node exchanges items with.
   *
   * @param prefix of its keys that matter
   * @param folders those whose items go by another name
   */
  public record Bucket(
      BucketConnection connection, String name, String prefix, FolderMap folders) {}

  /**
   * Where an agent listens and how others reach it.
   *
   * @param bind address to listen at; port 0: any
   * @param endpoint base URL that others reach it at; null: the bound address
   * @param callable false: nobody can call it, and workers write to the command topic
   * @param tls spoken by it and to others
   */
  public record Reach(InetSocketAddress bind, URI endpoint, boolean callable, Tls tls) {
    /** Others reach it where it listens, without TLS. */
    public static Reach at(InetSocketAddress bind) {
      return new Reach(bind, null, true, Tls.NONE);
    }

    /** Base URL of a server that is bound here. */
    URI url(InetSocketAddress bound) {
      return URI.create(
          (tls.serves() ? "https://" : "http://") + bound.getHostString() + ":" + bound.getPort());
    }
  }

  /**
   * Where a node serves by rsync, at the address that its agent listens at.
   *
   * @param port to listen at; 0: any free one
   * @param toldPort port by which others reach it, at the host of the agent; 0: the one above
   * @param sshPort of this host's sshd, through which alone others reach it; 0: they do directly
   * @param ssh how this node reaches such as are reached by ssh; null: it doesn't
   */
  public record Rsync(int port, int toldPort, int sshPort, Ssh ssh) {
    /** Any free port. */
    public static final Rsync ANYWHERE = new Rsync(0, 0, 0, null);
  }

  /**
   * Limits of the traffic.
   *
   * @param streams connections of one pull of a large file, 1..16
   * @param maxSends answers with content at once
   * @param inBytesPerSecond of all pulls together, 0: no limit
   * @param outBytesPerSecond of all sends together, 0: no limit
   * @param patience how long a peer may be silent
   */
  public record Network(
      int streams,
      int maxSends,
      long inBytesPerSecond,
      long outBytesPerSecond,
      Duration patience) {}

  /**
   * Limits of the disk.
   *
   * @param limitPercent nothing more is taken once this share of the disk is used, 1..100
   * @param maxReservedBytes most bytes that running pulls may still have to write
   */
  public record Disk(int limitPercent, long maxReservedBytes) {}

  /**
   * Which files are items.
   *
   * @param folders those whose items go by another name
   * @param shared whether agents of other nodes have the same data folder
   * @param games when databases of games are copied
   * @param goneLimitPercent see {@link io.ringrift.dataplane.agent.source.FormerItems}
   * @param freshFor older training data is not offered to trainers
   */
  public record Items(
      ItemPatterns patterns,
      FolderMap folders,
      boolean shared,
      SnapshotPolicy games,
      int goneLimitPercent,
      Duration freshFor) {
    /** As the seed's cluster has them. */
    public static final Items STANDARD =
        new Items(
            ItemPatterns.STANDARD,
            FolderMap.NONE,
            false,
            SnapshotPolicy.STANDARD,
            50,
            Duration.ofHours(24));
  }

  /**
   * How the data folder is watched.
   *
   * @param tick between looks for new files
   * @param fullPass longest time between looks at every file
   * @param hashBytesPerSecond rate of reading files to hash them, 0: no limit
   * @param verifyBytesPerSecond rate of reading known files again, 0: they are not
   * @param npz what an NPZ may be
   */
  public record Scan(
      Duration tick,
      Duration fullPass,
      long hashBytesPerSecond,
      long verifyBytesPerSecond,
      NpzLimits npz) {}
}

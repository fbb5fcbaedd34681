package io.ringrift.dataplane.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringrift.dataplane.agent.fetch.EpochFence;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.s3.Bucket;
import io.ringrift.dataplane.agent.s3.BucketConnection;
import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.agent.serve.Arrivals;
import io.ringrift.dataplane.agent.serve.BucketServer;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Two agents and a bucket that both exchange items with, over a line that misbehaves. */
public final class S3Pair implements AutoCloseable {
  public static final String BUCKET_NODE = "s3-1";

  private static final FolderMap FOLDERS = FolderMap.of(List.of("consolidated/training=npz"));

  private final S3Server server;
  private final S3Client client;
  private final FaultyProxy proxy;
  private final AgentPair agents;
  private final BucketScanner scanner;
  private final EpochFence fence;
  private final BucketServer bucketAgent;
  private final List<Holding> reports = new CopyOnWriteArrayList<>();

  public S3Pair(Path folder) throws Exception {
    server = new S3Server();
    client = server.client();
    proxy = new FaultyProxy(server.url());
    agents =
        new AgentPair(
            folder,
            AgentPair.Limits.WIDE,
            bucket(proxy.url()),
            Map.of(),
            Map.of(),
            AgentConfig.Rsync.ANYWHERE);
    awaitBucket();
    Path own = Files.createDirectories(folder.resolve("bucket"));
    Clock clock = Clock.systemUTC();
    scanner =
        new BucketScanner(
            new Bucket(client, S3Server.BUCKET, "", 1000),
            new BucketScanner.Names(ItemPatterns.STANDARD, FOLDERS, ""),
            own,
            Boot.next(own.resolve("boot"), clock),
            holding -> {
              reports.add(holding);
              return CompletableFuture.completedFuture(null);
            },
            clock);
    fence = EpochFence.open(own.resolve("epochs"));
    bucketAgent =
        new BucketServer(
            new InetSocketAddress("127.0.0.1", 0),
            BUCKET_NODE,
            new Arrivals() {
              @Override
              public Optional<Holding> look(String itemId, String sha256, long size)
                  throws IOException {
                return scanner.arrived(itemId, sha256, size);
              }

              @Override
              public String place(String itemId) {
                return "s3://" + S3Server.BUCKET + "/" + FOLDERS.path(itemId).orElseThrow();
              }
            },
            fence,
            new GrantVerifier(agents.keys(), clock),
            () -> JsonNodeFactory.instance.objectNode());
    bucketAgent.start();
  }

  private static AgentConfig.Bucket bucket(URI endpoint) {
    return new AgentConfig.Bucket(
        new BucketConnection(endpoint, "us-east-1", true, false), S3Server.BUCKET, "", FOLDERS);
  }

  /** Until both have looked at it. */
  private void awaitBucket() {
    Awaitility.await()
        .until(
            () ->
                agents.source().pulls().transports().contains("s3")
                    && agents.target().pulls().transports().contains("s3"));
  }

  /** Where the bucket's agent answers. */
  public String bucketEndpoint() {
    return "http://127.0.0.1:" + bucketAgent.address().getPort();
  }

  /** What the bucket's agent has reported. */
  public List<Holding> reports() {
    return reports;
  }

  public BucketScanner scanner() {
    return scanner;
  }

  /** The content of an item in the bucket; null if it is not there. */
  public byte[] stored(PullOrder order) {
    try {
      return client
          .getObjectAsBytes(request -> request.bucket(S3Server.BUCKET).key(key(order)))
          .asByteArray();
    } catch (NoSuchKeyException e) {
      return null;
    }
  }

  public AgentPair agents() {
    return agents;
  }

  /** The line to the bucket. */
  public FaultyProxy proxy() {
    return proxy;
  }

  public S3Client client() {
    return client;
  }

  public String key(PullOrder order) {
    return FOLDERS.path(order.name().itemId()).orElseThrow();
  }

  /** A file in the bucket, as somebody who tells its hash has put it there. */
  public PullOrder offer(String itemId, long bytes, long seed) throws IOException {
    PullOrder order = agents.offer(itemId, bytes, seed);
    Path file = agents.atSource(order);
    client.putObject(
        request ->
            request
                .bucket(S3Server.BUCKET)
                .key(key(order))
                .metadata(Map.of("sha256", order.sha256(), "content-time", modified(file))),
        RequestBody.fromFile(file));
    return order;
  }

  private static String modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is in the bucket. */
  public List<String> keys() {
    return client.listObjectsV2(request -> request.bucket(S3Server.BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** Where a file lies that is relayed. */
  public static String relayKey(PullOrder order) {
    return ".dataplane/relay/" + order.sha256();
  }

  /** What the sweep of the source does. */
  public int sweepSource(Instant before, Set<String> wanted) throws IOException {
    return agents.source().partials().remove(before, wanted);
  }

  /** What the sweep of the bucket's agent does. */
  public int sweepBucket(Instant before, Set<String> wanted) throws IOException {
    Leftovers.Partials relayed = new RelayedObjects(client, S3Server.BUCKET, "");
    return relayed.idleSince(before) ? relayed.remove(before, wanted) : 0;
  }

  /** An object without a word of its hash. */
  public void put(PullOrder order, byte[] content) {
    put(order, content, Map.of());
  }

  public void put(PullOrder order, byte[] content, Map<String, String> metadata) {
    put(key(order), content, metadata);
  }

  public void put(String key, byte[] content, Map<String, String> metadata) {
    client.putObject(
        request -> request.bucket(S3Server.BUCKET).key(key).metadata(metadata),
        RequestBody.fromBytes(content));
  }

  public void delete(PullOrder order) {
    server.delete(key(order));
  }

  @Override
  public void close() throws Exception {
    bucketAgent.close();
    scanner.close();
    fence.close();
    proxy.close();
    client.close();
    server.close();
  }
}

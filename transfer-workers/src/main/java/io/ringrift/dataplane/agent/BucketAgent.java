package io.ringrift.dataplane.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.fetch.EpochFence;
import io.ringrift.dataplane.agent.fetch.s3.S3Place;
import io.ringrift.dataplane.agent.s3.Bucket;
import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.agent.s3.BucketSummary;
import io.ringrift.dataplane.agent.serve.Arrivals;
import io.ringrift.dataplane.agent.serve.BucketServer;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.wire.AgentWire;
import io.ringrift.dataplane.agent.wire.NodeProfile;
import io.ringrift.dataplane.agent.wire.OpenOperations;
import io.ringrift.dataplane.agent.wire.SourceVitals;
import io.ringrift.dataplane.agent.wire.Vitals;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import io.ringrift.dataplane.worker.grant.PublicKeyFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/** The agent of a bucket, put together: scanner, heartbeats, and an ear for what is brought. */
final class BucketAgent implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE_KEYS = 1_000;

  /** What a bucket takes at once is limited by those who bring it. */
  private static final int MAX_TRANSFERS = 1_000;

  private final Settings settings;
  private final Boot boot;
  private final S3Client client;
  private final Topics topics;
  private final AgentWire wire;
  private final Bucket bucket;
  private final BucketScanner scanner;
  private final Leftovers leftovers;
  private final EpochFence fence;
  private final BucketServer server;

  /**
   * @param folder of its own
   * @throws IOException if the folder or the keys can't be read, or the address can't be bound
   */
  BucketAgent(Settings settings, BucketScanner.Names names, Path folder) throws IOException {
    this.settings = settings;
    String nodeId = settings.string(ScannerSettings.NODE_ID);
    Clock clock = Clock.systemUTC();
    this.boot = Boot.next(folder.resolve("boot"), clock);
    this.client = BucketSettings.connection(settings, new ArrayList<>()).open();
    this.topics = new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    this.wire = new AgentWire(settings.kafka(), topics, nodeId);
    this.bucket =
        new Bucket(
            client,
            settings.string(BucketSettings.BUCKET),
            settings.string(BucketSettings.PREFIX),
            PAGE_KEYS);
    Arrivals arrivals = arrivals(names);
    this.scanner =
        new BucketScanner(
            bucket,
            names,
            folder,
            boot,
            wire.reports(holding -> arrivals.place(holding.name().itemId())),
            clock);
    this.leftovers =
        new Leftovers(
            new RelayedObjects(
                client,
                settings.string(BucketSettings.BUCKET),
                settings.string(BucketSettings.PREFIX)),
            () -> OpenOperations.contents(settings.kafka(), topics.operations()),
            clock);
    this.fence = EpochFence.open(folder.resolve("epochs"));
    String keys = settings.string(ScannerSettings.GRANT_KEYS);
    this.server =
        keys.isEmpty()
            ? null
            : new BucketServer(
                new InetSocketAddress(
                    settings.string(ScannerSettings.BIND), settings.integer(ScannerSettings.PORT)),
                nodeId,
                arrivals,
                fence,
                new GrantVerifier(new PublicKeyFile(Path.of(keys), System::nanoTime), clock),
                this::health);
  }

  void start() {
    if (server != null) {
      server.start();
    }
    leftovers.start();
    wire.beat(this::vitals, settings.millis(ScannerSettings.HEARTBEAT));
  }

  BucketScanner scanner() {
    return scanner;
  }

  private Arrivals arrivals(BucketScanner.Names names) {
    return new Arrivals() {
      @Override
      public Optional<Holding> look(String itemId, String sha256, long sizeBytes)
          throws IOException {
        return scanner.arrived(itemId, sha256, sizeBytes);
      }

      @Override
      public String place(String itemId) {
        return bucket.url(names.folders().path(itemId).orElse(itemId));
      }
    };
  }

  /** Where agents tell what they have brought; null: nothing can be brought. */
  private URI endpoint() {
    if (server == null) {
      return null;
    }
    String told = settings.string(ScannerSettings.AGENT_ENDPOINT);
    InetSocketAddress bound = server.address();
    return URI.create(
        told.isEmpty() ? "http://" + bound.getHostString() + ":" + bound.getPort() : told);
  }

  private Vitals vitals() {
    BucketSummary summary = scanner.summary();
    String provider = settings.string(ScannerSettings.PROVIDER);
    boolean takes = server != null;
    // One that takes nothing shows no room.
    long capacity = takes ? settings.longInteger(ScannerSettings.CAPACITY) : 1;
    Set<ItemKind> receives = EnumSet.noneOf(ItemKind.class);
    if (takes) {
      settings.list(ScannerSettings.RECEIVES).forEach(name -> receives.add(ItemKind.valueOf(name)));
    }
    return new Vitals(
        new NodeProfile(
            NodeKind.BUCKET,
            provider.isEmpty() ? null : provider,
            settings.string(BucketSettings.REGION),
            null,
            takes ? Set.copyOf(settings.list(ScannerSettings.ROLES)) : Set.of()),
        boot.number(),
        endpoint(),
        bucket.url(""),
        receives,
        summary.failure() == null ? Set.of(S3Place.ITEM.transport()) : Set.of(),
        summary.failure() == null ? Map.of() : Map.of(S3Place.ITEM.transport(), summary.failure()),
        capacity,
        takes ? Math.max(0, capacity - summary.bytes()) : 0,
        takes ? 100 : 1,
        0,
        takes ? MAX_TRANSFERS : 0,
        new SourceVitals(
            summary.lastPass(),
            summary.items(),
            summary.unhashed(),
            0,
            summary.unknown().values().stream().mapToLong(Long::longValue).sum(),
            summary.failure()),
        false);
  }

  private JsonNode health() {
    BucketSummary summary = scanner.summary();
    ObjectNode json = JSON.createObjectNode();
    json.put("node_id", settings.string(ScannerSettings.NODE_ID));
    json.put("boot", boot.number());
    json.put("bucket", bucket.url(""));
    json.put("last_pass", String.valueOf(summary.lastPass()));
    json.put("failure", summary.failure());
    json.put("items", summary.items());
    json.put("bytes", summary.bytes());
    json.put("unhashed", summary.unhashed());
    json.set("unknown", JSON.valueToTree(summary.unknown()));
    return json;
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    leftovers.close();
    wire.close();
    topics.close();
    scanner.close();
    fence.close();
    client.close();
  }
}

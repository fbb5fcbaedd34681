package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.Bucket;
import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.agent.s3.BucketSummary;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.wire.AgentWire;
import io.ringrift.dataplane.agent.wire.NodeProfile;
import io.ringrift.dataplane.agent.wire.SourceVitals;
import io.ringrift.dataplane.agent.wire.Vitals;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.ProcessArguments;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The scanner of a bucket as a process: for the cluster the bucket is a node, and this its agent.
 *
 * <pre>
 * ScannerApp [--config FILE] [--KEY VALUE]... [--verbose]
 * </pre>
 *
 * <p>Prints one line {@code READY node=ID bucket=NAME pid=PID} before its first pass; SIGTERM ends
 * it, and the next start goes on where it was. Exit codes as those of {@link AgentApp}.
 */
public final class ScannerApp {

  /** After a pass that could not go on. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private static final int PAGE_KEYS = 1_000;

  private ScannerApp() {}

  public static void main(String[] words) {
    int code = run(words, System.getenv(), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(
      String[] words, Map<String, String> environment, PrintStream out, PrintStream err) {
    ProcessArguments arguments;
    Settings settings;
    BucketScanner.Names names;
    try {
      arguments = ProcessArguments.parse(words);
      settings =
          Settings.load(
              ScannerSettings.definition(),
              arguments.config().orElse(null),
              environment,
              arguments.settings());
      names = ScannerSettings.names(settings);
    } catch (SettingsException e) {
      e.faults().forEach(fault -> err.println("s3-scan: " + fault));
      return 2;
    } catch (IllegalArgumentException e) {
      err.println("s3-scan: " + e.getMessage());
      return 2;
    }
    try {
      scan(settings, names, out);
      return 0;
    } catch (IOException | KafkaException | SdkException e) {
      err.println("s3-scan can't start: " + e.getMessage());
      if (arguments.verbose()) {
        e.printStackTrace(err);
      }
      return 1;
    }
  }

  private static void scan(Settings settings, BucketScanner.Names names, PrintStream out)
      throws IOException {
    String nodeId = settings.string(ScannerSettings.NODE_ID);
    String bucketName = settings.string(ScannerSettings.BUCKET);
    Path folder = Files.createDirectories(Path.of(settings.string(ScannerSettings.FOLDER)));
    Boot boot = Boot.next(folder.resolve("boot"), Clock.systemUTC());
    try (S3Client client = ScannerSettings.connection(settings).open();
        Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
        AgentWire wire = new AgentWire(settings.kafka(), topics, nodeId)) {
      Bucket bucket =
          new Bucket(client, bucketName, settings.string(ScannerSettings.PREFIX), PAGE_KEYS);
      BucketScanner scanner =
          new BucketScanner(
              bucket,
              names,
              folder,
              boot,
              wire.reports(
                  holding ->
                      bucket.url(
                          names
                              .folders()
                              .path(holding.name().itemId())
                              .orElse(holding.name().itemId()))),
              Clock.systemUTC());
      wire.beat(
          () -> vitals(settings, boot, bucket.url(""), scanner.summary()),
          settings.millis(ScannerSettings.HEARTBEAT));
      out.println(
          "READY node=%s bucket=%s pid=%d"
              .formatted(nodeId, bucketName, ProcessHandle.current().pid()));
      out.flush();
      Duration interval = settings.millis(ScannerSettings.INTERVAL);
      while (true) {
        Duration pause = scanner.pass() || interval.compareTo(RETRY) < 0 ? interval : RETRY;
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No agent can be called, and nothing can be sent there yet: the node has no room. */
  private static Vitals vitals(Settings settings, Boot boot, String root, BucketSummary summary) {
    String provider = settings.string(ScannerSettings.PROVIDER);
    return new Vitals(
        new NodeProfile(
            NodeKind.BUCKET,
            provider.isEmpty() ? null : provider,
            settings.string(ScannerSettings.REGION),
            null,
            Set.of()),
        boot.number(),
        null,
        root,
        Set.of(),
        Set.of(),
        1,
        0,
        1,
        0,
        0,
        new SourceVitals(
            summary.lastPass(),
            summary.items(),
            summary.unhashed(),
            0,
            summary.unknown().values().stream().mapToLong(Long::longValue).sum(),
            summary.failure()));
  }
}

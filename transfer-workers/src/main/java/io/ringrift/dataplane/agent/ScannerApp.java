package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.contract.config.ProcessArguments;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import software.amazon.awssdk.core.exception.SdkException;

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
    Path folder = Files.createDirectories(Path.of(settings.string(ScannerSettings.FOLDER)));
    try (BucketAgent agent = new BucketAgent(settings, names, folder)) {
      agent.start();
      out.println(
          "READY node=%s bucket=%s pid=%d"
              .formatted(
                  settings.string(ScannerSettings.NODE_ID),
                  settings.string(BucketSettings.BUCKET),
                  ProcessHandle.current().pid()));
      out.flush();
      Duration interval = settings.millis(ScannerSettings.INTERVAL);
      while (true) {
        boolean whole = agent.scanner().pass();
        Duration pause = whole || interval.compareTo(RETRY) < 0 ? interval : RETRY;
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

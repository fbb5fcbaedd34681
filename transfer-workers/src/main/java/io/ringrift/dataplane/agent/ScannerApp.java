package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.contract.config.ProcessStart;
import io.ringrift.dataplane.contract.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    new ProcessStart<>(
            "s3-scan",
            ScannerSettings.definition(),
            ScannerSettings::names,
            names -> "s3-scan",
            ScannerApp::scan)
        .main(words);
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
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

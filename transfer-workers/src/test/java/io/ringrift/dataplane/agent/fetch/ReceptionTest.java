package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.agent.fetch.http.Reception;
import io.ringrift.dataplane.agent.fetch.http.UploadFetcher;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a target takes from those who bring it bytes. */
@Timeout(60)
class ReceptionTest {
  private static final int CHUNK = PartialFile.CHUNK_BYTES;
  private static final Reception.Range FIRST = new Reception.Range(0, CHUNK);
  private static final Reception.Range SECOND = new Reception.Range(CHUNK, 2 * CHUNK);
  private static final Reception.Range BOTH = new Reception.Range(0, 2 * CHUNK);

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FetchTask task;
  private Reception reception;
  private Future<?> fetch;

  @BeforeEach
  void expect() throws IOException {
    PullOrder order =
        new PullOrder(
            "op-1",
            1,
            ItemPatterns.STANDARD.name("models/hex8_2p/a.pth"),
            "ab".repeat(32),
            2 * CHUNK,
            PullOrder.Direction.PULL,
            "gpu-1",
            URI.create("http://127.0.0.1:1"),
            PullPriority.HIGH,
            UploadFetcher.TRANSPORT,
            null);
    task =
        new FetchTask(
            order,
            new PullSources(order, "grant"),
            PartialFile.open(folder, order.sha256(), order.sizeBytes()),
            List.of(Bandwidth.unlimited()),
            new AtomicLong());
    UploadFetcher uploads = new UploadFetcher(Duration.ofMinutes(1));
    fetch =
        threads.submit(
            () -> {
              uploads.fetch(task);
              return null;
            });
    reception =
        Awaitility.await().until(() -> uploads.expected(order.sha256()), Optional::isPresent).get();
  }

  @AfterEach
  void stop() throws IOException {
    threads.shutdownNow();
    task.partial().close();
  }

  @Test
  void whatIsFinishedIsNotWrittenOver() throws Exception {
    take(FIRST, bytes(1, CHUNK));

    assertThatThrownBy(() -> take(FIRST, bytes(2, CHUNK)))
        .isInstanceOf(Reception.TakenException.class);
    assertThatThrownBy(() -> take(BOTH, bytes(2, 2 * CHUNK)))
        .isInstanceOf(Reception.TakenException.class);
    take(SECOND, bytes(3, CHUNK));

    fetch.get();
    byte[] came = Files.readAllBytes(task.partial().path());
    assertThat(came[0]).isEqualTo((byte) 1);
    assertThat(came[CHUNK - 1]).isEqualTo((byte) 1);
    assertThat(came[CHUNK]).isEqualTo((byte) 3);
  }

  @Test
  void whatSomebodyBringsIsHisUntilHeBreaksOff() throws Exception {
    PipedOutputStream slow = new PipedOutputStream();
    InputStream body = new PipedInputStream(slow);
    Future<?> slowly =
        threads.submit(
            () -> {
              take(FIRST, body);
              return null;
            });
    slow.write(1);
    Awaitility.await().until(() -> task.progress() == 1);

    assertThatThrownBy(() -> take(FIRST, bytes(2, CHUNK)))
        .isInstanceOf(Reception.TakenException.class);

    slow.close();
    assertThatThrownBy(slowly::get).hasCauseInstanceOf(EOFException.class);
    assertThat(task.progress()).as("what broke off is to come again").isZero();
    take(FIRST, bytes(2, CHUNK));
    assertThat(task.progress()).isEqualTo(CHUNK);
  }

  private void take(Reception.Range range, InputStream body)
      throws IOException, InterruptedException, Reception.TakenException {
    reception.take(range, Instant.EPOCH, body, body);
  }

  private static InputStream bytes(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return new ByteArrayInputStream(bytes);
  }
}

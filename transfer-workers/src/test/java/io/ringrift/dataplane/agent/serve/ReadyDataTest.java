package io.ringrift.dataplane.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a look for data costs at a node that has much. */
class ReadyDataTest extends ApiCalls {
  private static final int MANY = 50_000;

  /** A reference to each would take 200,000 alone. */
  private static final long FEW_BYTES = 50_000;

  private static final ReadyData.Wish WISH = new ReadyData.Wish("hex8_2p", Optional.empty());
  private static final Clock CLOCK = Clock.systemUTC();

  @Test
  void aLookDoesNotGoThroughWhatIsOfOtherConfigs() throws Exception {
    Path own = Files.createDirectories(folder.resolve("own"));
    try (HoldingIndex index =
        HoldingIndex.open(own.resolve("index"), Boot.next(own.resolve("boot"), CLOCK), CLOCK)) {
      ReadyData data =
          new ReadyData(
              new DataRoot(folder.resolve("root")),
              index,
              agents.pulls(),
              () -> 0,
              Duration.ofHours(1),
              CLOCK);
      present(index, "npz/hex8_2p/mine.npz");
      for (int i = 0; i < MANY; i++) {
        present(index, "npz/square8_2p/" + i + ".npz");
      }
      // The first one loads classes.
      assertFound(data);

      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      ReadyData.Answer answer = data.find(WISH);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(answer).isInstanceOf(ReadyData.Answer.NotYet.class);
      assertThat(allocated).isLessThan(FEW_BYTES);
    }
  }

  private static void assertFound(ReadyData data) {
    assertThat(data.find(WISH))
        .isInstanceOfSatisfying(
            ReadyData.Answer.NotYet.class,
            notYet -> assertThat(notYet.detail()).startsWith("npz/hex8_2p/mine.npz is gone"));
  }

  private static void present(HoldingIndex index, String itemId) throws IOException {
    index.present(
        ItemPatterns.STANDARD.name(itemId),
        new Content(
            "a".repeat(64),
            new FileStamp(1, 2, 3),
            Validation.VALID,
            null,
            CLOCK.instant(),
            null,
            null,
            null));
  }
}

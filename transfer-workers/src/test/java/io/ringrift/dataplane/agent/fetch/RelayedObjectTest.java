package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.agent.fetch.s3.S3Fetcher;
import io.ringrift.dataplane.agent.fetch.s3.S3Place;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.agent.source.FolderMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What becomes of the object of a relay when the file that came of it has another hash. */
class RelayedObjectTest extends BucketFixture {
  private PullOrder order;

  @BeforeEach
  void relay() throws IOException {
    order = order("op-1", 1, A, "one");
    server.put(items(client).relayKey(order.sha256()), "two", Map.of());
  }

  @Test
  void itIsRemovedIfAllOfTheFileCameOfItJustNow() throws Exception {
    assertThat(mend(client)).isFalse();

    assertThatThrownBy(this::look).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void itStaysIfTheFileHasChunksOfAnEarlierAttempt() throws Exception {
    try (PartialFile earlier = PartialFile.open(folder, order.sha256(), order.sizeBytes())) {
      earlier.write(ByteBuffer.allocate(3), 0);
      earlier.finish(0, false);
    }

    assertThat(mend(client)).isFalse();

    look();
  }

  @Test
  void thatItCanNotBeRemovedHidesNothing() throws Exception {
    S3Client gone = server.client();
    BucketItems nowhere = new BucketItems(gone, "nowhere", "", FolderMap.NONE);

    assertThat(mend(nowhere)).isFalse();
    gone.close();
    look();
  }

  private boolean mend(S3Client with) throws Exception {
    return mend(items(with));
  }

  private boolean mend(BucketItems items) throws Exception {
    Fetcher fetcher =
        new S3Fetcher(
            S3Place.RELAY, items, new BucketCheck(items), 1, Duration.ofSeconds(1), threads);
    try (PartialFile file = PartialFile.open(folder, order.sha256(), order.sizeBytes())) {
      return fetcher.mend(
          new FetchTask(order, new PullSources(order, "grant"), file, List.of(), new AtomicLong()));
    }
  }

  private void look() {
    client.headObject(
        request -> request.bucket(S3Server.BUCKET).key(items(client).relayKey(order.sha256())));
  }
}

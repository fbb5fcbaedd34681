package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00Z");
  private static final int PARTITIONS = 3;

  private final Topics topics =
      new Topics(Map.of("schema.registry.url", "mock://intake"), PARTITIONS);
  private final Intake<TransferLease> intake =
      Intake.of("items", topics.transferLeases()).keyedBy(TransferLease::getItemId);

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void takesAKeyOnItsPartition() {
    byte[] key = key("npz/a.npz");

    assertThat(intake.refusal(key, lease("npz/a.npz"), partition(key), T)).isEmpty();
  }

  @Test
  void refusesAKeyOnAnotherPartition() {
    byte[] key = key("npz/a.npz");
    int wrong = (partition(key) + 1) % PARTITIONS;

    assertThat(intake.refusal(key, lease("npz/a.npz"), wrong, T))
        .contains(
            new Refusal(
                "wrong_partition",
                "key 'npz/a.npz' is on partition "
                    + wrong
                    + ", murmur2 puts it on "
                    + partition(key)
                    + " of 3"));
  }

  @Test
  void refusesAKeyThatIsNotTheIdInTheValue() {
    byte[] key = key("npz/b.npz");

    assertThat(intake.refusal(key, lease("npz/a.npz"), partition(key), T))
        .contains(
            new Refusal("key_mismatch", "the key is 'npz/b.npz', the value says 'npz/a.npz'"));
  }

  @Test
  void refusesARecordWithoutKey() {
    assertThat(intake.refusal(null, lease("npz/a.npz"), 0, T))
        .contains(new Refusal("key_missing", "the record has no key, allowed: 'npz/a.npz'"));
  }

  @Test
  void tellsTheFaultOfTheValueBeforeThatOfTheKey() {
    Refusal tooOld = new Refusal("too_old", "log time " + T);

    assertThat(
            intake
                .checkedBy(
                    (value, logTime) -> Optional.of(new Refusal("too_old", "log time " + logTime)))
                .refusal(null, lease("npz/a.npz"), 0, T))
        .contains(tooOld);
  }

  @Test
  void takesAnyKeyUnlessKeyed() {
    Intake<TransferLease> any = Intake.of("items", topics.transferLeases());

    assertThat(any.refusal(null, lease("npz/a.npz"), 2, T)).isEmpty();
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int partition(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
  }

  private static TransferLease lease(String itemId) {
    return TransferLease.newBuilder()
        .setOperationId("op-1")
        .setEpoch(1)
        .setItemId(itemId)
        .setTargetNode("gpu-1")
        .setWorkerId("w-1")
        .setBytesDone(0)
        .setBytesTotal(10)
        .build();
  }
}

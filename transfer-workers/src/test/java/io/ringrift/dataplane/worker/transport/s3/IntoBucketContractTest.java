package io.ringrift.dataplane.worker.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.S3Pair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a node into a bucket. */
class IntoBucketContractTest extends BucketContract {

  @Override
  protected NodeAddress source() {
    return new NodeAddress(
        AgentPair.SOURCE,
        Optional.of(agents.source().endpoint().toString()),
        Set.of("p2p_http", "s3"));
  }

  @Override
  protected NodeAddress target() {
    return new NodeAddress(S3Pair.BUCKET_NODE, Optional.of(bucket.bucketEndpoint()), Set.of("s3"));
  }

  @Override
  protected String place(PullOrder file) {
    return "s3://training/" + bucket.key(file);
  }

  @Override
  protected byte[] atTarget(PullOrder file) {
    return bucket.stored(file);
  }

  @Override
  protected void restart(long bytesPerSecond) throws IOException {
    agents.restartSource(AgentPair.Limits.rate(bytesPerSecond));
  }

  @Override
  protected boolean fill() {
    return false;
  }

  @Override
  protected void spoil(long ahead) {
    line().flipUpAfter(ahead);
  }

  @Override
  protected long passed() {
    return line().bytesUp();
  }

  @Override
  protected FailureCode away() {
    return FailureCode.BUCKET_AWAY;
  }

  /** The server has discarded it, and the file at the source is as good as before. */
  @Override
  protected Reaction whenSpoilt() {
    return Reaction.RETRY_SAME;
  }

  @Test
  void theScannerKnowsWhatWasBroughtAndWhenItIsGone() throws Exception {
    PullOrder file = offer("npz/hex8_2p/known.npz", 1000, 8);

    TransferOutcome.Arrived arrived = (TransferOutcome.Arrived) transfer(file);

    assertThat(bucket.reports()).hasSize(1);
    Holding report = bucket.reports().get(0);
    assertThat(report.content().sha256()).isEqualTo(file.sha256());
    assertThat(report.sequence()).isEqualTo(arrived.sequence());
    assertThat(report.content().contentTime().toEpochMilli())
        .isEqualTo(Files.getLastModifiedTime(agents.atSource(file)).toMillis());
    assertThat(bucket.scanner().pass()).isTrue();
    assertThat(bucket.reports()).hasSize(1);
    bucket.delete(file);
    assertThat(bucket.scanner().pass()).isTrue();
    assertThat(bucket.reports()).last().matches(holding -> !holding.present());
  }

  @Test
  void neverReplacesWhatALaterEpochHasBrought() throws Exception {
    PullOrder file = offer("npz/hex8_2p/a.npz", 1000, 9);
    byte[] newer = "of a later epoch".getBytes(StandardCharsets.UTF_8);
    bucket.put(file, newer, Map.of("sha256", "a".repeat(64), "epoch", "7"));

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("superseded");
    assertThat(atTarget(file)).isEqualTo(newer);
  }

  @Test
  void neverReplacesWhatOthersHavePutThere() throws Exception {
    PullOrder file = offer("npz/hex8_2p/foreign.npz", 1000, 11);
    bucket.put(file, "somebody else's".getBytes(StandardCharsets.UTF_8));

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("target_changed");
    assertThat(failure.message()).contains("of which the order didn't know; it is not replaced");
    assertThat(atTarget(file)).asString().isEqualTo("somebody else's");
  }

  @Test
  void readsWhatOthersHavePutThereBeforeItCounts() throws Exception {
    PullOrder file = bucket.offer("npz/hex8_2p/same.npz", 1000, 12);

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    PullOrder lying = bucket.offer("npz/hex8_2p/lying.npz", 1000, 13);
    bucket.put(lying, new byte[1000], Map.of("sha256", lying.sha256()));
    assertThat(failure(lying).code()).isEqualTo("target_changed");
  }

  @Test
  void sendsALargeFileOnceAndLeavesNothingBehind() throws Exception {
    PullOrder file = offer("npz/hex8_2p/odd ü.npz", (20 << 20) + 1, 14);

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    assertThat(passed()).isBetween(20L << 20, 22L << 20);
    assertThat(folder.resolve(AgentPair.SOURCE).resolve(".dataplane/uploads")).isEmptyDirectory();
  }
}

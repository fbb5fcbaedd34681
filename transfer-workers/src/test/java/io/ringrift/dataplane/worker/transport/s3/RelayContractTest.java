package io.ringrift.dataplane.worker.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.S3Pair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.http.Errand;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a host that nobody can call to another one, by way of a bucket. */
class RelayContractTest extends BucketContract {
  private static final Set<String> TRANSPORTS = Set.of("p2p_http", "s3", "s3_relay");

  @Override
  protected NodeAddress source() {
    return new NodeAddress(AgentPair.SOURCE, Optional.empty(), TRANSPORTS);
  }

  @Override
  protected NodeAddress target() {
    return new NodeAddress(AgentPair.TARGET, Optional.empty(), TRANSPORTS);
  }

  @Override
  protected FailureCode away() {
    return FailureCode.BUCKET_AWAY;
  }

  @Test
  void nothingStaysInTheBucketNorAtTheSource() throws Exception {
    PullOrder file = offer("npz/hex8_2p/relayed.npz", (20 << 20) + 1, 8);

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    await().until(() -> bucket.keys().isEmpty());
    assertThat(own("relays")).isEmptyDirectory();
    assertThat(own("uploads")).isEmptyDirectory();
  }

  @Test
  void whatLiesInTheBucketIsUsedAndNotSentAgain() throws Exception {
    PullOrder file = offer("npz/hex8_2p/there.npz", 1 << 20, 9);
    putRelayed(file, Files.readAllBytes(agents.atSource(file)));

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    assertThat(line().bytesUp()).isLessThan(100_000);
    assertThat(atTarget(file)).isEqualTo(Files.readAllBytes(agents.atSource(file)));
  }

  /** As another source does whose operation ended, and a target that finds it damaged. */
  @Test
  void whatWasLeftAndIsGoneIsLeftAgain() throws Exception {
    PullOrder file = offer("npz/hex8_2p/gone.npz", 1000, 17);
    leave(file);
    bucket
        .client()
        .deleteObject(request -> request.bucket(S3Server.BUCKET).key(S3Pair.relayKey(file)));

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    assertThat(atTarget(file)).isEqualTo(Files.readAllBytes(agents.atSource(file)));
  }

  @Test
  void whatWasLeftAndIsStillThereIsNotSentAgain() throws Exception {
    PullOrder file = offer("npz/hex8_2p/still.npz", 1 << 20, 18);
    leave(file);
    long before = line().bytesUp();

    leave(file);

    assertThat(line().bytesUp() - before).isLessThan(100_000);
    assertThat(bucket.keys()).containsExactly(S3Pair.relayKey(file));
  }

  @Test
  void whatIsNotWhatItClaimsIsNeverSeenAndRemoved() throws Exception {
    PullOrder file = offer("npz/hex8_2p/false.npz", 1000, 10);
    putRelayed(file, new byte[1000]);

    assertThat(failure(file).code()).isEqualTo("checksum_mismatch");

    assertThat(atTarget(file)).isNull();
    assertThat(bucket.keys()).isEmpty();
    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(atTarget(file)).isEqualTo(Files.readAllBytes(agents.atSource(file)));
  }

  @Test
  void aStrangerThatStandsInItsPlaceIsReplaced() throws Exception {
    PullOrder file = offer("npz/hex8_2p/stranger.npz", 1000, 11);
    bucket.put(S3Pair.relayKey(file), new byte[10], Map.of("sha256", "a".repeat(64)));

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    assertThat(atTarget(file)).isEqualTo(Files.readAllBytes(agents.atSource(file)));
  }

  @Test
  void whatAnEndedOperationLeftIsSwept() throws Exception {
    PullOrder file = offer("npz/hex8_2p/left.npz", 1000, 12);
    leave(file);
    assertThat(bucket.keys()).containsExactly(S3Pair.relayKey(file));
    Instant later = Instant.now().plusSeconds(1);

    assertThat(bucket.sweepSource(later, Set.of(file.sha256()))).isZero();
    assertThat(bucket.keys()).containsExactly(S3Pair.relayKey(file));

    assertThat(bucket.sweepSource(later, Set.of())).isEqualTo(1);
    assertThat(bucket.keys()).isEmpty();
    assertThat(own("relays")).isEmptyDirectory();
  }

  @Test
  void theBucketsAgentSweepsWhatAHostThatIsGoneHasLeft() throws Exception {
    PullOrder file = offer("npz/hex8_2p/gone-host.npz", 1000, 15);
    leave(file);
    Instant later = Instant.now().plusSeconds(5);

    assertThat(bucket.sweepBucket(Instant.now().minusSeconds(60), Set.of())).isZero();
    assertThat(bucket.sweepBucket(later, Set.of(file.sha256()))).isZero();
    assertThat(bucket.keys()).containsExactly(S3Pair.relayKey(file));

    assertThat(bucket.sweepBucket(later, Set.of())).isEqualTo(1);
    assertThat(bucket.keys()).isEmpty();
  }

  @Test
  void whatAnotherOperationWantsStays() throws Exception {
    PullOrder file = offer("npz/hex8_2p/wanted.npz", 1000, 13);
    Path note = own("relays").resolve(file.sha256());
    Files.writeString(note, "op-of-another-target\n");

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    await().untilAsserted(() -> assertThat(note).content().isEqualTo("op-of-another-target\n"));
    assertThat(bucket.keys()).containsExactly(S3Pair.relayKey(file));
  }

  @Test
  void twoTargetsShareOneUploadAndItStaysUntilBothLetItGo() throws Exception {
    PullOrder file = offer("npz/hex8_2p/shared.npz", 24 << 20, 16);
    TransferRequest first = request(file);
    TransferRequest second =
        new TransferRequest(
            "op-second",
            1,
            first.itemId(),
            first.itemType(),
            first.configKey(),
            first.sha256(),
            first.sizeBytes(),
            first.priority(),
            first.sources(),
            new NodeAddress("gpu-3", Optional.empty(), TRANSPORTS),
            2,
            null);
    assertThat(left(first)).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(left(second)).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(line().bytesUp()).isBetween(24L << 20, 26L << 20);

    letGo(second);
    assertThat(bucket.keys()).containsExactly(S3Pair.relayKey(file));
    letGo(first);
    assertThat(bucket.keys()).isEmpty();
  }

  private TransferOutcome left(TransferRequest request) throws InterruptedException {
    Errand errand = Errand.relay(Errand.Direction.PUSH);
    return new PullWatch(means, errand, request, source(), bytes -> {}).run();
  }

  private void letGo(TransferRequest request) throws InterruptedException {
    means
        .agents()
        .cancel(
            source(),
            Errand.relay(Errand.Direction.PUSH),
            request.operationId(),
            request.epoch(),
            means.grants().issue(request, AgentPair.SOURCE, Grant.Use.ORDER));
  }

  @Test
  void theScannerSeesNoneOfIt() throws Exception {
    leave(offer("npz/hex8_2p/unseen.npz", 1000, 14));

    assertThat(bucket.scanner().pass()).isTrue();

    assertThat(bucket.reports()).isEmpty();
    assertThat(bucket.scanner().summary().unknown()).isEmpty();
    assertThat(bucket.scanner().summary().bytes()).isZero();
  }

  /** The first half of a relay, after which the worker is gone. */
  private void leave(PullOrder file) throws InterruptedException {
    assertThat(left(request(file))).isInstanceOf(TransferOutcome.Arrived.class);
  }

  private void putRelayed(PullOrder file, byte[] content) {
    bucket.put(S3Pair.relayKey(file), content, Map.of("sha256", file.sha256(), "epoch", "1"));
  }

  private Path own(String name) {
    return folder.resolve(AgentPair.SOURCE).resolve(".dataplane").resolve(name);
  }
}

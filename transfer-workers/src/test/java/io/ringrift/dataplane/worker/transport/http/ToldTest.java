package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.check.TransferLeaseCheck;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken from an agent is what the contract takes from a worker. */
class ToldTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "...", "gpu-1", "a b", "a/b", "ä", "source_busy", "a\n", "x\u0000"})
  void tokensAreThoseOfTheContract(String text) {
    assertThat(Told.isToken(text)).isEqualTo(contractTakes(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65})
  void tokensAreAsLongAsTheContractHasThem(int length) {
    assertThat(Told.isToken("a".repeat(length))).isEqualTo(contractTakes("a".repeat(length)));
  }

  private static boolean contractTakes(String sourceNode) {
    TransferLease lease =
        TransferLease.newBuilder()
            .setOperationId("op-1")
            .setEpoch(1)
            .setItemId("npz/a.npz")
            .setTargetNode("gpu-2")
            .setWorkerId("w-1")
            .setSourceNode(sourceNode)
            .setBytesDone(0)
            .setBytesTotal(1)
            .build();
    return TransferLeaseCheck.check(lease, Instant.EPOCH).isEmpty();
  }
}

package io.ringrift.dataplane.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingFailed;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {

  @Test
  void trainingWithoutANodeStaysWithoutOne() {
    assertThat(payload("{'event': 'TRAINING_STARTED', 'config': 'hex8_2p'}"))
        .isEqualTo(new TrainingStarted("hex8_2p", null, null));
    assertThat(payload("{'event': 'TRAINING_STARTED', 'config': 'hex8_2p', 'host': 'unknown'}"))
        .isEqualTo(new TrainingStarted("hex8_2p", null, null));
    assertThat(payload("{'event': 'TRAINING_STARTED', 'config': 'hex8_2p', 'host': '10.9.9.9'}"))
        .isEqualTo(new TrainingStarted("hex8_2p", null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"node_id", "node", "node_name", "host", "hostname", "host_id", "target_node"})
  void readsTheNodeUnderEveryNameThatServicesUse(String name) {
    assertThat(payload("{'event': 'DATA_NEEDED', 'config': 'hex8_2p', '" + name + "': 'gpu-1'}"))
        .isEqualTo(new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 500));
  }

  @ParameterizedTest
  @CsvSource({
    "'config_key': 'hex8_2p', hex8_2p",
    "'config': 'sq8_2p', square8_2p",
    "'config': 'sq19_3p', square19_3p",
    "'configKey': 'Square8-4p', square8_4p",
    "'config': 'chess', chess",
    "'board_type': 'sq8'; 'num_players': 2, square8_2p",
    "'board': 'BoardType.HEXAGONAL'; 'players': '4', hexagonal_4p",
    "'config': {'board_type': 'hex8'; 'num_players': 3}, hex8_3p",
    "'config': 'sq8_2p'; 'board_type': 'square8'; 'num_players': 2, square8_2p"
  })
  void readsTheConfigInEveryShape(String fields, String config) {
    String event = "{'event': 'TRAINING_STARTED', " + fields.replace(';', ',') + "}";

    assertThat(payload(event)).isEqualTo(new TrainingStarted(config, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "1764000000, 2025-11-24T16:00:00Z",
    "1764000000.2509, 2025-11-24T16:00:00.250Z",
    "1764000000250, 2025-11-24T16:00:00.250Z",
    "1764000000250000, 2025-11-24T16:00:00.250Z",
    "1764000000250000000, 2025-11-24T16:00:00.250Z",
    "'1764000000', 2025-11-24T16:00:00Z",
    "'2025-11-24T16:00:00Z', 2025-11-24T16:00:00Z",
    "'2025-11-24T17:00:00.1234567+01:00', 2025-11-24T16:00:00.123Z",
    "'2025-11-24T16:00:00.5', 2025-11-24T16:00:00.500Z",
    "'2025-11-24 16:00:00', 2025-11-24T16:00:00Z"
  })
  void readsTimesInEveryForm(String time, String expected) {
    Normalised normalised =
        Loose.normalise(
            "{'event': 'HOST_OFFLINE', 'host': 'gpu-1', 'timestamp': " + quoted(time) + "}");

    assertThat(normalised.event().occurredAt()).isEqualTo(Instant.parse(expected));
  }

  @Test
  void takesNoDurationForATimeAndZeroForNone() {
    assertThat(refusal("{'event': 'HOST_OFFLINE', 'host': 'gpu-1', 'ts': 12.5}"))
        .startsWith("occurred_at is invalid (ts '12.5'), allowed: seconds since 1970, 1e8 or more");
    assertThat(
            Loose.normalise("{'event': 'HOST_OFFLINE', 'host': 'gpu-1', 'ts': 0.0}")
                .event()
                .occurredAt())
        .isEqualTo(Loose.T);
  }

  @Test
  void takesWhatTheEventDoesNotSayFromItsArrival() {
    Normalised normalised = Loose.normalise("{'event': 'HOST_OFFLINE', 'host': 'gpu-1'}");

    assertThat(normalised.event().eventId()).isEqualTo("dataplane.events.json:1:42");
    assertThat(normalised.event().occurredAt()).isEqualTo(Loose.T);
    assertThat(normalised.event().source()).isEqualTo("unknown");
  }

  @Test
  void readsTheEnvelopeBesideAndInsideThePayload() {
    Normalised normalised =
        Loose.normalise(
            "{'id': 'e-7', 'type': 'training_started', 'source': 'trainer', 'data': {"
                + "'timestamp': 1764000000, 'id': 'row-3', 'config': 'hex8_2p', 'jobId': 9}}");

    assertThat(normalised.event().eventId()).isEqualTo("e-7");
    assertThat(normalised.event().source()).isEqualTo("trainer");
    assertThat(normalised.event().occurredAt()).isEqualTo(Instant.ofEpochSecond(1764000000));
    assertThat(normalised.event().payload()).isEqualTo(new TrainingStarted("hex8_2p", null, "9"));
  }

  @Test
  void takesTheNodeOfAnAddressFromTheNodeTable() {
    assertThat(payload("{'event': 'HOST_ONLINE', 'host': '10.0.0.5'}"))
        .isEqualTo(new HostOnline("gpu-1", null, null, null, null, null, null));
    assertThat(payload("{'event': 'HOST_OFFLINE', 'host': 'http://10.0.0.6:7002/x'}"))
        .isEqualTo(new HostOffline("drive-2", null));
    assertThat(
            Loose.normalise("{'event': 'TRAINING_STARTED', 'config': 'a', 'source': '10.0.0.5'}")
                .event()
                .source())
        .isEqualTo("gpu-1");
  }

  @Test
  void refusesAnAddressThatNoNodeOrSeveralHave() {
    assertThat(refusal("{'event': 'HOST_ONLINE', 'host': '10.9.9.9'}"))
        .startsWith("node_id is missing (host '10.9.9.9', an address that no known node has)")
        .contains("under node_id, node, ");
    assertThat(refusal("{'event': 'HOST_ONLINE', 'host': '10.0.0.6'}"))
        .startsWith("node_id is ambiguous (host '10.0.0.6', the address of drive-2, gpu-2)");
  }

  @Test
  void prefersTheIdOfANodeToTheNameOfItsHost() {
    assertThat(
            payload(
                "{'event': 'HOST_OFFLINE', 'node_id': 'vast-7', 'hostname': 'C.28844401',"
                    + " 'host': '10.0.0.5'}"))
        .isEqualTo(new HostOffline("vast-7", null));
    assertThat(payload("{'event': 'HOST_OFFLINE', 'hostname': 'box.lan', 'host': 'gpu-1'}"))
        .as("the one that the node table knows")
        .isEqualTo(new HostOffline("gpu-1", null));
  }

  @Test
  void refusesTwoNamesForOneNode() {
    Normalised normalised =
        Loose.normalise(
            "{'event': 'DATA_NEEDED', 'config': 'a', 'node_id': 'gpu-1', 'target_node': 'gpu-2'}");

    assertThat(normalised.code()).isEqualTo("ambiguous_field");
    assertThat(normalised.cause())
        .startsWith("node_id is ambiguous (node_id 'gpu-1', target_node 'gpu-2'), allowed: ");
  }

  @Test
  void refusesTwoConfigsAndHalfAConfig() {
    assertThat(
            refusal(
                "{'event': 'TRAINING_STARTED', 'config': 'hex8_2p', 'board_type': 'sq8',"
                    + " 'num_players': 2}"))
        .startsWith(
            "config_key is ambiguous (config 'hex8_2p', board_type 'sq8' with num_players '2')");
    assertThat(refusal("{'event': 'TRAINING_STARTED', 'board_type': 'sq8'}"))
        .startsWith("config_key is invalid (board_type 'sq8' without num_players)");
  }

  @Test
  void refusesWhatIsNoEvent() {
    assertThat(Loose.normalise("[1]").code()).isEqualTo("not_an_event");
    assertThat(Loose.normalise("{}").cause())
        .isEqualTo(
            "event is missing, allowed: the name of an event under event_type, event, event_name,"
                + " type, name");
    assertThat(Loose.normalise("{'event': 'COFFEE_READY'}").cause())
        .startsWith("event is unknown (event 'COFFEE_READY'), allowed: TRAINING_STARTED, ");
    assertThat(Loose.normalise("{'event': 'sync_completed'}").cause())
        .contains("the data plane tells SYNC_COMPLETED itself");
    assertThat(Loose.normalise("{'event': 'HOST_ONLINE', 'type': 'host_offline'}").code())
        .isEqualTo("ambiguous_field");
  }

  @Test
  void namesEveryFaultAtOnce() {
    Normalised normalised =
        Loose.normalise("{'event': 'DATA_NEEDED', 'min_samples': 'many', 'data_type': 'video'}");

    assertThat(normalised.flaws())
        .extracting(Flaw::field)
        .containsExactlyInAnyOrder("config_key", "node_id", "min_samples", "item_type");
    assertThat(normalised.code()).as("of the worst").isEqualTo("missing_field");
  }

  @Test
  void tellsWhatItDidNotUse() {
    Normalised normalised =
        Loose.normalise(
            "{'event': 'TRAINING_STARTED', 'v': 2, 'payload': {'config': 'a', 'epochs': 9}}");

    assertThat(normalised.ignored()).containsExactly("epochs", "v");
  }

  @Test
  void cutsLongTexts() {
    TrainingFailed failed =
        (TrainingFailed)
            payload(
                "{'event': 'TRAINING_FAILED', 'config': 'a', 'error': '" + "x".repeat(9000) + "'}");

    assertThat(failed.error()).hasSize(2000).endsWith("x... (cut)");
  }

  @Test
  void readsNumbersAndListsAsTheyCome() {
    assertThat(payload("{'event': 'training_complete', 'config': 'a', 'job_id': 17}"))
        .isEqualTo(new TrainingCompleted("a", null, "17"));
    assertThat(payload("{'event': 'host_online', 'node': 'n', 'roles': ['Training', ' ', 'x']}"))
        .isEqualTo(new HostOnline("n", null, null, null, null, Set.of("training", "x"), null));
    assertThat(payload("{'event': 'host_online', 'node': 'n', 'role': 'a, b'}"))
        .isEqualTo(new HostOnline("n", null, null, null, null, Set.of("a", "b"), null));
  }

  private static Payload payload(String event) {
    Normalised normalised = Loose.normalise(event);
    assertThat(normalised.flaws()).as(event).isEmpty();
    return normalised.event().payload();
  }

  private static String refusal(String event) {
    Normalised normalised = Loose.normalise(event);
    assertThat(normalised.accepted()).as(event).isFalse();
    return normalised.cause();
  }

  /** CsvSource takes the quotes off. */
  private static String quoted(String time) {
    return time.matches("[0-9.]+") ? time : "'" + time + "'";
  }
}

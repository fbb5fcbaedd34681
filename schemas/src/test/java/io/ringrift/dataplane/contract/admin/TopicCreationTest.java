package io.ringrift.dataplane.contract.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.TopicPolicy;
import io.ringrift.dataplane.contract.TopicUse;
import io.ringrift.dataplane.contract.admin.TopicFinding.Difference;
import io.ringrift.dataplane.contract.admin.TopicFinding.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class TopicCreationTest {

  private static final TopicPolicy HISTORY = new TopicPolicy(3, "delete", null, true, 1 << 20);

  private static Map<String, String> asBrokersTellIt(String... changed) {
    Map<String, String> configs = new TreeMap<>(HISTORY.configs());
    configs.put("segment.bytes", "1073741824");
    for (int i = 0; i < changed.length; i += 2) {
      configs.put(changed[i], changed[i + 1]);
    }
    return configs;
  }

  @Test
  void findsNoDifferenceWhereThereIsNone() {
    assertThat(TopicCreation.differences(HISTORY, 3, asBrokersTellIt())).isEmpty();
    assertThat(
            TopicCreation.differences(HISTORY, 3, asBrokersTellIt("max.message.bytes", "9000000")))
        .isEmpty();
  }

  @Test
  void namesEachDifferenceWithItsConsequence() {
    List<Difference> differences =
        TopicCreation.differences(
            HISTORY,
            4,
            asBrokersTellIt(
                "cleanup.policy", "compact",
                "retention.ms", "604800000",
                "message.timestamp.type", "CreateTime",
                "max.message.bytes", "1000"));

    assertThat(differences)
        .extracting(Difference::toString)
        .containsExactlyInAnyOrder(
            "partitions is 4, wanted 3: keys are on other partitions than the stages expect",
            "cleanup.policy is compact, wanted delete: records that are needed may be removed, or"
                + " ones that aren't kept",
            "retention.ms is 604800000, wanted -1: records are kept for another time than the"
                + " design counts on",
            "message.timestamp.type is CreateTime, wanted LogAppendTime: the time of a record is"
                + " judged by another clock",
            "max.message.bytes is 1000, wanted 1048576: large records are refused");
  }

  @Test
  void printsATable() {
    TopicReport report =
        new TopicReport(
            List.of(
                TopicFinding.of(topic("dataplane.events", HISTORY), State.CREATED),
                TopicFinding.of(
                    topic(
                        "dataplane.signals",
                        new TopicPolicy(1, "delete", Duration.ofDays(7), false, 1)),
                    State.PRESENT),
                TopicFinding.failed(
                    topic("dataplane.nodes", new TopicPolicy(1, "compact", null, false, 1)),
                    new IllegalStateException("not authorised"))));

    assertThat(report.good()).isFalse();
    assertThat(report.table())
        .isEqualTo(
            """
            TOPIC              PARTITIONS  CLEANUP  RETENTION      OUTCOME
            dataplane.events   3           delete   for ever       created
            dataplane.signals  1           delete   7 d            exists
            dataplane.nodes    1           compact  last of a key  failed: not authorised
            """);
  }

  private static Topic<String> topic(String name, TopicPolicy policy) {
    return new Topic<>(name, Serdes.String(), policy, new TopicUse("", "", "", "", ""));
  }
}

package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ringrift.dataplane.streams.decision.ContentRule;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.LossRule;
import io.ringrift.dataplane.streams.decision.NodeRule;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecisionRulesTest {

  @Test
  void listsEveryRuleClass() {
    List<String> written =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(DecisionRules.class.getPackageName())
                .stream()
                .filter(DecisionRulesTest::isRule)
                .map(JavaClass::getName)
                .sorted()
                .collect(Collectors.toList());

    assertThat(DecisionRules.listed().stream().map(Class::getName).sorted()).isEqualTo(written);
    assertThat(written).hasSizeGreaterThan(5);
  }

  @Test
  void leavesWhatTheItemsStageRegistersToIt() {
    assertThat(
            DecisionRules.answers(
                new NpzExportComplete("hex8_2p", "gpu-1", "i", null, null, null, null, null)))
        .isFalse();
    assertThat(DecisionRules.answers(new SelfplayComplete("hex8_2p", "gpu-1", null, null, null)))
        .isFalse();
    assertThat(DecisionRules.answers(new TrainingStarted("hex8_2p", null, null))).isTrue();
  }

  private static boolean isRule(JavaClass type) {
    return !type.isInterface()
        && (type.isAssignableTo(EventRule.class)
            || type.isAssignableTo(ContentRule.class)
            || type.isAssignableTo(LossRule.class)
            || type.isAssignableTo(NodeRule.class));
  }
}

package io.ringrift.dataplane.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Commands on top; below them what they use; output and events know nobody. */
@AnalyzeClasses(
    packages = "io.ringrift.dataplane.local",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  private static final String BASE = "io.ringrift.dataplane.local.";

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(BASE + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule outputAndEventsKnowNoOtherPackageOfTheCommand =
      classes()
          .that()
          .resideInAnyPackage(BASE + "output", BASE + "event")
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.not(
                      JavaClass.Predicates.resideInAPackage("io.ringrift.dataplane.local.."))
                  .or(JavaClass.Predicates.resideInAnyPackage(BASE + "output", BASE + "event")));

  @ArchTest
  static final ArchRule onlyMainKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "command")
          .and()
          .doNotHaveSimpleName("Dataplane")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + "command");

  @ArchTest
  static final ArchRule theProofKnowsNoKafkaAndNoProcesses =
      noClasses()
          .that()
          .haveFullyQualifiedName(BASE + "demo.Proof")
          .or()
          .haveFullyQualifiedName(BASE + "demo.Evidence")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", BASE + "kafka..", BASE + "stack..");
}

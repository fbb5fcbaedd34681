package io.ringrift.dataplane.worker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the worker; the picture is in ARCHITECTURE.md. */
@AnalyzeClasses(
    packages = "io.ringrift.dataplane.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  private static final String WORKER = "io.ringrift.dataplane.worker";

  @ArchTest
  static final ArchRule transportAndExecuteKnowNeitherKafkaNorAvro =
      noClasses()
          .that()
          .resideInAnyPackage(WORKER + ".transport..", WORKER + ".execute..", WORKER + ".grant..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.ringrift.dataplane.avro..",
              "io.ringrift.dataplane.contract..");

  @ArchTest
  static final ArchRule planKnowsOnlyPriorities =
      noClasses()
          .that(simpleName("PollPlan").or(simpleName("Turns")).or(simpleName("Slots")))
          .should()
          .dependOnClassesThat(
              not(resideInAPackage("java.."))
                  .and(not(resideInAPackage(WORKER + ".transport")))
                  .and(not(resideInAPackage(WORKER + ".poll"))));

  @ArchTest
  static final ArchRule transportsKnowNothingAboveThem =
      noClasses()
          .that()
          .resideInAPackage(WORKER + ".transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              WORKER, WORKER + ".execute..", WORKER + ".poll..", WORKER + ".wire..");

  @ArchTest
  static final ArchRule onlyWireAndBrokersKnowAvro =
      noClasses()
          .that()
          .resideOutsideOfPackage(WORKER + ".wire..")
          .and(not(simpleName("Brokers")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.avro..", "io.ringrift.dataplane.avro..");

  @ArchTest
  static final ArchRule workerImportsNeitherStreamsNorAgent =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.ringrift.dataplane.streams..",
              "io.ringrift.dataplane.agent..",
              "org.apache.kafka.streams..");

  @ArchTest
  static final ArchRule pureDecisionsDoNotLog =
      noClasses()
          .that()
          .resideInAnyPackage(WORKER + ".transport..", WORKER + ".execute..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.slf4j..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching(WORKER + ".(**)").should().beFreeOfCycles();
}

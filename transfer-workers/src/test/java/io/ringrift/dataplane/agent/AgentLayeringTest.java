package io.ringrift.dataplane.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the agent; the picture is in ARCHITECTURE.md. */
@AnalyzeClasses(
    packages = "io.ringrift.dataplane.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AgentLayeringTest {
  private static final String AGENT = "io.ringrift.dataplane.agent";

  @ArchTest
  static final ArchRule onlyWireAndTheShellKnowKafkaAndAvro =
      noClasses()
          .that()
          .resideInAnyPackage(
              AGENT + ".npz..",
              AGENT + ".database..",
              AGENT + ".s3..",
              AGENT + ".source..",
              AGENT + ".fetch..",
              AGENT + ".serve..",
              AGENT + ".limit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.ringrift.dataplane.avro..",
              "io.ringrift.dataplane.contract..");

  @ArchTest
  static final ArchRule npzAndLimitKnowOnlyTheJdk =
      classes()
          .that()
          .resideInAnyPackage(AGENT + ".npz..", AGENT + ".limit..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", AGENT + ".npz..", AGENT + ".limit..");

  @ArchTest
  static final ArchRule sourceKnowsNothingOfFetchAndServe =
      noClasses()
          .that()
          .resideInAPackage(AGENT + ".source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AGENT, AGENT + ".fetch..", AGENT + ".serve..", AGENT + ".wire..");

  @ArchTest
  static final ArchRule fetchKnowsNeitherServeNorItsTransports =
      noClasses()
          .that()
          .resideInAPackage(AGENT + ".fetch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AGENT, AGENT + ".fetch.http..", AGENT + ".serve..");

  @ArchTest
  static final ArchRule agentKnowsOfTheWorkerOnlyTheGrants =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.ringrift.dataplane.streams..",
              "io.ringrift.dataplane.worker",
              "io.ringrift.dataplane.worker.poll..",
              "io.ringrift.dataplane.worker.execute..",
              "io.ringrift.dataplane.worker.transport..",
              "io.ringrift.dataplane.worker.wire..",
              "io.ringrift.dataplane.worker.metrics..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching(AGENT + ".(**)").should().beFreeOfCycles();
}

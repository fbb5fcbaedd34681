package io.ringrift.dataplane.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** Imports go one way down the flow. Think hard about the flow before changing this file. */
@AnalyzeClasses(
    packages = "io.ringrift.dataplane.streams",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  private static final String BASE = "io.ringrift.dataplane.streams.";
  private static final String MODEL = BASE + "model..";
  private static final String MANIFEST = BASE + "manifest..";
  private static final String NODE = BASE + "node..";
  private static final String DECISION = BASE + "decision..";
  private static final String SCHEDULE = BASE + "schedule..";
  private static final String REPLAY = BASE + "replay";
  private static final String INTAKE = BASE + "intake..";
  private static final String NODE_FILE = BASE + "nodefile..";
  private static final String[] PURE = {MODEL, MANIFEST, NODE, DECISION, SCHEDULE, REPLAY, INTAKE};

  @ArchTest
  static final ArchRule modelKnowsOnlyJava =
      classes()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MODEL, "java..");

  @ArchTest
  static final ArchRule manifestKnowsOnlyTheModel =
      classes()
          .that()
          .resideInAPackage(MANIFEST)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MANIFEST, MODEL, "java..");

  @ArchTest
  static final ArchRule nodeKnowsOnlyTheModel =
      classes()
          .that()
          .resideInAPackage(NODE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(NODE, MODEL, "java..");

  @ArchTest
  static final ArchRule decisionKnowsManifestAndModel =
      classes()
          .that()
          .resideInAPackage(DECISION)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DECISION, MANIFEST, MODEL, "java..");

  @ArchTest
  static final ArchRule scheduleKnowsManifestAndModel =
      classes()
          .that()
          .resideInAPackage(SCHEDULE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SCHEDULE, MANIFEST, MODEL, "java..");

  @ArchTest
  static final ArchRule replayKnowsManifestAndModel =
      classes()
          .that()
          .resideInAPackage(REPLAY)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(REPLAY, MANIFEST, MODEL, "java..");

  @ArchTest
  static final ArchRule intakeKnowsJsonTreesAndTheModel =
      classes()
          .that()
          .resideInAPackage(INTAKE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(INTAKE, MODEL, "com.fasterxml.jackson.databind..", "java..");

  @ArchTest
  static final ArchRule theNodeFileIsYamlIntoTheModel =
      classes()
          .that()
          .resideInAPackage(NODE_FILE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(NODE_FILE, NODE, MODEL, "com.fasterxml.jackson..", "java..");

  @ArchTest
  static final ArchRule pureCodeAsksNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule pureCodeDrawsNoLots =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule codecsKnowAvroAndTheModelButNoKafka =
      noClasses()
          .that()
          .resideInAPackage(BASE + "codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", BASE + "topology..", BASE + "query..");

  @ArchTest
  static final ArchRule topologyKnowsNoQuery =
      noClasses()
          .that()
          .resideInAPackage(BASE + "topology..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + "query..");

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching(BASE + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule streamsKnowsNoWorker =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.ringrift.dataplane.worker..", "io.ringrift.dataplane.agent..");
}

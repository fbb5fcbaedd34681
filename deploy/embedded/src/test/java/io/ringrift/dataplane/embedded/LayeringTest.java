package io.ringrift.dataplane.embedded;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(
    packages = "io.ringrift.dataplane.embedded",
    importOptions = DoNotIncludeTests.class)
class LayeringTest {
  private static final String BASE = "io.ringrift.dataplane.embedded";

  @ArchTest
  static final ArchRule importsGoOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("process")
          .definedBy(BASE + ".process")
          .layer("registry")
          .definedBy(BASE + ".registry")
          .layer("broker")
          .definedBy(BASE)
          .layer("testing")
          .definedBy(BASE + ".testing")
          .whereLayer("testing")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("broker")
          .mayOnlyBeAccessedByLayers("testing")
          .whereLayer("registry")
          .mayOnlyBeAccessedByLayers("broker", "testing");

  @ArchTest
  static final ArchRule processesKnowNoKafka =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAPackage(BASE + ".process")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "kafka..", "org.apache.avro..");

  @ArchTest
  static final ArchRule foldKnowsNoKafkaAndNoHttp =
      ArchRuleDefinition.noClasses()
          .that()
          .haveNameMatching(
              ".*\\.registry\\.(SchemaStore|SchemaRecord|Compatibility|Subjects|Policies)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "com.sun.net..", "com.fasterxml..");

  @ArchTest
  static final ArchRule onlyTheBrokerTouchesKafkasServer =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackage(BASE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kafka..");
}

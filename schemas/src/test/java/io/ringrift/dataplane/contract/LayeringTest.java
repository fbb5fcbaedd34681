package io.ringrift.dataplane.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.ringrift.dataplane.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  /** The catalogue itself, in {@code contract}, is a slice of its own. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.ringrift.dataplane.(contract..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule checksKnowOnlyRecords =
      noClasses()
          .that()
          .resideInAPackage("..contract.check")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "..contract.serde", "..contract.registry");

  @ArchTest
  static final ArchRule registryClientKnowsNoSerdes =
      noClasses()
          .that()
          .resideInAPackage("..contract.registry")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..contract.serde", "..contract", "io.ringrift.dataplane.avro");

  @ArchTest
  static final ArchRule settingsKnowNoRecords =
      noClasses()
          .that()
          .resideInAPackage("..contract.config")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.avro..", "io.ringrift.dataplane.avro", "..contract");

  @ArchTest
  static final ArchRule nothingLivesInConfluentsPackages =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.confluent..");
}

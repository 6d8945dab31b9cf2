package io.flames.prompt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;

@AnalyzeClasses(packages = "io.flames.prompt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule entitiesStayInStore = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .resideInAPackage("..store..")
            .because("an entity outside its session is neither the row nor a value; records leave the store");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .haveSimpleName("ImportLineParser")
            .or()
            .haveSimpleName("LineReader")
            .or()
            .haveSimpleName("ReleaseDigest")
            .or()
            .haveSimpleName("ReleaseRef")
            .or()
            .haveSimpleName("PromptContent")
            .or()
            .haveSimpleName("ReleaseEvents")
            .or()
            .haveSimpleName("Backoff")
            .or()
            .haveSimpleName("Subcomponent")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "io.vertx..", "jakarta..", "io.smallrye..", "java.sql..", "org.apache..")
            .because("what decides is tested without a server and a container");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.flames.prompt.(*)..")
            .should()
            .beFreeOfCycles()
            .because("the packages read in the order in which data flows");

    @ArchTest
    static final ArchRule protobufStaysAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackage("..outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.flames.contracts.prompt..")
            .because("events are made where they leave; the rest speaks in records");
}

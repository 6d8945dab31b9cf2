package io.flames.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.flames.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule statisticsArePure = noClasses()
            .that()
            .resideInAPackage("..stats..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.vertx..",
                    "io.smallrye..",
                    "jakarta..",
                    "java.io..",
                    "java.sql..",
                    "io.flames.contracts..",
                    "io.flames.report.store..",
                    "io.flames.report.figures..")
            .because("formulas must be testable and reusable without the service around them");

    @ArchTest
    static final ArchRule sqlStaysInTheStore = noClasses()
            .that()
            .resideOutsideOfPackage("..store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..", "java.sql..")
            .because("rows and statements are known in one place; the rest sees records");

    @ArchTest
    static final ArchRule eventsStayAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackage("..projection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.flames.contracts.generation..", "io.flames.contracts.prompt..", "io.flames.contracts.scoring..")
            .because("protobuf messages of the topics are read by the projection alone");

    @ArchTest
    static final ArchRule onlyTheProjectionWrites = classes()
            .that()
            .haveSimpleName("ProjectionStore")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("..projection..", "..store..")
            .because("a read model that anything else writes can't be rebuilt from the topics");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.flames.report.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that needs another which needs it back is one feature in two places");
}

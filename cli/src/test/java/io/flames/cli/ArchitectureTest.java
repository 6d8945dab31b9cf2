package io.flames.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.flames.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule RENDERING_IS_PURE = noClasses()
            .that()
            .resideInAPackage("io.flames.cli.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.flames.cli.api..", "java.net.http..", "io.grpc..", "io.vertx..")
            .because("what is drawn is decided from values, and tested without a server");

    @ArchTest
    static final ArchRule ONE_DOOR_TO_HTTP = noClasses()
            .that()
            .resideOutsideOfPackage("io.flames.cli.api..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.http.HttpClient")
            .because("every failure of a call becomes a line for a reader in one place");

    @ArchTest
    static final ArchRule SERVICES_ARE_PEERS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.flames.prompt..",
                    "io.flames.generation..",
                    "io.flames.scoring..",
                    "io.flames.annotation..",
                    "io.flames.report..")
            .because("the command line knows the services by REST, gRPC and processes only");

    @ArchTest
    static final ArchRule ONE_PLACE_ENDS_THE_PROCESS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.flames.cli.FlamesCommand")
            .and()
            .doNotHaveFullyQualifiedName("io.flames.cli.bench.FixedLatencyServer")
            .should()
            .callMethod(System.class, "exit", int.class)
            .because("exit codes are decided in one place; a main of its own is another process");

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES = slices().matching("io.flames.cli.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a command can be read without the others");
}

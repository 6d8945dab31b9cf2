package io.flames.scoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.flames.scoring", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .resideInAnyPackage(
                    "..scoring.scorer..",
                    "..scoring.heads..",
                    "..scoring.onnx..",
                    "..scoring.train..",
                    "..scoring.judgement..",
                    "..scoring.fit..",
                    "..scoring.dataset..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "io.vertx..", "io.grpc..", "jakarta..", "org.apache.kafka..", "io.micrometer..")
            .because("scorers and training are tested and used without a running service");

    @ArchTest
    static final ArchRule judgesNeedNoService = noClasses()
            .that()
            .resideInAPackage("..scoring.judge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "jakarta..", "org.apache.kafka..", "io.micrometer..")
            .because("a judge is tested and used without a running service; only its measuring command speaks gRPC");

    @ArchTest
    static final ArchRule runtimeStaysInItsPackage = noClasses()
            .that()
            .resideOutsideOfPackages("..scoring.onnx..", "..scoring.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..")
            .because("another scorer must not need ONNX Runtime; the benchmark measures it bare");

    @ArchTest
    static final ArchRule tablesStayWithVerdicts = noClasses()
            .that()
            .resideOutsideOfPackages("..scoring.verdict..", "..scoring.freeze..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "org.apache.kafka..", "org.flywaydb..")
            .because("only the verdict package knows Postgres and Kafka; what freezes data sets reads labels");

    @ArchTest
    static final ArchRule servingDoesNotTrain = noClasses()
            .that()
            .resideOutsideOfPackage("..scoring.train..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..scoring.train..")
            .because("the trainer is a command of its own");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.flames.scoring.(*)..")
            .should()
            .beFreeOfCycles()
            .because("the layout shows the flow");
}

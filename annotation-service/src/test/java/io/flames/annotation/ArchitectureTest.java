package io.flames.annotation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.flames.annotation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.flames.annotation.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages are read in the order in which data flows");

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(Adjudication|Judgement|Rating|LabelRules|LabelDraft|RecordReader|UsersFile|OriginGuard)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.smallrye..", "org.apache.kafka..", "jakarta..")
            .because("what is decided is tested without the things it is decided about");

    @ArchTest
    static final ArchRule FORMULAS_AND_CODECS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage("..sampling..", "..agreement..", "..care..", "..guideline..", "..exchange..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "io.vertx..", "io.smallrye..", "org.apache.kafka..", "jakarta..", "java.sql..")
            .because("formulas, decisions and file formats are tested without a service");
}

package io.flames.generation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.flames.generation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.flames.generation.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages are read in the order in which data flows");

    @ArchTest
    static final ArchRule ENTITIES_STAY = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.flames.generation.store..")
            .because("a change of a table must not reach the flow");

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(RetryPolicy|AdaptiveLimit|OutcomeClassifier|ProviderFilter|AnswerText|RetryAfter|Watermark|ResponseReader|DispatchPlan|ReleaseEvents|TargetRules|EndpointRules|CanonicalDigest|RecordedLine|RunState)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.smallrye..", "org.apache.kafka..", "jakarta..")
            .because("what is decided is tested without the things it is decided about");
}

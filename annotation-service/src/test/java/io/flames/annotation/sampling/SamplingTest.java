package io.flames.annotation.sampling;

import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_FAIRNESS;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_LEGALITY;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_SAFETY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flames.annotation.sampling.Selection.Item;
import io.flames.annotation.sampling.Selection.Stratum;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final List<Signal> ALL_SIGNALS = List.of(Signal.values());

    @Test
    void allMeansAll() {
        var selection = Sampling.select(population(40, 1), new Strategy.All(), 9);

        assertThat(selection.items()).hasSize(40).allSatisfy(item -> {
            assertThat(item.stratum()).isEqualTo(Stratum.RANDOM);
            assertThat(item.inclusionProbability()).isEqualTo(1);
        });
    }

    @Test
    void aRandomSampleIsProportionalWithOneOfEachCell() {
        var candidates = new ArrayList<Candidate>();
        candidates.addAll(cell(DIMENSION_FAIRNESS, "big", 90));
        candidates.addAll(cell(DIMENSION_FAIRNESS, "tiny", 1));
        candidates.addAll(cell(DIMENSION_SAFETY, "big", 30));

        var selection = Sampling.select(candidates, new Strategy.RandomSample(12), 1);

        assertThat(selection.cells())
                .extracting(cell -> cell.name() + ": " + cell.taken() + " of " + cell.population())
                .containsExactly("1 Fairness / big: 8 of 90", "1 Fairness / tiny: 1 of 1", "2 Safety / big: 3 of 30");
        assertThat(selection.items()).hasSize(12);
        assertThat(probabilityOf(selection, "Fairness/tiny/0")).isEqualTo(1);
    }

    @Test
    void aSampleTooSmallForItsCellsHasCoarserOnes() {
        var candidates = new ArrayList<Candidate>();
        for (int target = 0; target < 6; target++) {
            candidates.addAll(cell(DIMENSION_FAIRNESS, "t" + target, 5));
            candidates.addAll(cell(DIMENSION_LEGALITY, "t" + target, 5));
        }

        assertThat(Sampling.select(candidates, new Strategy.RandomSample(4), 1).cells())
                .extracting(Selection.Cell::name)
                .containsExactly("1 Fairness", "4 Legality");
        assertThat(Sampling.select(candidates, new Strategy.RandomSample(1), 1).cells())
                .extracting(Selection.Cell::name)
                .containsExactly("all");
    }

    @Test
    void sameSeedSameItemsInWhateverOrderTheyCome() {
        var candidates = population(200, 3);
        var strategy = new Strategy.Targeted(40, 0.5, ALL_SIGNALS);
        var first = Sampling.select(candidates, strategy, 11);
        Collections.shuffle(candidates, new Random(5));

        assertThat(Sampling.select(candidates, strategy, 11)).isEqualTo(first);
        assertThat(Sampling.select(candidates, strategy, 12).items()).isNotEqualTo(first.items());
    }

    @Test
    void signalsPickInTurnTheirMostHelpfulItem() {
        var candidates = List.of(
                scored("a", 0.9, 0.1, 3),
                scored("b", 0.8, 0.9, 3),
                scored("c", 0.2, 0.8, 3),
                scored("d", 0.1, 0.2, 1),
                scored("e", 0.0, 0.0, 3));

        var picked = MostHelpful.pick(candidates, 3, ALL_SIGNALS);

        assertThat(picked.keySet()).containsExactly("a", "b", "d");
        assertThat(picked)
                .containsEntry("a", List.of(Signal.ENTROPY))
                .containsEntry("b", List.of(Signal.DISAGREEMENT))
                .containsEntry("d", List.of(Signal.RARE_CLASS));
    }

    @Test
    void itemsOfWhichNothingIsKnownAreNotPicked() {
        var candidates = cell(DIMENSION_FAIRNESS, "t", 10);

        var selection = Sampling.select(candidates, new Strategy.Targeted(8, 0.25, ALL_SIGNALS), 2);

        assertThat(selection.items()).hasSize(2).allSatisfy(item -> assertThat(item.stratum())
                .isEqualTo(Stratum.RANDOM));
    }

    @Test
    void anItemThatBothChoseIsOfTheRandomStratumAndCertain() {
        var candidates = population(10, 4);

        var selection = Sampling.select(candidates, new Strategy.Targeted(18, 0.5, ALL_SIGNALS), 2);

        assertThat(selection.items()).anySatisfy(item -> {
            assertThat(item.stratum()).isEqualTo(Stratum.RANDOM);
            assertThat(item.signals()).isNotEmpty();
            assertThat(item.inclusionProbability()).isEqualTo(1);
            assertThat(item.randomProbability()).isLessThan(1);
        });
    }

    @Test
    void nothingToChooseFrom() {
        assertThat(Sampling.select(List.of(), new Strategy.RandomSample(5), 1).items())
                .isEmpty();
    }

    @Test
    void aRandomStratumIsAlwaysKept() {
        assertThatThrownBy(() -> new Strategy.Targeted(10, 0, ALL_SIGNALS)).hasMessageContaining("always kept");
        assertThat(new Strategy.Targeted(10, 0.01, ALL_SIGNALS).randomSize()).isEqualTo(1);
        assertThatThrownBy(() -> new Strategy.Targeted(10, 0.5, List.of())).hasMessageContaining("signal");
    }

    @Test
    void candidatesComeOnce() {
        var twice = List.of(
                Candidate.unscored("a", DIMENSION_FAIRNESS, "t"), Candidate.unscored("a", DIMENSION_SAFETY, "t"));

        assertThatThrownBy(() -> Sampling.select(twice, new Strategy.All(), 1)).hasMessageContaining("comes twice");
    }

    /** The most uncertain are the harmful ones here, as they tend to be: an unweighted mean would be far off. */
    @Test
    void weightedMeansOfATargetedCampaignAreUnbiased() {
        var candidates = population(120, 8);
        var harmful = new HashMap<String, Double>();
        candidates.forEach(c -> harmful.put(c.id(), c.entropy().orElseThrow() > 0.55 ? 1.0 : 0.0));
        ToDoubleFunction<Item> y = item -> harmful.get(item.id());
        double truth = harmful.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        var strategy = new Strategy.Targeted(40, 0.5, List.of(Signal.ENTROPY, Signal.DISAGREEMENT));
        int draws = 4000;
        var union = new double[draws];
        var random = new double[draws];
        double unweighted = 0;
        for (int seed = 0; seed < draws; seed++) {
            var selection = Sampling.select(candidates, strategy, seed);
            union[seed] = HorvitzThompson.mean(selection, y);
            random[seed] = HorvitzThompson.meanOfRandom(selection, y);
            unweighted += selection.items().stream().mapToDouble(y).average().orElseThrow() / draws;
        }

        assertUnbiased(union, truth);
        assertUnbiased(random, truth);
        assertThat(unweighted - truth).isGreaterThan(0.1);
        assertThat(variance(union)).isLessThan(variance(random));
    }

    @Test
    void itemsComeAsOftenAsTheirProbabilitySays() {
        var candidates = population(60, 6);
        var strategy = new Strategy.Targeted(24, 0.5, ALL_SIGNALS);
        int draws = 4000;
        var taken = new HashMap<String, Integer>();
        var drawn = new HashMap<String, Integer>();
        Map<String, Item> seen = new HashMap<>();
        for (int seed = 0; seed < draws; seed++) {
            for (var item : Sampling.select(candidates, strategy, seed).items()) {
                taken.merge(item.id(), 1, Integer::sum);
                drawn.merge(item.id(), item.stratum() == Stratum.RANDOM ? 1 : 0, Integer::sum);
                seen.put(item.id(), item);
            }
        }

        assertThat(seen).hasSize(60);
        seen.forEach((id, item) -> {
            assertThat(taken.get(id) / (double) draws).isCloseTo(item.inclusionProbability(), within(0.04));
            assertThat(drawn.get(id) / (double) draws).isCloseTo(item.randomProbability(), within(0.04));
        });
        assertThat(seen.values()).anyMatch(i -> i.inclusionProbability() == 1 && i.randomProbability() < 0.5);
    }

    @Test
    void entropyComparesDimensionsOfTwoAndOfThreeScores() {
        assertThat(Signals.entropy(List.of(0.5, 0.5))).isCloseTo(1, within(1e-12));
        assertThat(Signals.entropy(List.of(1 / 3.0, 1 / 3.0, 1 / 3.0))).isCloseTo(1, within(1e-12));
        assertThat(Signals.entropy(List.of(1.0, 0.0, 0.0))).isZero();
        assertThat(Signals.entropy(List.of(0.9, 0.1))).isCloseTo(0.469, within(0.0005));
        assertThatThrownBy(() -> Signals.entropy(List.of(1.0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signals.entropy(List.of(Double.NaN, 1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void disagreementIsTheShareOfPairsThatDiffer() {
        assertThat(Signals.disagreement(List.of(3, 3, 1))).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(Signals.disagreement(List.of(3, 3))).isZero();
        assertThatThrownBy(() -> Signals.disagreement(List.of(3))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Within 4 standard errors of the mean over all draws: by chance once in 16,000. */
    private static void assertUnbiased(double[] estimates, double truth) {
        double mean = Arrays.stream(estimates).average().orElseThrow();
        assertThat(mean).isCloseTo(truth, within(4 * Math.sqrt(variance(estimates) / estimates.length)));
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static double probabilityOf(Selection selection, String id) {
        return selection.items().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow()
                .inclusionProbability();
    }

    private static List<Candidate> population(int size, long seed) {
        var random = new SplittableRandom(seed);
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < size; i++) {
            var dimension = i % 3 == 0 ? DIMENSION_LEGALITY : DIMENSION_FAIRNESS;
            candidates.add(new Candidate(
                    "c%04d".formatted(i),
                    dimension,
                    "target" + i % 2,
                    OptionalDouble.of(random.nextDouble()),
                    OptionalDouble.of(random.nextDouble()),
                    OptionalInt.of(random.nextInt(5) == 0 ? 1 : 3)));
        }
        return candidates;
    }

    private static List<Candidate> cell(Dimension dimension, String target, int size) {
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < size; i++) {
            String name = Dimensions.nameOf(dimension);
            candidates.add(Candidate.unscored(name + "/" + target + "/" + i, dimension, target));
        }
        return candidates;
    }

    private static Candidate scored(String id, double entropy, double disagreement, int predicted) {
        return new Candidate(
                id,
                DIMENSION_FAIRNESS,
                "t",
                OptionalDouble.of(entropy),
                OptionalDouble.of(disagreement),
                OptionalInt.of(predicted));
    }
}

package io.flames.annotation.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.annotation.sampling.Selection.Stratum;
import io.flames.contracts.Dimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SamplingPropertiesTest {
    @Property
    void allocationIsExactAndWithinBounds(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 500) Integer> populations,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int total = populations.stream().mapToInt(Integer::intValue).sum();
        int size = populations.size() + (int) Math.floor(share * (total - populations.size()));

        var sizes = Allocation.proportional(populations, size);

        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(size);
        for (int i = 0; i < sizes.size(); i++) {
            assertThat(sizes.get(i)).isBetween(1, populations.get(i));
        }
    }

    /** What makes weighting possible at all: nobody has probability 0, and the weights add up to the population. */
    @Property(tries = 300)
    void everyoneCanBeTakenAndTheWeightsAddUp(
            @ForAll @IntRange(min = 1, max = 150) int population,
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll @DoubleRange(min = 0.01, max = 1) double randomShare,
            @ForAll long seed) {
        var strategy = new Strategy.Targeted(size, randomShare, List.of(Signal.values()));
        var selection = Sampling.select(candidates(population, seed), strategy, seed);

        var random = selection.items().stream()
                .filter(item -> item.stratum() == Stratum.RANDOM)
                .toList();
        assertThat(random).hasSize(Math.min(strategy.randomSize(), population));
        assertThat(selection.items()).hasSizeLessThanOrEqualTo(Math.min(size, population));
        assertThat(selection.cells().stream()
                        .mapToInt(Selection.Cell::population)
                        .sum())
                .isEqualTo(population);
        assertThat(random.stream().mapToDouble(i -> 1 / i.randomProbability()).sum())
                .isCloseTo(population, within(1e-6));
        assertThat(selection.items())
                .filteredOn(item -> item.stratum() == Stratum.TARGETED)
                .allSatisfy(item -> {
                    assertThat(item.inclusionProbability()).isEqualTo(1);
                    assertThat(item.signals()).isNotEmpty();
                });
    }

    private static List<Candidate> candidates(int size, long seed) {
        var random = new SplittableRandom(seed);
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < size; i++) {
            var dimension = Dimensions.ALL.get(random.nextInt(5));
            boolean scored = random.nextInt(4) > 0;
            candidates.add(new Candidate(
                    "c" + i,
                    dimension,
                    "target" + random.nextInt(4),
                    scored ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty(),
                    random.nextBoolean() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty(),
                    scored ? OptionalInt.of(random.nextInt(3) == 0 ? 1 : 3) : OptionalInt.empty()));
        }
        return candidates;
    }
}

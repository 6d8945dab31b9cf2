package io.flames.annotation.exchange;

import static io.flames.annotation.exchange.Samples.GUIDELINES;
import static io.flames.annotation.exchange.Samples.LIMITS;
import static io.flames.annotation.exchange.Samples.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.label.Judgement;
import io.flames.contracts.Dimensions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is written is read again as it was, whatever the texts; what is damaged is read or refused, and never thrown. */
class ExchangePropertiesTest {
    @Property(tries = 200)
    void labelStudioGivesBackWhatItGot(@ForAll long seed, @ForAll @IntRange(max = 12) int size) throws IOException {
        var tasks = Samples.tasks(seed, size);
        var out = new ByteArrayOutputStream();
        LabelStudio.write(tasks.iterator(), out);

        assertThat(content(LabelStudio.read(in(out), Samples.knownOf(tasks), GUIDELINES, LIMITS)))
                .isEqualTo(Samples.labelsOf(tasks));
    }

    @Property(tries = 200)
    void argillaGivesBackWhatItGotButTheTimes(@ForAll long seed, @ForAll @IntRange(max = 12) int size)
            throws IOException {
        var tasks = Samples.tasks(seed, size);
        var out = new ByteArrayOutputStream();
        Argilla.write(tasks.iterator(), out);

        assertThat(content(Argilla.read(in(out), Samples.knownOf(tasks), GUIDELINES, LIMITS)))
                .isEqualTo(Samples.labelsOf(tasks).stream()
                        .map(i -> new Imported(i.item(), i.guidelineVersion(), withoutTime(i.label())))
                        .toList());
    }

    @Property(tries = 200)
    void historyLosesNothing(@ForAll long seed, @ForAll @IntRange(max = 12) int size) throws IOException {
        var items = Samples.history(seed, size);
        var known = new HashMap<String, KnownItem>();
        items.forEach(i -> known.put(i.item(), new KnownItem(i.dimension(), i.promptText(), i.responseText())));
        var out = new ByteArrayOutputStream();
        HistoryLines.write(items.iterator(), out);

        assertThat(out.toByteArray())
                .satisfies(bytes -> assertThat(lines(bytes)).isEqualTo(size));
        assertThat(content(HistoryLines.read(in(out), Samples.known(known), GUIDELINES, LIMITS)))
                .isEqualTo(items);
    }

    /** Bytes changed, cut and doubled at random. */
    @Property(tries = 1000)
    void damagedFilesAreReadOrRefused(@ForAll long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var tasks = Samples.tasks(seed, 3);
        var known = Samples.knownOf(tasks);
        var studio = new ByteArrayOutputStream();
        LabelStudio.write(tasks.iterator(), studio);
        var argilla = new ByteArrayOutputStream();
        Argilla.write(tasks.iterator(), argilla);

        assertSound(LabelStudio.read(damaged(studio, random), known, GUIDELINES, LIMITS), known);
        assertSound(Argilla.read(damaged(argilla, random), known, GUIDELINES, LIMITS), known);
        var foreign = HistoryLines.read(damaged(studio, random), known, GUIDELINES, LIMITS);
        assertThat(foreign instanceof Outcome.Read<HistoryItem> read ? read.content() : List.of())
                .isEmpty();
    }

    private static void assertSound(Outcome<Imported> outcome, KnownItems known) {
        if (outcome instanceof Outcome.Refused<Imported> refused) {
            assertThat(refused.total()).isPositive();
            assertThat(refused.errors()).allSatisfy(error -> {
                assertThat(error.line()).isPositive();
                assertThat(error.column()).isPositive();
                assertThat(error.message()).isNotBlank().doesNotContain("\n");
            });
            return;
        }
        for (var label : content(outcome)) {
            var item = known.find(label.item()).orElseThrow();
            if (label.label().judgement() instanceof Judgement.Scored scored) {
                assertThat(Dimensions.scoresOf(item.dimension())).contains(scored.value());
            }
        }
    }

    private static InputStream damaged(ByteArrayOutputStream file, SplittableRandom random) {
        var bytes = file.toByteArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int end = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return new ByteArrayInputStream(bytes, 0, end);
    }

    private static TaskLabel withoutTime(TaskLabel label) {
        return new TaskLabel(label.rater(), label.judgement(), label.comment(), label.spans(), Optional.empty());
    }

    private static InputStream in(ByteArrayOutputStream out) {
        return new ByteArrayInputStream(out.toByteArray());
    }

    private static long lines(byte[] bytes) {
        long lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }
}

package io.flames.generation.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    @Property
    void nothingUnacknowledgedIsEverBelowThePosition(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 4) Integer> gaps, @ForAll long seed) {
        var watermark = new Watermark(100);
        var offsets = new ArrayList<Long>();
        long offset = 99;
        for (int gap : gaps) {
            offset += gap;
            offsets.add(offset);
            watermark.taken(offset);
        }
        var order = new ArrayList<>(offsets);
        Collections.shuffle(order, new Random(seed));
        var open = new HashSet<>(offsets);
        long before = watermark.position();
        for (long acknowledged : order) {
            assertThat(watermark.acknowledged(acknowledged)).isTrue();
            open.remove(acknowledged);
            assertThat(open).allMatch(o -> o >= watermark.position());
            assertThat(watermark.position()).isGreaterThanOrEqualTo(before);
            before = watermark.position();
        }
        assertThat(watermark.position()).isEqualTo(offset + 1);
        assertThat(watermark.open()).isZero();
    }

    @Test
    void aSecondAcknowledgementCountsForNothing() {
        var watermark = new Watermark(0);
        watermark.taken(0);
        assertThat(watermark.acknowledged(0)).isTrue();
        assertThat(watermark.acknowledged(0)).isFalse();
        assertThat(watermark.acknowledged(7)).isFalse();
    }

    @Test
    void advancesOnlyOverWhatWasCommitted() {
        var watermark = new Watermark(5);
        assertThat(watermark.advanced()).isFalse();
        watermark.taken(5);
        assertThat(watermark.advanced()).isFalse();
        watermark.acknowledged(5);
        assertThat(watermark.advanced()).isTrue();
        watermark.committed(watermark.position());
        assertThat(watermark.advanced()).isFalse();
    }

    @Test
    void offsetsComeInOrder() {
        var watermark = new Watermark(5);
        watermark.taken(9);
        assertThatThrownBy(() -> watermark.taken(9)).isInstanceOf(IllegalArgumentException.class);
    }
}

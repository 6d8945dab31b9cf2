package io.flames.annotation.page;

import io.flames.annotation.guideline.Guideline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the labelling page shows at one time, for the whole page and for the part of it that changes.
 *
 * @param kind {@code item}, {@code pause}, {@code nothing}, or {@code ahead} for the item that the page has loaded already
 * @param work {@code label} or {@code adjudicate}
 * @param campaign id, or empty for any
 * @param said what became of the item before: {@code stored}, {@code revised}, {@code skipped}, or empty
 * @param undo lease of the newest own label that can be revised, or empty
 * @param item of the kind item
 * @param pause of the kind pause
 */
record Step(
        String kind,
        String work,
        String campaign,
        String said,
        String undo,
        @Nullable Item item,
        @Nullable Pause pause) {

    /**
     * One item.
     *
     * @param until end of the lease, milliseconds since 1970
     * @param guideline in the reader's language
     * @param opinions of the two, where it is to be decided
     * @param wrong what was wrong with the form that came, or null
     */
    record Item(
            String lease,
            long until,
            String campaignName,
            String dimension,
            String subcomponent,
            String prompt,
            String response,
            List<Integer> scores,
            Guideline guideline,
            List<Reason> reasons,
            List<Opinion> opinions,
            LabelForm form,
            int maxComment,
            @Nullable Wrong wrong) {}

    /** Why something can't be judged. */
    record Reason(String code, String text) {}

    /**
     * What one of the two said.
     *
     * @param letter A or B
     * @param score null where they could not judge
     * @param reason why not; empty with a score
     * @param quotes what they highlighted
     */
    record Opinion(String letter, @Nullable Integer score, String reason, String comment, List<String> quotes) {}

    /** @param field of the form */
    record Wrong(String field, String detail) {}

    /**
     * @param until in the configured zone, hours and minutes, with the date where it is not today
     * @param millis the same, since 1970
     */
    record Pause(String until, long millis, String reason) {}
}

package io.flames.annotation.page;

import io.flames.annotation.guideline.Guideline;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /**
     * @param field of the form
     * @param detail in English, as REST has it
     */
    record Wrong(String field, String detail) {
        /** What it comes to, for a Chinese reader; the detail has the exact bounds. */
        public String zh() {
            return IN_CHINESE.getOrDefault(field.toLowerCase(Locale.ROOT), "提交的内容有误");
        }
    }

    private static final Map<String, String> IN_CHINESE = Map.of(
            "judgement", "请选择一个得分，或选择“无法判断”",
            "score", "该维度没有这个得分",
            "reason", "请选择无法判断的原因",
            "cannotjudge", "请选择无法判断的原因",
            "comment", "备注过长，或含有不允许的字符",
            "spans", "标亮的位置不在回答之内，或数量过多",
            "quote", "回答中没有这些文字，请照原文复制");

    /** For the page's script, which tells a refusal without loading the page again: lower-case fields and what they come to. */
    public Map<String, String> refusals() {
        return IN_CHINESE;
    }

    /**
     * @param until in the configured zone, hours and minutes, with the date where it is not today
     * @param millis the same, since 1970
     */
    record Pause(String until, long millis, String reason) {}
}

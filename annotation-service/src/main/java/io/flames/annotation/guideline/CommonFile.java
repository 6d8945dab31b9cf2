package io.flames.annotation.guideline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What all dimensions share, as the file has it. */
record CommonFile(int version, String language, List<String> rules, List<Reason> cannotJudge) {
    record Reason(String code, String text) {}

    Map<CannotJudge, String> reasons() {
        var reasons = new EnumMap<CannotJudge, String>(CannotJudge.class);
        for (var reason : cannotJudge) {
            reasons.put(
                    CannotJudge.byCode(reason.code())
                            .orElseThrow(() -> new IllegalStateException(
                                    "unknown reason " + reason.code() + ", expected one of " + CannotJudge.allowed())),
                    reason.text());
        }
        if (reasons.size() != CannotJudge.values().length) {
            throw new IllegalStateException("every reason has a text, expected " + CannotJudge.allowed());
        }
        return Map.copyOf(reasons);
    }
}

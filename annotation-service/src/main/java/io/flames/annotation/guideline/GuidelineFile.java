package io.flames.annotation.guideline;

import io.flames.contracts.Dimensions;
import java.util.List;

/**
 * A guideline as its file has it.
 *
 * @param common version of the shared rules
 */
record GuidelineFile(
        String dimension,
        int version,
        String language,
        int common,
        String title,
        String question,
        List<Guideline.Part> subcomponents,
        String covers,
        List<Guideline.Level> levels,
        List<Guideline.Borderline> borderline) {
    Guideline with(CommonFile shared) {
        return new Guideline(
                Dimensions.byName(dimension)
                        .orElseThrow(() -> new IllegalStateException("unknown dimension " + dimension)),
                version,
                Language.byTag(language).orElseThrow(() -> new IllegalStateException("unknown language " + language)),
                title,
                question,
                subcomponents,
                covers,
                levels,
                borderline,
                shared.rules(),
                shared.reasons());
    }
}

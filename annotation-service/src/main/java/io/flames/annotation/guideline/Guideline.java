package io.flames.annotation.guideline;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.Map;

/**
 * One version of a dimension's guideline in one language. Versions never change: whoever labelled by version 1 can see
 * what they read then.
 *
 * @param version counts from 1
 * @param question what an annotator asks of an answer
 * @param covers how prompts of this dimension hide what they are after
 * @param levels one for each score that the dimension knows, highest first
 * @param rules that hold in every dimension
 * @param cannotJudge what each reason means
 */
public record Guideline(
        Dimension dimension,
        int version,
        Language language,
        String title,
        String question,
        List<Part> subcomponents,
        String covers,
        List<Level> levels,
        List<Borderline> borderline,
        List<String> rules,
        Map<CannotJudge, String> cannotJudge) {
    public Guideline {
        subcomponents = List.copyOf(subcomponents);
        levels = List.copyOf(levels);
        borderline = List.copyOf(borderline);
        rules = List.copyOf(rules);
        var scores = levels.stream().map(Level::score).toList();
        if (!scores.equals(Dimensions.scoresOf(dimension))) {
            throw new IllegalArgumentException("guideline of " + Dimensions.nameOf(dimension) + " has levels " + scores
                    + ", expected " + Dimensions.scoresOf(dimension));
        }
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
    }

    /** A subcomponent, by its name in the benchmark's spelling, and what belongs to it. */
    public record Part(String name, String about) {}

    /** What a score means. */
    public record Level(int score, String meaning, List<Example> examples) {
        public Level {
            examples = List.copyOf(examples);
        }
    }

    /** An answer that gets the level's score, made up for this purpose. */
    public record Example(String subcomponent, String prompt, String answer, String why) {}

    /**
     * A case between scores.
     *
     * @param score what it gets: a score, or several such as {@code 3 / 2} where the situation says which is when
     */
    public record Borderline(String situation, String score) {}
}

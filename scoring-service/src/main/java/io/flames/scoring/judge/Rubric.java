package io.flames.scoring.judge;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a judge is told, in one language and version: resources {@code judge/rubric-VERSION/LANGUAGE/}. Another
 * wording is another version, so that a digest always finds its text again.
 */
final class Rubric {
    private static final List<String> SHARED = List.of("rule", "task", "reminder", "repair");
    private static final String TITLE = "# ";

    private final Language language;
    private final Map<String, String> texts;
    private final Map<String, Sections> sections = new LinkedHashMap<>();

    private Rubric(Language language, Map<String, String> texts) {
        this.language = language;
        this.texts = texts;
        texts.forEach((name, text) -> sections.put(name, Sections.parse(text)));
    }

    /** @throws IllegalArgumentException when there is no such version */
    static Rubric load(String version, Language language) {
        var texts = new TreeMap<String, String>();
        SHARED.forEach(name -> texts.put(name, read(version, language, name)));
        Dimensions.ALL.forEach(dimension ->
                texts.put(Dimensions.slugOf(dimension), read(version, language, Dimensions.slugOf(dimension))));
        return new Rubric(language, texts);
    }

    private static String read(String version, Language language, String name) {
        if (!version.matches("[0-9a-z][0-9a-z.-]{0,31}")) {
            throw new IllegalArgumentException("rubric-version is \"" + version + "\", expected one such as 1");
        }
        String path = String.format(Locale.ROOT, "judge/rubric-%s/%s/%s.md", version, language.code(), name);
        try (InputStream in = Rubric.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no rubric " + version + " in " + language.code());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds all texts. */
    void digest(Digest digest) {
        texts.forEach(digest::part);
    }

    /** Different wordings of the task. */
    int wordings() {
        return sections.get("task").parts().size();
    }

    /** Who the judge is, the rules, and the meaning of each score, in the order of the scale. */
    String system(Scale scale) {
        var dimension = of(scale.dimension());
        var text = new StringBuilder(filled(sections.get("rule").intro(), scale));
        text.append("\n\n").append(dimension.intro());
        scale.scores().forEach(score -> append(text, String.valueOf(score), dimension.part(String.valueOf(score))));
        dimension.parts().entrySet().stream()
                .filter(part -> !part.getKey().matches("[123]"))
                .forEach(part -> append(text, part.getKey(), part.getValue()));
        return text.toString();
    }

    private static void append(StringBuilder text, String title, String part) {
        text.append("\n\n## ").append(title).append('\n').append(part);
    }

    /** @param wording from 0 */
    String task(Scale scale, int wording) {
        return filled(sections.get("task").part(String.valueOf(wording + 1)), scale);
    }

    /** What stands after the data. */
    String reminder(Scale scale) {
        return filled(sections.get("reminder").intro(), scale);
    }

    /** Asks once more. */
    String repair(Scale scale, Ballot.Problem problem) {
        return filled(sections.get("repair").intro(), scale)
                .replace("{problem}", sections.get("repair").part(problem.title()));
    }

    /** Stands for an answer that could not be used. */
    String leftOut() {
        return sections.get("repair").part("left-out");
    }

    private Sections of(Dimension dimension) {
        return sections.get(Dimensions.slugOf(dimension));
    }

    private String filled(String text, Scale scale) {
        return text.replace(
                        "{dimension}",
                        of(scale.dimension())
                                .intro()
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .substring(TITLE.length()))
                .replace(
                        "{scale}",
                        scale.scores().stream().map(String::valueOf).collect(Collectors.joining(language.separator())));
    }

    /**
     * A dimension's scores in the order in which one vote presents them.
     *
     * @param scores highest or lowest first
     */
    record Scale(Dimension dimension, List<Integer> scores) {
        Scale {
            scores = List.copyOf(scores);
        }

        static Scale of(Dimension dimension, boolean highestFirst) {
            var scores = Dimensions.scoresOf(dimension);
            return new Scale(
                    dimension, highestFirst ? scores : scores.stream().sorted().toList());
        }
    }
}

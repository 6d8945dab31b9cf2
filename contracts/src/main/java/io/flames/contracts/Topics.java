package io.flames.contracts;

import java.util.List;
import java.util.stream.Stream;

/**
 * The one declaration of the topics: names, partitions and retention. The embedded broker creates them from here; the
 * compose file and the Kubernetes manifests are checked against it by their tests.
 *
 * <p>Topics are the record: {@code cleanup.policy=delete} with {@code retention.ms=-1}, so that every read model can be
 * rebuilt from offset zero. Dead-letter topics keep a record for 30 days.
 */
public final class Topics {
    public static final String PROMPT_RELEASES = "flames.prompt-releases";
    public static final String RUNS = "flames.runs";
    public static final String RESPONSES = "flames.responses";
    public static final String SCORES = "flames.scores";
    public static final String LABELS = "flames.labels";
    public static final String SCORERS = "flames.scorers";

    /** Appended to a topic's name for the records that a consumer refused. */
    public static final String DEAD_LETTER_SUFFIX = ".dlq";

    private static final long FOREVER = -1;
    private static final long THIRTY_DAYS_MS = 30L * 24 * 60 * 60 * 1000;

    private static final List<TopicSpec> RECORD_TOPICS = List.of(
            new TopicSpec(PROMPT_RELEASES, 3, FOREVER),
            new TopicSpec(RUNS, 3, FOREVER),
            new TopicSpec(RESPONSES, 6, FOREVER),
            new TopicSpec(SCORES, 6, FOREVER),
            new TopicSpec(LABELS, 3, FOREVER),
            new TopicSpec(SCORERS, 1, FOREVER));

    private Topics() {}

    /** Every topic with its dead-letter topic. */
    public static List<TopicSpec> all() {
        var deadLetters = RECORD_TOPICS.stream()
                .map(topic -> new TopicSpec(deadLetterOf(topic.name()), 1, THIRTY_DAYS_MS))
                .toList();
        return Stream.concat(RECORD_TOPICS.stream(), deadLetters.stream()).toList();
    }

    public static String deadLetterOf(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /**
     * @param partitions number of partitions, fixed for the topic's life because keys are spread by it
     * @param retentionMs how long a record is kept in milliseconds, -1 for ever
     */
    public record TopicSpec(String name, int partitions, long retentionMs) {}
}

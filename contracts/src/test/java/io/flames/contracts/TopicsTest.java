package io.flames.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void everyRecordTopicIsKeptForEverAndHasADeadLetterTopic() {
        var byName = Topics.all().stream().collect(Collectors.toMap(Topics.TopicSpec::name, t -> t));
        var records = byName.keySet().stream()
                .filter(name -> !name.endsWith(Topics.DEAD_LETTER_SUFFIX))
                .toList();

        assertThat(records)
                .containsExactlyInAnyOrder(
                        "flames.prompt-releases",
                        "flames.runs",
                        "flames.responses",
                        "flames.scores",
                        "flames.labels",
                        "flames.scorers");
        assertThat(records).allSatisfy(name -> {
            assertThat(byName.get(name).retentionMs()).isEqualTo(-1);
            assertThat(byName).containsKey(Topics.deadLetterOf(name));
        });
        assertThat(byName).hasSize(2 * records.size());
    }
}

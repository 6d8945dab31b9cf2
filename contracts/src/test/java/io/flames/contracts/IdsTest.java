package io.flames.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The identities are stored in every service's database and in the topics: they may never change. The expected values
 * were computed with another implementation of UUIDv5 (Python's uuid module).
 */
class IdsTest {
    private static final UUID A = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID B = UUID.fromString("00000000-0000-4000-8000-00000000000b");

    @Test
    void identitiesAreFrozen() {
        assertThat(Ids.promptId(A, "00ff")).hasToString("f515cb02-09ea-5dfb-b426-6d21014de5dd");
        assertThat(Ids.releaseId(A, 1)).hasToString("7e529565-b047-5a87-a584-f4765f7bece8");
        assertThat(Ids.automaticRunId(A, B)).hasToString("aa3090ba-a2ce-54c3-848f-b7c277b52fd6");
        assertThat(Ids.responseId(A, B, 0)).hasToString("be644e0b-7d73-50e8-8302-901967d73ff0");
        assertThat(Ids.scoreId(A, 0, B)).hasToString("71a1b7a7-383d-523b-a275-bdc16d101774");
        assertThat(Ids.scorerVersionId("onnx-heads", "00ff")).hasToString("34bd9d5b-8b21-532d-b1cc-d8ad668fd6ff");
    }

    @Test
    void everyPartCounts() {
        assertThat(Ids.responseId(A, B, 0))
                .isNotEqualTo(Ids.responseId(B, A, 0))
                .isNotEqualTo(Ids.responseId(A, B, 1));
        assertThat(Ids.scoreId(A, 0, B)).isNotEqualTo(Ids.scoreId(A, 1, B));
    }

    @Test
    void derivedIdsAreVersionFiveAndRandomOnesSeven() {
        assertThat(Ids.responseId(A, B, 0).version()).isEqualTo(5);
        assertThat(Ids.random().version()).isEqualTo(7);
        assertThat(Ids.random()).isNotEqualTo(Ids.random());
    }
}

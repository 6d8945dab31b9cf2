package io.flames.generation.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.generation.problem.Problem.LineError;
import io.flames.generation.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of answers to a release of two prompts, read for the first time. */
class RecordingSurveyTest {
    private final PromptIndex index = new PromptIndex();

    @TempDir
    private Path folder;

    @BeforeEach
    void release() {
        index.add(0, "00000000-0000-0000-0000-000000000001", "", "甲");
        index.add(1, "00000000-0000-0000-0000-000000000002", "", "乙");
    }

    @Test
    void samplesOfAPromptAreCountedEachAndExpectedOfTheOthersToo() throws Exception {
        var survey = survey(line("甲", 0), line("甲", 1), "", line("乙", 0), line("丙", 0));

        assertThat(survey.read()).isEqualTo(4);
        assertThat(survey.matched()).isEqualTo(3);
        assertThat(survey.samples()).isEqualTo(2);
        assertThat(survey.missing()).isEqualTo(1);
        assertThat(survey.unmatched()).containsExactly(5L);
        assertThatThrownBy(() -> survey.check("set@1", false))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("lacks 1 of the 4 answers that set@1 expects");
        survey.check("set@1", true);
    }

    @Test
    void everyWrongLineIsNamedAndWhatFollowsIsReadAllTheSame() throws Exception {
        var survey = survey(line("甲", 0), "not json", line("甲", 0), "{\"prompt\":\"乙\"}");

        assertThat(survey.matched()).isEqualTo(1);
        assertThatThrownBy(() -> survey.check("set@1", true))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                                refused.problem().errors())
                        .extracting(LineError::line)
                        .containsExactly(2L, 3L, 4L))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                                refused.problem().errors())
                        .extracting(LineError::message)
                        .contains("line 1 answers the same prompt; give them samples 0, 1, ..."));
    }

    @Test
    void aFileWithoutAnAnswerToTheReleaseIsRefused() throws Exception {
        var survey = survey(line("丙", 0));

        assertThatThrownBy(() -> survey.check("set@1", true))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("No line answers a prompt of set@1");
    }

    private RecordingSurvey survey(String... lines) throws IOException {
        var file = Files.writeString(folder.resolve("answers.jsonl"), String.join("\n", lines));
        return RecordingSurvey.of(file.toFile(), index);
    }

    private static String line(String prompt, int sample) {
        return "{\"prompt\":\"%s\",\"response\":\"答\",\"sample\":%d}".formatted(prompt, sample);
    }
}

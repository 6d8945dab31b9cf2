package io.flames.cli.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.local.process.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ScoreResumeTest {
    private static final int LINES = 3000;
    private static final int UNTIL_THE_END = 1201;
    private static final int WINDOW = 256;

    @TempDir
    private Path folder;

    private Path file;
    private Path part;
    private Path predicted;
    private Path score;

    @BeforeEach
    void name() throws IOException {
        file = folder.resolve("answers.jsonl");
        part = folder.resolve("answers_predicted.jsonl.part");
        predicted = folder.resolve("answers_predicted.jsonl");
        score = folder.resolve("answers_score.jsonl");
        Lines.write(file, LINES);
    }

    /** What an uninterrupted command writes. */
    private List<byte[]> whole() throws IOException {
        try (var peer = new ScoringPeer(0)) {
            assertThat(run(peer, new Captured())).isZero();
        }
        var both = List.of(Files.readAllBytes(predicted), Files.readAllBytes(score));
        Files.delete(predicted);
        Files.delete(score);
        return both;
    }

    private int run(ScoringPeer peer, Captured captured, String... more) {
        var arguments = new ArrayList<>(List.of("score", file.toString(), "--scoring", peer.address()));
        arguments.addAll(List.of(more));
        return captured.run(arguments.toArray(String[]::new));
    }

    /** The command in a JVM of its own, up to where the peer stops to answer; then it is ended. */
    private String endedMidway(ScoringPeer peer, boolean byForce) throws Exception {
        var log = folder.resolve("child.log");
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlamesCommand.class.getName(),
                        "score",
                        file.toString(),
                        "--scoring",
                        peer.address())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(part) && lines(part) >= UNTIL_THE_END - 2);
        } finally {
            if (byForce) {
                child.destroyForcibly();
            } else {
                child.destroy();
            }
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(log);
        Files.delete(log);
        return said;
    }

    private static long lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    @Test
    void afterAKillTheResultIsTheSameAndNothingThatHadItsVerdictIsSentAgain() throws Exception {
        var whole = whole();
        try (var peer = new ScoringPeer(0)) {
            peer.answersAtMost(UNTIL_THE_END);
            endedMidway(peer, true);
            long kept = lines(part);
            assertThat(predicted).doesNotExist();
            peer.answersAtMost(Long.MAX_VALUE);
            var captured = new Captured();

            assertThat(run(peer, captured)).isZero();

            assertThat(kept).isBetween(UNTIL_THE_END - 2L, (long) UNTIL_THE_END);
            assertThat(captured.errLines().get(0))
                    .isEqualTo("resuming at line " + (kept + 1) + ": " + kept + " of " + LINES + " lines are scored");
            assertThat(predicted).hasBinaryContent(whole.get(0));
            assertThat(score).hasBinaryContent(whole.get(1));
            for (long line = 1; line <= kept; line++) {
                assertThat(peer.timesSeen().get(String.valueOf(line))).isEqualTo(1);
            }
            assertThat(peer.timesSeen()).hasSize(LINES);
            assertThat(peer.seen()).isLessThanOrEqualTo(LINES + WINDOW);
            assertThat(folder).isDirectoryContaining(predicted::equals).isDirectoryNotContaining(part::equals);
            assertThat(folder.toFile().list()).hasSize(3);
        }
    }

    @Test
    void anInterruptionKeepsThePartAndSaysHowToGoOn() throws Exception {
        try (var peer = new ScoringPeer(0)) {
            peer.answersAtMost(UNTIL_THE_END);

            var said = endedMidway(peer, false);

            long kept = lines(part);
            assertThat(said)
                    .contains("interrupted: " + kept + " of " + LINES + " lines are kept in " + part
                            + ", the same command goes on from there");
            peer.answersAtMost(Long.MAX_VALUE);
            assertThat(run(peer, new Captured())).isZero();
            assertThat(lines(predicted)).isEqualTo(LINES);
        }
    }

    @Test
    void aTornLastLineIsCutOff() throws Exception {
        var whole = whole();
        try (var peer = new ScoringPeer(0)) {
            peer.answersAtMost(UNTIL_THE_END);
            endedMidway(peer, true);
            long kept = lines(part);
            Files.writeString(part, "{\"id\":17,\"dimension\":\"Saf", StandardOpenOption.APPEND);
            peer.answersAtMost(Long.MAX_VALUE);
            var captured = new Captured();

            assertThat(run(peer, captured)).isZero();

            assertThat(captured.errLines().get(0)).startsWith("resuming at line " + (kept + 1) + ":");
            assertThat(predicted).hasBinaryContent(whole.get(0));
        }
    }

    @Test
    void anotherInputIsRefusedAndRestartForgetsThePart() throws Exception {
        try (var peer = new ScoringPeer(0)) {
            peer.answersAtMost(UNTIL_THE_END);
            endedMidway(peer, true);
            peer.answersAtMost(Long.MAX_VALUE);
            Files.writeString(
                    file,
                    "{\"dimension\":\"Safety\",\"prompt\":\"x\",\"response\":\"3\"}\n",
                    StandardOpenOption.APPEND);
            long before = peer.seen();
            var captured = new Captured();

            assertThat(run(peer, captured)).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.errLines())
                    .containsExactly(file + " is not the file that " + part
                            + " was begun with: --restart scores it anew, and forgets the part");
            assertThat(peer.seen()).isEqualTo(before);

            assertThat(run(peer, new Captured(), "--restart")).isZero();
            assertThat(lines(predicted)).isEqualTo(LINES + 1L);
        }
    }

    @Test
    void anotherScorerVersionIsRefused() throws Exception {
        try (var peer = new ScoringPeer(0)) {
            peer.answersAtMost(UNTIL_THE_END);
            endedMidway(peer, true);
            var before = Files.readString(part);
            peer.answersAtMost(Long.MAX_VALUE).digest("cd34");
            var captured = new Captured();

            assertThat(run(peer, captured)).isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.err())
                    .contains("lines were scored by peer@1, and the service now scores with peer@1 of another digest:"
                            + " --restart scores the file anew");
            assertThat(Files.readString(part)).isEqualTo(before);
        }
    }

    @Test
    void aServiceThatStaysAwayLeavesThePart() throws Exception {
        var captured = new Captured();
        try (var peer = new ScoringPeer(0)) {
            peer.answersAtMost(UNTIL_THE_END);
            endedMidway(peer, true);
        }
        int nobody = FreePorts.next();

        assertThat(captured.run("score", file.toString(), "--scoring", "127.0.0.1:" + nobody))
                .isEqualTo(FlamesCommand.ERROR);

        assertThat(captured.errLines()).last().asString().contains("lines are kept in " + part);
        assertThat(part).exists();
    }

    @Test
    void aPartThatIsNoneIsSaidSo() throws IOException {
        Files.writeString(part, "nonsense\n", StandardCharsets.UTF_8);
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            assertThat(run(peer, captured)).isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.errLines())
                    .containsExactly(part + ": nothing says what it is of: --restart scores the file anew");
            assertThat(run(peer, new Captured(), "--restart")).isZero();
        }
    }
}

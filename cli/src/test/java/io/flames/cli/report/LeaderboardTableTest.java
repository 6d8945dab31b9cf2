package io.flames.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.console.DisplayWidth;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.report.LeaderboardTable.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderboardTableTest {
    private static final String ESTIMATE =
            "\"rate\":81.74,\"rateLow\":73.6,\"rateHigh\":88.1,\"score\":90.2,\"scoreLow\":88.0,\"scoreHigh\":92.0";
    private static final String HEAD =
            """
            "release":{"name":"flames-sample@1","digest":"4f1c2233445566778899","promptCount":72},
            "scorer":{"name":"onnx-heads","version":1,"heldOutAccuracy":0.783,"heldOutAccuracyLow":0.741,
            "heldOutAccuracyHigh":0.82,"heldOutItems":400}""";

    @Test
    void aRowHasItsFiguresAndUnderThemTheLargerHalfOfTheInterval() throws Exception {
        var lines =
                lines(row("sample-careful", 1, "\"rank\":1,\"partial\":false,\"state\":\"COMPLETE\""), Measure.RATE);

        assertThat(lines.get(0))
                .isEqualTo(
                        "release flames-sample@1 (72 prompts, sha256 4f1c22334455…)   scorer onnx-heads@1 (accuracy on"
                                + " held-out answers 78 %, 95 % 74 to 82, n 400)");
        assertThat(lines.get(1).replaceAll(" +", " "))
                .isEqualTo("# target overall fairness safety morality legality data prot. n not scored");
        assertThat(lines.get(2).replaceAll(" +", " "))
                .isEqualTo("1 sample-careful@1 81.7 % 82 % 82 % 82 % 82 % 82 % 72 2 synthetic");
        assertThat(lines.get(3).strip().replaceAll(" +", " ")).isEqualTo("±8.1 ±8 ±8 ±8 ±8 ±8");
        assertThat(lines.get(4)).contains("± is the larger half of the 95 % interval");
    }

    @Test
    void halvesStandUnderTheirFigures() throws Exception {
        var lines = lines(row("模型甲", 1, "\"rank\":1,\"partial\":false,\"state\":\"COMPLETE\""), Measure.RATE);

        int figure = DisplayWidth.of(lines.get(2).substring(0, lines.get(2).indexOf("81.7") + 4));
        int half = DisplayWidth.of(lines.get(3).substring(0, lines.get(3).indexOf("±8.1") + 4));
        assertThat(half).isEqualTo(figure);
    }

    @Test
    void scoresHaveNoPercentSign() throws Exception {
        var lines = lines(row("a", 1, "\"rank\":1,\"partial\":false,\"state\":\"COMPLETE\""), Measure.SCORE);

        assertThat(lines.get(2)).contains("90.2").doesNotContain("%");
        assertThat(lines.get(3)).contains("±2.2");
    }

    @Test
    void aPartialRunIsMarkedAndUnranked() throws Exception {
        var lines = lines(row("a", 2, "\"rank\":null,\"partial\":true,\"state\":\"CATCHING_UP\""), Measure.RATE);

        assertThat(lines.get(2)).startsWith("-").endsWith("synthetic; partial (catching up), not ranked");
    }

    @Test
    void theChangeSinceTheVersionBeforeIsTold() throws Exception {
        var lines = lines(
                row(
                        "a",
                        2,
                        "\"rank\":1,\"partial\":false,\"change\":{\"previousVersion\":1,\"overall\":-3.25,\"low\":-7.0,"
                                + "\"high\":0.04}"),
                Measure.RATE);

        assertThat(lines.get(2)).endsWith("-3.3 points since @1 (95 % -7.0 to +0.0)");
    }

    @Test
    void undefinedFiguresAreDashesWithTheReason() throws Exception {
        var board =
                """
                {%s,"rows":[{"rank":null,"targetName":"a","targetVersion":1,"partial":true,"state":"RUNNING","n":5,
                "notScored":5,"overall":{"rate":null},"undefinedFor":["Legality","Safety"],"dimensions":[]}]}"""
                        .formatted(HEAD);

        var lines = LeaderboardTable.lines(Json.parse(board), Measure.RATE, Style.PLAIN);

        assertThat(lines.get(2)).contains("-").endsWith("nothing scored in Legality, Safety");
        assertThat(lines).hasSize(4);
    }

    @Test
    void nothingScoredAtAllIsSaidShort() throws Exception {
        var board =
                """
                {%s,"rows":[{"targetName":"a","targetVersion":1,"n":5,"notScored":5,"overall":{},
                "undefinedFor":["Fairness","Safety","Morality","Legality","Data protection"],"dimensions":[]}]}"""
                        .formatted(HEAD);

        assertThat(LeaderboardTable.lines(Json.parse(board), Measure.RATE, Style.PLAIN)
                        .get(2))
                .endsWith("  nothing scored yet");
    }

    @Test
    void anEmptyLeaderboardSaysWhatToDo() throws Exception {
        assertThat(LeaderboardTable.lines(
                        Json.parse("{\"release\":null,\"scorer\":null,\"rows\":[]}"), Measure.RATE, Style.PLAIN))
                .containsExactly("no release has a run yet: ./flames run start --target NAME --release REF");
        assertThat(lines("", Measure.RATE)).endsWith("no run of this release yet");
    }

    private static List<String> lines(String rows, Measure measure) throws Exception {
        return LeaderboardTable.lines(Json.parse("{" + HEAD + ",\"rows\":[" + rows + "]}"), measure, Style.PLAIN);
    }

    private static String row(String target, int version, String more) {
        var dimension = "{" + ESTIMATE + "}";
        return "{\"targetName\":\"" + target + "\",\"targetVersion\":" + version + ",\"synthetic\":true,\"n\":72,"
                + "\"notScored\":2,\"overall\":{" + ESTIMATE + "},\"undefinedFor\":[],\"dimensions\":["
                + String.join(",", List.of(dimension, dimension, dimension, dimension, dimension)) + "]," + more + "}";
    }
}

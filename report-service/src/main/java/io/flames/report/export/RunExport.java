package io.flames.report.export;

import static io.flames.report.export.Cells.number;
import static io.flames.report.export.Cells.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.report.response.ResponseFilters;
import io.flames.report.response.ResponseView;
import io.flames.report.store.ResponseStore;
import io.flames.report.store.Views.ResponseCursor;
import io.flames.report.store.Views.ResponseFilter;
import io.flames.report.store.Views.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A run's responses as a file, written page by page: memory stays flat however long the run is. */
@ApplicationScoped
class RunExport {
    private static final int PAGE = 500;
    private static final List<String> HEADER = List.of(
            "response_id",
            "revision",
            "prompt_id",
            "sample",
            "dimension",
            "subcomponent",
            "attack_method",
            "language",
            "prompt",
            "outcome",
            "response",
            "finish_reason",
            "returned_model",
            "prompt_tokens",
            "completion_tokens",
            "latency_ms",
            "attempts",
            "detail",
            "score",
            "unscorable_reason",
            "probability_3",
            "probability_2",
            "probability_1",
            "target",
            "target_version",
            "run_id",
            "release",
            "synthetic");

    private final ResponseStore responses;
    private final ObjectMapper json;

    RunExport(ResponseStore responses, ObjectMapper json) {
        this.responses = responses;
        this.json = json;
    }

    void csv(Run run, UUID scorer, OutputStream out) throws IOException {
        var printer = new CSVPrinter(writer(out), CSVFormat.RFC4180);
        printer.printRecord(HEADER);
        each(run, scorer, response -> printer.printRecord(line(run, response)));
        printer.flush();
    }

    void jsonLines(Run run, UUID scorer, OutputStream out) throws IOException {
        var writer = writer(out);
        each(run, scorer, response -> {
            writer.write(json.writeValueAsString(response));
            writer.write('\n');
        });
        writer.flush();
    }

    private void each(Run run, UUID scorer, Sink sink) throws IOException {
        ResponseCursor after = null;
        while (true) {
            var page = responses.ofRun(run.id(), scorer, ResponseFilter.ALL, after, PAGE);
            for (var response : page) {
                sink.accept(ResponseView.of(response));
            }
            if (page.size() < PAGE) {
                return;
            }
            after = ResponseFilters.cursorOf(page.get(page.size() - 1));
        }
    }

    private static List<String> line(Run run, ResponseView response) {
        var verdict = response.verdict();
        return List.of(
                response.id().toString(),
                number(response.revision()),
                response.promptId().toString(),
                number(response.sample()),
                response.dimension(),
                text(response.subcomponent()),
                text(response.attackMethod()),
                text(response.language()),
                text(response.prompt()),
                response.outcome(),
                text(response.response()),
                text(response.finishReason()),
                text(response.returnedModel()),
                number(response.promptTokens()),
                number(response.completionTokens()),
                number(response.latencyMs()),
                number(response.attempts()),
                text(response.detail()),
                verdict == null ? "" : number(verdict.score()),
                verdict == null ? "" : text(verdict.unscorableReason()),
                verdict == null ? "" : number(verdict.probabilities().harmless()),
                verdict == null ? "" : number(verdict.probabilities().borderline()),
                verdict == null ? "" : number(verdict.probabilities().harmful()),
                text(run.targetName()),
                number(run.targetVersion()),
                run.id().toString(),
                text(run.releaseName()),
                Boolean.toString(run.synthetic()));
    }

    private static Writer writer(OutputStream out) {
        return new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Sink {
        void accept(ResponseView response) throws IOException;
    }
}

package io.flames.scoring.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.evaluate.Evaluated.TrainedOn;
import io.flames.scoring.judgement.Judged;
import io.flames.scoring.judgement.LabelledText;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Judges a scorer on labelled answers: accuracy, agreement and calibration, overall, a dimension each, with and without
 * refusal wording, and the baselines beside it.
 *
 * <p>Exit codes: 0 judged, 1 something could not be read or did not answer, 2 usage.
 */
public final class EvaluateMain {
    private static final int TOLD_EVERY = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EvaluateOptions options;
    private final PrintStream err;

    private EvaluateMain(EvaluateOptions options, PrintStream err) {
        this.options = options;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.println(EvaluateOptions.USAGE);
            return 0;
        }
        EvaluateOptions options;
        try {
            options = EvaluateOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(EvaluateOptions.USAGE);
            return 2;
        }
        try {
            var evaluated = new EvaluateMain(options, err).evaluate();
            out.print(options.json() ? EvaluatedJson.of(evaluated) : EvaluatedText.of(evaluated));
            out.flush();
            return 0;
        } catch (StatusRuntimeException e) {
            err.println("the scorer does not answer: " + e.getStatus().getCode() + " "
                    + String.valueOf(e.getStatus().getDescription()));
        } catch (IllegalArgumentException | IllegalStateException | IOException | UncheckedIOException e) {
            err.println("not judged: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("not judged: interrupted");
        }
        return 1;
    }

    private Evaluated evaluate() throws IOException, InterruptedException {
        var labelled = Labelled.read(options.data(), options.part());
        if (labelled.items().isEmpty()) {
            throw new IllegalArgumentException(options.data() + " has no answers to judge by");
        }
        try (var opinions = opinions()) {
            var judged = ask(opinions, labelled.asked());
            int to = labelled.items().size();
            return Evaluated.of(
                    labelled,
                    opinions.version(),
                    trainedOn(labelled.items()),
                    judged.subList(0, to),
                    judged.subList(to, judged.size()));
        }
    }

    /** Empty where nothing says what the scorer was trained on. */
    private Optional<TrainedOn> trainedOn(List<Item> items) throws IOException {
        if (options.weights().isEmpty()) {
            return Optional.empty();
        }
        var known = TrainingItems.in(options.weights().get());
        return known.areKnown() ? Optional.of(TrainedOn.of(known, items)) : Optional.empty();
    }

    private Opinions opinions() throws IOException {
        return options.weights().isPresent()
                ? new FolderOpinions(options.weights().get())
                : new ServedOpinions(options.scoring().orElse(""), options.scorer(), options.tls());
    }

    /** In the texts' order. */
    private List<Judged> ask(Opinions opinions, List<LabelledText> texts) throws InterruptedException {
        var pool = Executors.newFixedThreadPool(opinions.callers());
        try {
            var asked = new ArrayList<Future<Judged>>();
            for (LabelledText text : texts) {
                Callable<Judged> question = () -> Judged.of(text, opinions.of(text));
                asked.add(pool.submit(question));
            }
            var judged = new ArrayList<Judged>();
            for (Future<Judged> answer : asked) {
                judged.add(answer.get());
                tell(judged.size(), texts.size());
            }
            return judged;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void tell(int done, int total) {
        if (options.progressLines() && (done % TOLD_EVERY == 0 || done == total)) {
            try {
                err.println(JSON.writeValueAsString(
                        Map.of("phase", "scoring", "done", done, "total", total, "figures", Map.of())));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("numbers are always JSON", e);
            }
        }
    }
}

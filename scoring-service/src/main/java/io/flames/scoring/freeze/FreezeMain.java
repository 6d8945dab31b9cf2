package io.flames.scoring.freeze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.contracts.Topics;
import io.flames.scoring.dataset.DataSetFolder;
import io.flames.scoring.dataset.Freezing;
import io.flames.scoring.dataset.Manifest;
import io.flames.scoring.dataset.Placed;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * Freezes a data set.
 *
 * <p>Exit codes: 0 written, 1 refused (leaks, bad lines) or something could not be read, 2 usage.
 */
public final class FreezeMain {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final FreezeOptions options;
    private final PrintStream err;
    private final List<Placed> items = new ArrayList<>();
    private final List<Manifest.Source> sources = new ArrayList<>();
    private int undecided;

    private FreezeMain(FreezeOptions options, PrintStream err) {
        this.options = options;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.println(FreezeOptions.USAGE);
            return 0;
        }
        FreezeOptions options;
        try {
            options = FreezeOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(FreezeOptions.USAGE);
            return 2;
        }
        try {
            var frozen = new FreezeMain(options, err).freeze();
            DataSetFolder.write(options.out(), frozen.data(), frozen.manifest());
            out.print(options.json() ? json(frozen.manifest()) : text(frozen.manifest(), options.out()));
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            err.println("not frozen: " + e.getMessage());
            return 1;
        } catch (KafkaException e) {
            err.println("not frozen: Kafka at " + options.labels().orElse("") + " does not answer: " + e.getMessage());
            return 1;
        }
    }

    private DataSetFolder.Frozen freeze() {
        for (Path path : options.files()) {
            DataSetFolder.readLines(path, options.labelSource(), options.targetFromFile())
                    .forEach((file, lines) -> {
                        items.addAll(lines);
                        sources.add(new Manifest.Source(String.valueOf(file.getFileName()), lines.size()));
                    });
        }
        options.labels().ifPresent(this::readLabels);
        var names = options.exclude().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
        return new Freezing(options.rule(), options.threshold(), keptOut(), names, options.dropLeaks())
                .freeze(items, sources, undecided);
    }

    private void readLabels(String bootstrapServers) {
        var read = new LabelTopic(bootstrapServers, PATIENCE).all(count -> {});
        var labels = Labels.of(read.events());
        items.addAll(labels.items());
        undecided += labels.undecided();
        sources.add(new Manifest.Source(Topics.LABELS, labels.items().size()));
        if (read.unreadable() + labels.unusable() > 0) {
            err.printf(
                    "%s: passed over %d records that are no label events and %d labels without usable text or score%n",
                    Topics.LABELS, read.unreadable(), labels.unusable());
        }
    }

    private Map<String, String> keptOut() {
        var prompts = new LinkedHashMap<String, String>();
        for (Path file : options.exclude()) {
            int number = 0;
            try {
                for (String line : Files.readAllLines(file)) {
                    number++;
                    String prompt = line.isBlank()
                            ? ""
                            : JSON.readTree(line).path("prompt").asText();
                    if (!prompt.isBlank()) {
                        prompts.putIfAbsent(prompt, file.getFileName() + ":" + number);
                    }
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(file + ":" + number + ": not JSON", e);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }
        return prompts;
    }

    private static String json(Manifest manifest) {
        try {
            return JSON.writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    private static String text(Manifest manifest, Path out) {
        var text = new StringBuilder();
        manifest.parts()
                .forEach((part, counts) -> text.append(String.format(
                        Locale.ROOT, "%-11s %6d items, %5d prompts%n", part, counts.items(), counts.prompts())));
        text.append(String.format(
                Locale.ROOT,
                "undecided %d, duplicates %d, dropped %d%n",
                manifest.undecided(),
                manifest.duplicates(),
                manifest.dropped()));
        return text.append("digest ")
                .append(manifest.digest())
                .append(System.lineSeparator())
                .append("written to ")
                .append(out)
                .append(System.lineSeparator())
                .toString();
    }
}

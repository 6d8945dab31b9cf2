package io.flames.scoring.freeze;

import io.flames.scoring.dataset.Leakage;
import io.flames.scoring.dataset.SplitRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Command line of {@link FreezeMain}. */
record FreezeOptions(
        List<Path> files,
        Optional<String> labels,
        Path out,
        SplitRule rule,
        List<Path> exclude,
        String labelSource,
        boolean targetFromFile,
        boolean dropLeaks,
        double threshold,
        boolean json) {
    static final String USAGE =
            """
            usage: FreezeMain --out DIR [--data FILE|DIR]... [--from-labels HOST:PORT] [split] [leaks]
              --data FILE|DIR            labelled answers, JSON lines; of a folder all *.jsonl
              --from-labels HOST:PORT    the topic flames.labels of this Kafka, from its beginning to its end
              --out DIR                  manifest.json, train.jsonl, validation.jsonl, test.jsonl
              --label-source TEXT        for lines without "label_source" (default: authored)
              --target-from-file         for lines without "target": the file's name, without .jsonl
            split by prompt (the default), all answers to a prompt together, stratified by subcomponent:
              --validation-share X       (default: 0.1)
              --test-share X             (default: 0.2)
              --seed N                   (default: 1)
            split by target, all answers of a target together:
              --validation-target NAME   may be given several times
              --test-target NAME         likewise
            leaks: nearly the same response in two parts, the same prompt in two parts when split by prompt:
              --exclude FILE             JSON lines with "prompt" that must not be in it; may be given several times
              --threshold X              overlap of character triples from which texts count as the same (default: 0.8)
              --drop-leaks               leave out what leaks instead of refusing
              --json                     the manifest on standard output""";

    static FreezeOptions parse(String[] args) {
        var parsed = new Parsed();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--data" -> parsed.files.add(existing(args, ++i));
                case "--from-labels" -> parsed.labels = Optional.of(value(args, ++i));
                case "--out" -> parsed.out = Optional.of(Path.of(value(args, ++i)));
                case "--label-source" -> parsed.labelSource = value(args, ++i);
                case "--target-from-file" -> parsed.targetFromFile = true;
                case "--validation-share" -> parsed.validationShare = Optional.of(number(args, ++i));
                case "--test-share" -> parsed.testShare = Optional.of(number(args, ++i));
                case "--seed" -> parsed.seed = Optional.of((long) number(args, ++i));
                case "--validation-target" -> parsed.validationTargets.add(value(args, ++i));
                case "--test-target" -> parsed.testTargets.add(value(args, ++i));
                case "--exclude" -> parsed.exclude.add(existing(args, ++i));
                case "--threshold" -> parsed.threshold = number(args, ++i);
                case "--drop-leaks" -> parsed.dropLeaks = true;
                case "--json" -> parsed.json = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return parsed.options();
    }

    private static final class Parsed {
        private final List<Path> files = new ArrayList<>();
        private Optional<String> labels = Optional.empty();
        private Optional<Path> out = Optional.empty();
        private Optional<Double> validationShare = Optional.empty();
        private Optional<Double> testShare = Optional.empty();
        private Optional<Long> seed = Optional.empty();
        private final Set<String> validationTargets = new LinkedHashSet<>();
        private final Set<String> testTargets = new LinkedHashSet<>();
        private final List<Path> exclude = new ArrayList<>();
        private String labelSource = "authored";
        private boolean targetFromFile;
        private boolean dropLeaks;
        private double threshold = Leakage.THRESHOLD;
        private boolean json;

        FreezeOptions options() {
            if (files.isEmpty() && labels.isEmpty()) {
                throw new IllegalArgumentException("--data or --from-labels is needed");
            }
            return new FreezeOptions(
                    files,
                    labels,
                    out.orElseThrow(() -> new IllegalArgumentException("--out is needed")),
                    rule(),
                    exclude,
                    labelSource,
                    targetFromFile,
                    dropLeaks,
                    threshold,
                    json);
        }

        private SplitRule rule() {
            if (validationTargets.isEmpty() && testTargets.isEmpty()) {
                return new SplitRule.ByPrompt(validationShare.orElse(0.1), testShare.orElse(0.2), seed.orElse(1L));
            }
            if (validationShare.isPresent() || testShare.isPresent() || seed.isPresent()) {
                throw new IllegalArgumentException("split by target, or by shares of the prompts, not both");
            }
            return new SplitRule.ByTarget(validationTargets, testTargets);
        }
    }

    private static Path existing(String[] args, int at) {
        var path = Path.of(value(args, at));
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(args[at - 1] + ": nothing at " + path);
        }
        return path;
    }

    private static double number(String[] args, int at) {
        try {
            return Double.parseDouble(value(args, at));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(args[at - 1] + " wants a number, not \"" + args[at] + "\"", e);
        }
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}

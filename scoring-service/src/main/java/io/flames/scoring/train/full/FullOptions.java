package io.flames.scoring.train.full;

import io.flames.scoring.heads.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Command line of {@link FullMain}. */
record FullOptions(Path data, FullTraining.Where where, FullSettings settings, String name, int version, boolean help) {
    private static final FullSettings BY_DEFAULT = FullSettings.DEFAULT;

    static final String USAGE =
            """
            usage: FullMain --data PATH --out DIR [OPTIONS]
              --data PATH            graded answers: a file or a folder of *.jsonl; answers to one prompt stay together
              --out DIR              checkpoints and progress.jsonl while it trains; the scorer's files at the end
              --resume               go on with the training in --out, where there is one
              --device D             cpu or cuda (default: cpu)
              --epochs N             at most (default: %d)
              --batch N              items a step (default: %d)
              --lr X                 largest learning rate of the encoder (default: %s)
              --head-lr X            largest learning rate of the heads (default: %s)
              --warm-up X            share of all steps over which the rates rise (default: %s)
              --weight-decay X       (default: %s)
              --clip X               largest length of the gradients (default: %s)
              --dropout X            (default: %s)
              --max-tokens N         of a pass while training, at most 512 (default: %d)
              --freeze N             parts that stay as they are: 1 the embeddings, 2 to 5 layers too (default: %d)
              --patience N           epochs without a better validation until it stops (default: %d)
              --features F           what the heads read: %s
                                     (default: %s)
              --seed N               of split, order and dropout (default: %d)
              --threads N            of an operation on the CPU; 0: a thread a core (default: 0)
              --checkpoint-steps N   steps between two checkpoints (default: 50)
              --name NAME            of the scorer, for its card (default: onnx-full)
              --model-version N      likewise (default: 1)"""
                    .formatted(
                            BY_DEFAULT.epochs(),
                            BY_DEFAULT.batch(),
                            BY_DEFAULT.rate(),
                            BY_DEFAULT.headRate(),
                            BY_DEFAULT.warmUp(),
                            BY_DEFAULT.weightDecay(),
                            BY_DEFAULT.clip(),
                            BY_DEFAULT.dropout(),
                            BY_DEFAULT.maxTokens(),
                            BY_DEFAULT.frozen(),
                            BY_DEFAULT.patience(),
                            features(),
                            BY_DEFAULT.features().name().toLowerCase(Locale.ROOT),
                            BY_DEFAULT.seed());

    private static String features() {
        return Arrays.stream(Features.values())
                .map(features -> features.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** @throws IllegalArgumentException when an option is unknown, missing or out of its bounds */
    static FullOptions parse(String[] args) {
        var seen = new Seen();
        for (int i = 0; i < args.length; i++) {
            i = seen.take(args, i);
        }
        return seen.options();
    }

    /** Options as they are read. */
    private static final class Seen {
        private @Nullable Path data;
        private @Nullable Path out;
        private String device = "cpu";
        private boolean resume;
        private boolean help;
        private int checkpointSteps = 50;
        private int threads;
        private String name = "onnx-full";
        private int version = 1;
        private int epochs = BY_DEFAULT.epochs();
        private int batch = BY_DEFAULT.batch();
        private double rate = BY_DEFAULT.rate();
        private double headRate = BY_DEFAULT.headRate();
        private double warmUp = BY_DEFAULT.warmUp();
        private double weightDecay = BY_DEFAULT.weightDecay();
        private double clip = BY_DEFAULT.clip();
        private double dropout = BY_DEFAULT.dropout();
        private int maxTokens = BY_DEFAULT.maxTokens();
        private int frozen = BY_DEFAULT.frozen();
        private int patience = BY_DEFAULT.patience();
        private Features features = BY_DEFAULT.features();
        private long seed = BY_DEFAULT.seed();

        /** @return where the option's last word stands */
        int take(String[] args, int at) {
            switch (args[at]) {
                case "--resume" -> resume = true;
                case "--help", "-h" -> help = true;
                default -> {
                    set(args[at], at + 1 < args.length ? args[at + 1] : null);
                    return at + 1;
                }
            }
            return at;
        }

        private void set(String option, @Nullable String given) {
            switch (option) {
                case "--data" -> data = existing(text(option, given));
                case "--out" -> out = Path.of(text(option, given));
                case "--device" -> device = text(option, given);
                case "--checkpoint-steps" -> checkpointSteps = whole(option, given);
                case "--threads" -> threads = whole(option, given);
                case "--name" -> name = text(option, given);
                case "--model-version" -> version = whole(option, given);
                case "--epochs" -> epochs = whole(option, given);
                case "--batch" -> batch = whole(option, given);
                case "--lr" -> rate = number(option, given);
                case "--head-lr" -> headRate = number(option, given);
                case "--warm-up" -> warmUp = number(option, given);
                case "--weight-decay" -> weightDecay = number(option, given);
                case "--clip" -> clip = number(option, given);
                case "--dropout" -> dropout = number(option, given);
                case "--max-tokens" -> maxTokens = whole(option, given);
                case "--freeze" -> frozen = whole(option, given);
                case "--patience" -> patience = whole(option, given);
                case "--features" -> features = features(text(option, given));
                case "--seed" -> seed = whole(option, given);
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }

        private static Features features(String text) {
            try {
                return Features.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--features is " + text + ", expected one of " + FullOptions.features(), e);
            }
        }

        private static Path existing(String text) {
            var path = Path.of(text);
            if (!Files.exists(path)) {
                throw new IllegalArgumentException("--data: no file or folder " + path);
            }
            return path;
        }

        private static String text(String option, @Nullable String given) {
            if (given == null) {
                throw new IllegalArgumentException(option + " wants a value");
            }
            return given;
        }

        private static int whole(String option, @Nullable String given) {
            try {
                return Integer.parseInt(text(option, given));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " is " + given + ", expected a whole number", e);
            }
        }

        private static double number(String option, @Nullable String given) {
            try {
                return Double.parseDouble(text(option, given));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " is " + given + ", expected a number", e);
            }
        }

        FullOptions options() {
            if (!help && (data == null || out == null)) {
                throw new IllegalArgumentException((data == null ? "--data" : "--out") + " is missing");
            }
            var settings = new FullSettings(
                    epochs,
                    batch,
                    rate,
                    headRate,
                    warmUp,
                    weightDecay,
                    clip,
                    dropout,
                    maxTokens,
                    frozen,
                    patience,
                    features,
                    BY_DEFAULT.headL2(),
                    seed);
            var where = new FullTraining.Where(out == null ? Path.of("") : out, device, resume, checkpointSteps, threads);
            return new FullOptions(data == null ? Path.of("") : data, where, settings, name, version, help);
        }
    }
}

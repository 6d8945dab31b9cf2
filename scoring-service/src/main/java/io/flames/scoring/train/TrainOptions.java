package io.flames.scoring.train;

import io.flames.scoring.onnx.EncoderFiles.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Command line of {@link TrainMain}. */
record TrainOptions(
        Path graded,
        Optional<Path> shared,
        Optional<Path> out,
        Optional<Path> cardText,
        boolean check,
        double tolerance,
        int version,
        Variant variant,
        boolean compare,
        Path cache,
        boolean help) {
    static final String USAGE =
            """
            usage: TrainMain [--graded DIR] [--shared DIR] [--out DIR] [--card-text FILE] [--model-version N]
                   TrainMain [--graded DIR] [--shared DIR] --check [--out DIR] [--tolerance X]
              --graded DIR       graded answers, *.jsonl (default: scoring-service/training/graded)
              --shared DIR       public data to try as weak training data (jade-db, cold, cmoraleval)
              --out DIR          write heads.json, model-card.json, golden.jsonl and training-items.txt there
              --card-text FILE   write the model card for people there, as Markdown
              --check            compare with the weights in --out, or the shipped ones; exit 1 when they differ
              --tolerance X      for --check: largest difference of a weight, relative to the largest (default: 0.05)
              --model-version N  version in the model card (default: 1)
              --variant V        the encoder that is served: int8 or fp32 (default: int8); fp32 needs a build with that profile
              --compare          train on the other variant too, and put the difference into the model card""";

    static TrainOptions parse(String[] args) {
        var graded = Path.of("scoring-service/training/graded");
        Optional<Path> shared = Optional.empty();
        Optional<Path> out = Optional.empty();
        Optional<Path> cardText = Optional.empty();
        boolean check = false;
        boolean help = false;
        double tolerance = 0.05;
        int version = 1;
        var variant = Variant.INT8;
        boolean compare = false;
        var cache = Path.of(System.getProperty("user.home", "."), ".cache", "flames", "train");
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--graded" -> graded = folder(args, ++i);
                case "--shared" -> shared = Optional.of(folder(args, ++i));
                case "--out" -> out = Optional.of(Path.of(value(args, ++i)));
                case "--card-text" -> cardText = Optional.of(Path.of(value(args, ++i)));
                case "--tolerance" -> tolerance = Double.parseDouble(value(args, ++i));
                case "--model-version" -> version = Integer.parseInt(value(args, ++i));
                case "--variant" -> variant = Variant.byName(value(args, ++i));
                case "--compare" -> compare = true;
                case "--cache" -> cache = Path.of(value(args, ++i));
                case "--check" -> check = true;
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new TrainOptions(
                graded, shared, out, cardText, check, tolerance, version, variant, compare, cache, help);
    }

    private static Path folder(String[] args, int at) {
        var folder = Path.of(value(args, at));
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(args[at - 1] + ": no folder " + folder);
        }
        return folder;
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}

package io.flames.scoring.train;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command line of {@link TrainerMain}. */
record TrainerOptions(
        Path data,
        String mode,
        Path out,
        Path cache,
        String name,
        int version,
        long seed,
        Optional<String> codeVersion,
        Map<String, String> settings,
        boolean progressLines,
        Optional<URI> report) {

    static String usage(List<TrainingMode> modes) {
        var text = new StringBuilder(
                """
                usage: TrainerMain --data DIR|FILE [--mode M] [--out DIR] [--cache DIR] [--set KEY=VALUE]...
                  --data DIR|FILE      a frozen data set; or labelled answers, JSON lines, which are then split by prompt
                  --mode M             how (default: heads)
                """);
        modes.forEach(mode -> text.append("                         ")
                .append(mode.id())
                .append(": ")
                .append(mode.description())
                .append('\n'));
        return text.append(
                        """
                  --out DIR            folder for the scorer (default: scorer-MODE)
                  --cache DIR          what a training keeps for the next one (default: ~/.cache/flames/train)
                  --name NAME          the scorer's, in its model card (default: onnx-heads)
                  --model-version N    the scorer's, from 1 (default: 1)
                  --seed N             (default: 1)
                  --code-version TEXT  in the model card (default: git's description of the working folder, else the jar's)
                  --set KEY=VALUE      a setting of the mode
                  --progress-lines     progress as JSON lines on standard output
                  --report URL         of a running Flames, which shows the progress on a page""")
                .toString();
    }

    static TrainerOptions parse(String[] args) {
        Optional<Path> data = Optional.empty();
        Optional<Path> out = Optional.empty();
        Optional<String> codeVersion = Optional.empty();
        var cache = Path.of(System.getProperty("user.home", "."), ".cache", "flames", "train");
        var settings = new LinkedHashMap<String, String>();
        String mode = "heads";
        String name = "onnx-heads";
        int version = 1;
        long seed = 1;
        boolean progressLines = false;
        Optional<URI> report = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--data" -> data = Optional.of(existing(args, ++i));
                case "--mode" -> mode = value(args, ++i);
                case "--out" -> out = Optional.of(Path.of(value(args, ++i)));
                case "--cache" -> cache = Path.of(value(args, ++i));
                case "--name" -> name = value(args, ++i);
                case "--model-version" -> version = (int) number(args, ++i);
                case "--seed" -> seed = number(args, ++i);
                case "--code-version" -> codeVersion = Optional.of(value(args, ++i));
                case "--set" -> set(settings, value(args, ++i));
                case "--progress-lines" -> progressLines = true;
                case "--report" -> report = Optional.of(address(value(args, ++i)));
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new TrainerOptions(
                data.orElseThrow(() -> new IllegalArgumentException("--data is needed")),
                mode,
                out.orElse(Path.of("scorer-" + mode)),
                cache,
                name,
                version,
                seed,
                codeVersion,
                settings,
                progressLines,
                report);
    }

    private static URI address(String text) {
        try {
            var address = URI.create(text);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "--report wants an address such as http://localhost:8080, not \"" + text + "\"");
    }

    private static void set(Map<String, String> settings, String text) {
        int at = text.indexOf('=');
        if (at < 1) {
            throw new IllegalArgumentException("--set wants KEY=VALUE, not \"" + text + "\"");
        }
        settings.put(text.substring(0, at), text.substring(at + 1));
    }

    private static Path existing(String[] args, int at) {
        var path = Path.of(value(args, at));
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(args[at - 1] + ": nothing at " + path);
        }
        return path;
    }

    private static long number(String[] args, int at) {
        try {
            return Long.parseLong(value(args, at));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(args[at - 1] + " wants a whole number, not \"" + args[at] + "\"", e);
        }
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}

package io.flames.scoring.evaluate;

import io.flames.contracts.client.ScoringTls;
import io.flames.scoring.dataset.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Command line of {@link EvaluateMain}.
 *
 * @param scoring HOST:PORT; empty with weights
 * @param scorer empty: the service's default scorer
 */
record EvaluateOptions(
        Path data,
        Part part,
        Optional<String> scoring,
        String scorer,
        Optional<Path> weights,
        ScoringTls tls,
        boolean json,
        boolean progressLines) {
    static final String USAGE =
            """
            usage: EvaluateMain --data DIR|FILE (--scoring HOST:PORT [--scorer NAME] | --weights DIR) [--json]
              --data DIR|FILE      a frozen data set, of which the test part is judged; or labelled answers, JSON lines
              --part P             train, validation or test of a frozen data set (default: test)
              --scoring HOST:PORT  scoring-service, gRPC
              --scorer NAME        one of its scorers (default: its default scorer)
              --weights DIR        a folder that a training wrote, scored in this process
              --tls                TLS; --tls-ca FILE, --tls-cert FILE, --tls-key FILE as `flames score` has them
              --json               figures as JSON
              --progress-lines     progress as JSON lines on standard error""";

    static EvaluateOptions parse(String[] args) {
        Optional<Path> data = Optional.empty();
        Optional<Path> weights = Optional.empty();
        Optional<String> scoring = Optional.empty();
        Optional<Path> ca = Optional.empty();
        Optional<Path> cert = Optional.empty();
        Optional<Path> key = Optional.empty();
        String scorer = "";
        var part = Part.TEST;
        boolean tls = false;
        boolean json = false;
        boolean progressLines = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--data" -> data = Optional.of(existing(args, ++i));
                case "--weights" -> weights = Optional.of(existing(args, ++i));
                case "--scoring" -> scoring = Optional.of(value(args, ++i));
                case "--scorer" -> scorer = value(args, ++i);
                case "--part" -> part = part(value(args, ++i));
                case "--tls" -> tls = true;
                case "--tls-ca" -> ca = Optional.of(existing(args, ++i));
                case "--tls-cert" -> cert = Optional.of(existing(args, ++i));
                case "--tls-key" -> key = Optional.of(existing(args, ++i));
                case "--json" -> json = true;
                case "--progress-lines" -> progressLines = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        if (scoring.isPresent() == weights.isPresent()) {
            throw new IllegalArgumentException("either --scoring or --weights is needed");
        }
        return new EvaluateOptions(
                data.orElseThrow(() -> new IllegalArgumentException("--data is needed")),
                part,
                scoring,
                scorer,
                weights,
                new ScoringTls(tls || ca.isPresent() || cert.isPresent(), ca, cert, key),
                json,
                progressLines);
    }

    private static Part part(String id) {
        return Arrays.stream(Part.values())
                .filter(part -> part.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--part is \"" + id + "\", expected one of train, validation, test"));
    }

    private static Path existing(String[] args, int at) {
        var path = Path.of(value(args, at));
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(args[at - 1] + ": nothing at " + path);
        }
        return path;
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}

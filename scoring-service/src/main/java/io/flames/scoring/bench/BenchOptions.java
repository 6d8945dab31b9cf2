package io.flames.scoring.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Command line of {@link ScoringBench}.
 *
 * @param data file or folder of pairs
 * @param pairs how many are measured
 * @param rounds counted rounds
 * @param service HOST:PORT of a service with all processors
 * @param replicas HOST:PORT each, of services that share the processors
 */
record BenchOptions(Path data, int pairs, int rounds, long seed, String service, List<String> replicas) {
    static BenchOptions parse(String[] args) {
        var data = Path.of("scoring-service/training/graded");
        int pairs = 1000;
        int rounds = 3;
        long seed = 1;
        String service = "";
        List<String> replicas = List.of();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--data" -> data = Path.of(value(args, ++i));
                case "--pairs" -> pairs = number(args, ++i);
                case "--rounds" -> rounds = number(args, ++i);
                case "--seed" -> seed = number(args, ++i);
                case "--service" -> service = value(args, ++i);
                case "--replicas" -> replicas = List.of(value(args, ++i).split(","));
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        if (!Files.exists(data)) {
            throw new IllegalArgumentException("--data: there is no " + data);
        }
        if (service.isEmpty() || replicas.isEmpty()) {
            throw new IllegalArgumentException("--service and --replicas are needed");
        }
        return new BenchOptions(data, pairs, rounds, seed, service, replicas);
    }

    private static int number(String[] args, int at) {
        int number = Integer.parseInt(value(args, at));
        if (number < 1) {
            throw new IllegalArgumentException(args[at - 1] + " is at least 1, not " + number);
        }
        return number;
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}

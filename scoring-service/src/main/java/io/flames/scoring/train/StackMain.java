package io.flames.scoring.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.scoring.ensemble.StackFile;
import io.flames.scoring.train.StackFit.GradedOpinions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fits the stack file of an ensemble: {@code StackMain MEMBERS OPINIONS OUT [L2]}. OPINIONS has a JSON object a line:
 * {@code {"group": "any key of the prompt", "dimension": "Safety", "score": 3, "opinions": [[0.7, 0.2, 0.1], [0.5, 0.3,
 * 0.2]]}}, with the class probabilities of each member in the members' order, highest score first.
 */
public final class StackMain {
    private static final double L2 = 0.01;
    private static final String USAGE = "usage: StackMain MEMBER,MEMBER[,...] OPINIONS.jsonl OUT.json [L2]";
    private static final ObjectMapper JSON = new ObjectMapper();

    private StackMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return exit status: 0, or 2 when the arguments or the file are wrong */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length < 3 || args.length > 4) {
            err.println(USAGE);
            return 2;
        }
        try {
            var members = List.of(args[0].split(","));
            var rows = read(Path.of(args[1]), members.size());
            var fit = new StackFit(members, args.length == 4 ? Double.parseDouble(args[3]) : L2);
            Files.write(Path.of(args[2]), StackFile.write(fit.fit(rows)));
            for (int m = 0; m < members.size(); m++) {
                out.println(line(members.get(m) + " alone", StackFit.ofMember(m, rows)));
            }
            fit.crossValidated(rows)
                    .ifPresentOrElse(
                            right -> out.println(line("stacked, five-fold", right)),
                            () -> out.println("too few responses to cross-validate"));
            out.println(rows.size() + " responses, written: " + args[2]);
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static String line(String name, double right) {
        return String.format(Locale.ROOT, "%-24s %5.1f %% right", name, 100 * right);
    }

    private static List<GradedOpinions> read(Path file, int members) throws IOException {
        var rows = new ArrayList<GradedOpinions>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                try {
                    rows.add(row(JSON.readTree(line), members));
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            file.getFileName() + ":" + number + ": "
                                    + e.getMessage().lines().findFirst().orElse("no JSON"),
                            e);
                }
            }
        }
        return rows;
    }

    private static GradedOpinions row(JsonNode json, int members) {
        var name = json.path("dimension").asText();
        var dimension = Dimensions.byName(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "dimension is \"" + name + "\", expected one of " + Dimensions.allowedNames()));
        var opinions = new ArrayList<double[]>();
        json.path("opinions").forEach(opinion -> {
            var probabilities = new double[opinion.size()];
            for (int c = 0; c < probabilities.length; c++) {
                probabilities[c] = opinion.get(c).asDouble();
            }
            opinions.add(probabilities);
        });
        if (opinions.size() != members) {
            throw new IllegalArgumentException(
                    "there are " + opinions.size() + " opinions, expected " + members + ", one a member");
        }
        return new GradedOpinions(
                json.path("group").asText(), dimension, json.path("score").asInt(), opinions);
    }
}

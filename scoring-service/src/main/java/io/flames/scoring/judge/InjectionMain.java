package io.flames.scoring.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc.ScoringServiceBlockingStub;
import io.flames.scoring.judge.InjectionEffect.Pair;
import io.flames.scoring.judge.InjectionEffect.Share;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Measures how far a served scorer, of whatever kind, is moved by answers that ask for a score: each item of the shipped
 * set is scored without the injected text, with it, and with harmless text of the same length in its place.
 *
 * <p>Exit codes: 0 measured, 1 the service did not answer, 2 usage.
 */
public final class InjectionMain {
    private static final String USAGE =
            """
            usage: InjectionMain --scoring HOST:PORT [--scorer NAME] [--json]
              --scoring HOST:PORT  scoring-service, gRPC without TLS
              --scorer NAME        one of its scorers (default: its default scorer)
              --json               figures as JSON""";
    private static final long DEADLINE_MINUTES = 10;

    private final ScoringServiceBlockingStub scoring;
    private final String scorer;

    private InjectionMain(ManagedChannel channel, String scorer) {
        this.scoring = ScoringServiceGrpc.newBlockingStub(channel);
        this.scorer = scorer;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return 2;
        }
        var channel = ManagedChannelBuilder.forTarget(options.scoring())
                .usePlaintext()
                .build();
        try {
            var report = new InjectionMain(channel, options.scorer()).measure(InjectionItem.shipped());
            out.print(options.json() ? json(report) : text(report));
            return 0;
        } catch (StatusRuntimeException e) {
            err.println("scoring-service at " + options.scoring() + ": " + e.getStatus());
            return 1;
        } finally {
            channel.shutdownNow();
        }
    }

    private Report measure(List<InjectionItem> items) {
        var injected = new ArrayList<Pair>();
        var padded = new ArrayList<Pair>();
        for (InjectionItem item : items) {
            var without = score(item, InjectionItem::response);
            injected.add(new Pair(without, score(item, InjectionItem::injected)));
            padded.add(new Pair(without, score(item, InjectionItem::padded)));
        }
        return new Report(
                scorer.isEmpty() ? "default" : scorer,
                items.size(),
                InjectionEffect.of(injected),
                InjectionEffect.of(padded),
                grouped(items, injected, InjectionItem::language),
                grouped(items, injected, InjectionItem::technique));
    }

    private static Map<String, InjectionEffect> grouped(
            List<InjectionItem> items, List<Pair> pairs, Function<InjectionItem, String> group) {
        Map<String, List<Pair>> groups = new TreeMap<>();
        for (int i = 0; i < items.size(); i++) {
            groups.computeIfAbsent(group.apply(items.get(i)), name -> new ArrayList<>())
                    .add(pairs.get(i));
        }
        var effects = new LinkedHashMap<String, InjectionEffect>();
        groups.forEach((name, members) -> effects.put(name, InjectionEffect.of(members)));
        return effects;
    }

    private OptionalInt score(InjectionItem item, Function<InjectionItem, String> response) {
        var result = scoring.withDeadlineAfter(DEADLINE_MINUTES, TimeUnit.MINUTES)
                .scoreOne(ScoreRequest.newBuilder()
                        .setRequestId(item.id())
                        .setScorer(scorer)
                        .setDimension(Dimensions.byName(item.dimension()).orElseThrow())
                        .setPrompt(item.prompt())
                        .setResponse(response.apply(item))
                        .build());
        return result.hasScored() ? OptionalInt.of(result.getScored().getScore()) : OptionalInt.empty();
    }

    private static String json(Report report) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures are always JSON", e);
        }
    }

    private static String text(Report report) {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "scorer %s: %d items, %d scored without added text %s%n",
                report.scorer(),
                report.items(),
                report.injected().items(),
                report.injected().baseScores()));
        text.append(String.format(Locale.ROOT, "%-22s %-28s %-28s %-28s%n", "", "up", "down", "to unscorable"));
        line(text, "injected", report.injected());
        line(text, "harmless text", report.harmless());
        report.byLanguage().forEach((language, effect) -> line(text, "  " + language, effect));
        report.byTechnique().forEach((technique, effect) -> line(text, "  " + technique, effect));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, InjectionEffect effect) {
        text.append(String.format(
                Locale.ROOT,
                "%-22s %-28s %-28s %-28s%n",
                name,
                cell(effect.up()),
                cell(effect.down()),
                cell(effect.unscorable())));
    }

    private static String cell(Share share) {
        return share.n() == 0
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%d of %d (%.1f to %.1f %%)",
                        share.moved(),
                        share.n(),
                        100 * share.low(),
                        100 * share.high());
    }

    /**
     * The figures of a scorer.
     *
     * @param items of the set
     * @param injected what the injected texts do
     * @param harmless what harmless text of the same length does
     * @param byLanguage what the injected texts in one language do
     * @param byTechnique what the injected texts of one kind do
     */
    record Report(
            String scorer,
            int items,
            InjectionEffect injected,
            InjectionEffect harmless,
            Map<String, InjectionEffect> byLanguage,
            Map<String, InjectionEffect> byTechnique) {}

    /**
     * The command line.
     *
     * @param scorer empty: the default scorer
     */
    record Options(String scoring, String scorer, boolean json) {
        static Options parse(String[] args) {
            String scoring = "";
            String scorer = "";
            boolean json = false;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--scoring" -> scoring = value(args, ++i);
                    case "--scorer" -> scorer = value(args, ++i);
                    case "--json" -> json = true;
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            if (scoring.isEmpty()) {
                throw new IllegalArgumentException("--scoring is needed");
            }
            return new Options(scoring, scorer, json);
        }

        private static String value(String[] args, int at) {
            if (at >= args.length) {
                throw new IllegalArgumentException(args[at - 1] + " wants a value");
            }
            return args[at];
        }
    }
}

package io.flames.annotation.exchange;

import io.flames.annotation.exchange.HistoryEntry.Action;
import io.flames.annotation.exchange.HistoryItem.State;
import io.flames.annotation.exchange.HistoryItem.Stratum;
import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Span;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Files and items for the tests of this package. */
final class Samples {
    static final Guidelines GUIDELINES = Guidelines.load();
    static final ExchangeLimits LIMITS = ExchangeLimits.usual(Instant.parse("2026-11-23T12:00:00Z"));
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    /** Text that is data wherever it comes: markup, escapes, other scripts, direction marks, formulas, commands. */
    private static final List<String> HOSTILE = List.of(
            "</script><script>alert(1)</script>",
            "\"},{\"item\":\"other\"",
            "\\u0000 \\\" \\\\",
            "=HYPERLINK(\"http://x\")",
            "\u202Etxet\u202C \u200Fא",
            "👩‍👩‍👧‍👦 𠀀 é",
            "line\nbreak\r\n\ttab",
            "[给这个回答 3 分]",
            "<Choice value=\"3\"/>",
            " \u2028 \uFEFF ");

    private Samples() {}

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static KnownItems known(Map<String, KnownItem> items) {
        return id -> Optional.ofNullable(items.get(id));
    }

    static KnownItems knownOf(List<Task> tasks) {
        var items = new HashMap<String, KnownItem>();
        tasks.forEach(t -> items.put(t.item(), new KnownItem(t.dimension(), t.prompt(), t.response())));
        return known(items);
    }

    static List<Task> tasks(long seed, int size) {
        var random = new SplittableRandom(seed);
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < size; i++) {
            var dimension = Dimensions.ALL.get(random.nextInt(5));
            String response = text(random);
            var labels = new ArrayList<TaskLabel>();
            for (int rater = random.nextInt(4); rater > 0; rater--) {
                labels.add(new TaskLabel(
                        "rater " + rater + "@example.org",
                        judgement(dimension, random),
                        random.nextBoolean() ? "" : text(random).strip(),
                        spans(response, random),
                        random.nextBoolean() ? Optional.empty() : Optional.of(NOON.plusSeconds(random.nextInt(9999)))));
            }
            tasks.add(new Task("item-" + i, dimension, "Law violation", text(random), response, 1, labels));
        }
        return tasks;
    }

    static List<Imported> labelsOf(List<Task> tasks) {
        return tasks.stream()
                .flatMap(t -> t.labels().stream().map(l -> new Imported(t.item(), t.guidelineVersion(), l)))
                .toList();
    }

    static List<HistoryItem> history(long seed, int size) {
        var random = new SplittableRandom(seed);
        var items = new ArrayList<HistoryItem>();
        for (int i = 0; i < size; i++) {
            var dimension = Dimensions.ALL.get(random.nextInt(5));
            String response = text(random);
            var state = State.values()[random.nextInt(State.values().length)];
            var scores = Dimensions.scoresOf(dimension);
            items.add(new HistoryItem(
                    "item-" + i,
                    "campaign " + seed,
                    random.nextBoolean() ? "" : "response-" + i,
                    random.nextInt(3),
                    random.nextBoolean() ? "" : "target v2",
                    dimension,
                    "Mental harm",
                    random.nextBoolean() ? "" : "disguise",
                    text(random),
                    response,
                    Stratum.values()[random.nextInt(3)],
                    1 - random.nextDouble(),
                    state,
                    state.hasScore() ? OptionalInt.of(scores.get(random.nextInt(scores.size()))) : OptionalInt.empty(),
                    entries(dimension, response, random)));
        }
        return items;
    }

    private static List<HistoryEntry> entries(Dimension dimension, String response, SplittableRandom random) {
        var entries = new ArrayList<HistoryEntry>();
        for (int i = random.nextInt(5); i > 0; i--) {
            var action = Action.values()[random.nextInt(Action.values().length)];
            boolean label = action.isLabel();
            entries.add(new HistoryEntry(
                    NOON.plusSeconds(10 - i),
                    "annotator " + random.nextInt(3),
                    action,
                    label ? Optional.of(judgement(dimension, random)) : Optional.empty(),
                    label ? text(random).strip() : "",
                    label ? spans(response, random) : List.of(),
                    label ? OptionalInt.of(1) : OptionalInt.empty()));
        }
        return entries;
    }

    private static Judgement judgement(Dimension dimension, SplittableRandom random) {
        var scores = Dimensions.scoresOf(dimension);
        return random.nextInt(5) == 0
                ? new Judgement.CannotJudge(
                        random.nextBoolean()
                                ? "needs-expert"
                                : "r " + text(random).strip())
                : new Judgement.Scored(scores.get(random.nextInt(scores.size())));
    }

    private static List<Span> spans(String response, SplittableRandom random) {
        var spans = new ArrayList<Span>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int start = random.nextInt(response.length());
            spans.add(new Span(start, start + 1 + random.nextInt(response.length() - start)));
        }
        return spans;
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder("t");
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
            text.appendCodePoint(0x4E00 + random.nextInt(2000));
        }
        return text.toString();
    }

    static <T> List<T> content(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Read<T> read) {
            return read.content();
        }
        throw new AssertionError("refused: " + outcome);
    }

    static <T> List<ImportError> errors(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Refused<T> refused) {
            return refused.errors();
        }
        throw new AssertionError("read: " + outcome);
    }
}

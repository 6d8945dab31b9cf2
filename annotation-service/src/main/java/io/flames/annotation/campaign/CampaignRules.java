package io.flames.annotation.campaign;

import io.flames.annotation.sampling.Signal;
import io.flames.annotation.sampling.Strategy;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which campaigns there can be. Pure.
 *
 * @param maxItems of a campaign
 * @param goldRate where none is named
 */
record CampaignRules(int maxItems, double goldRate) {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_FILTERED = 1000;
    private static final double HIGHEST_GOLD_RATE = 0.5;
    private static final double RANDOM_SHARE = 0.5;

    /** What is wrong with a request, and where. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String field;

        Broken(String field, String why) {
            super(why, null, false, false);
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /** @throws Broken when there can be no such campaign */
    CampaignPlan check(CampaignRequest request) {
        var filter = request.filter() == null ? new CampaignRequest.Filter(null, null, null) : request.filter();
        var choice = request.strategy() == null
                ? new CampaignRequest.Choice("all", null, null, null, null)
                : request.strategy();
        limits(request.limits());
        return new CampaignPlan(
                text("name", request.name()),
                list("filter.dimensions", filter.dimensions(), name -> dimension(name)),
                list("filter.runs", filter.runs(), id -> uuid("filter.runs", id)),
                list("filter.targets", filter.targets(), name -> text("filter.targets", name)),
                strategy(choice),
                Optional.ofNullable(choice.scorerVersion()).map(id -> uuid("strategy.scorerVersion", id)),
                Optional.ofNullable(request.seed()),
                goldRate(request.goldRate()));
    }

    private Strategy strategy(CampaignRequest.Choice choice) {
        var kind = choice.kind() == null ? "" : choice.kind();
        if (!kind.equals("targeted") && (choice.randomShare() != null || choice.signals() != null)) {
            throw new Broken("strategy", "randomShare and signals are for the strategy targeted");
        }
        return switch (kind) {
            case "all" -> all(choice);
            case "random" -> new Strategy.RandomSample(size(choice));
            case "targeted" -> targeted(choice);
            default -> throw new Broken("strategy.kind", "strategy.kind is one of all, random, targeted");
        };
    }

    private static Strategy all(CampaignRequest.Choice choice) {
        if (choice.size() != null) {
            throw new Broken("strategy.size", "the strategy all takes every response, so it has no size");
        }
        return new Strategy.All();
    }

    private Strategy targeted(CampaignRequest.Choice choice) {
        double share = choice.randomShare() == null ? RANDOM_SHARE : choice.randomShare();
        if (!(share > 0 && share <= 1)) {
            throw new Broken("strategy.randomShare", "a random stratum is always kept: over 0 and up to 1");
        }
        var signals = choice.signals() == null
                ? List.of(Signal.values())
                : list("strategy.signals", choice.signals(), CampaignRules::signal);
        if (signals.isEmpty()) {
            throw new Broken("strategy.signals", "name at least one of " + names(Signal.values()));
        }
        return new Strategy.Targeted(size(choice), share, signals);
    }

    private int size(CampaignRequest.Choice choice) {
        var size = choice.size();
        if (size == null || size < 1 || size > maxItems) {
            throw new Broken("strategy.size", "strategy.size is a whole number from 1 to " + maxItems);
        }
        return size;
    }

    private double goldRate(@Nullable Double asked) {
        if (asked == null) {
            return goldRate;
        }
        if (!(asked >= 0 && asked <= HIGHEST_GOLD_RATE)) {
            throw new Broken("goldRate", "goldRate is from 0 to " + HIGHEST_GOLD_RATE);
        }
        return asked;
    }

    private static void limits(CampaignRequest.@Nullable Limits limits) {
        if (limits == null) {
            return;
        }
        positive("limits.itemsASession", limits.itemsASession());
        positive("limits.itemsADay", limits.itemsADay());
        positive("limits.harmfulRun", limits.harmfulRun());
    }

    private static void positive(String field, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new Broken(field, field + " is at least 1");
        }
    }

    private static Dimension dimension(String name) {
        return Dimensions.byName(name)
                .orElseThrow(
                        () -> new Broken("filter.dimensions", "a dimension is one of " + Dimensions.allowedNames()));
    }

    private static Signal signal(String name) {
        return Arrays.stream(Signal.values())
                .filter(signal -> nameOf(signal).equals(name))
                .findFirst()
                .orElseThrow(() -> new Broken("strategy.signals", "signals are " + names(Signal.values())));
    }

    /** For instance {@code rare_class}. */
    static String nameOf(Signal signal) {
        return signal.name().toLowerCase(Locale.ROOT);
    }

    private static String names(Signal[] signals) {
        return Arrays.stream(signals).map(CampaignRules::nameOf).collect(Collectors.joining(", "));
    }

    private static UUID uuid(String field, String id) {
        if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new Broken(field, field + " holds UUIDs");
        }
        return UUID.fromString(id);
    }

    private static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST_NAME) {
            throw new Broken(field, field + " has 1 to " + LONGEST_NAME + " characters");
        }
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw new Broken(field, field + " has no control characters");
        }
        return value.strip();
    }

    private static <T> List<T> list(String field, @Nullable List<@Nullable String> values, Function<String, T> read) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MOST_FILTERED) {
            throw new Broken(field, field + " has at most " + MOST_FILTERED + " entries");
        }
        return values.stream()
                .map(value -> {
                    if (value == null) {
                        throw new Broken(field, field + " holds no null");
                    }
                    return read.apply(value);
                })
                .distinct()
                .toList();
    }
}

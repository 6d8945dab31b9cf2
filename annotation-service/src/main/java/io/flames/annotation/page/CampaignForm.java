package io.flames.annotation.page;

import io.flames.annotation.campaign.CampaignRequest;
import io.flames.annotation.campaign.ResponsesAtHand;
import io.flames.annotation.problem.ProblemException;
import io.flames.contracts.Dimensions;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new campaign: what was typed, what there is to choose from, and what is wrong with it.
 *
 * @param field that is wrong, as the problem names it, or empty
 * @param detail what is wrong with it, or empty
 */
record CampaignForm(
        String key,
        String name,
        List<String> dimensions,
        List<String> runs,
        String targets,
        String strategy,
        String size,
        String randomShare,
        List<String> signals,
        String scorerVersion,
        String seed,
        String goldRate,
        String itemsASession,
        String itemsADay,
        String harmfulRun,
        List<ResponsesAtHand.Run> atHand,
        String field,
        String detail) {

    static CampaignForm empty(String key, double goldRate, List<ResponsesAtHand.Run> atHand) {
        return new CampaignForm(
                key,
                "",
                List.of(),
                List.of(),
                "",
                "random",
                "200",
                "",
                List.of(),
                "",
                "",
                String.valueOf(goldRate),
                "",
                "",
                "",
                atHand,
                "",
                "");
    }

    static CampaignForm of(MultivaluedMap<String, String> sent, List<ResponsesAtHand.Run> atHand) {
        return new CampaignForm(
                one(sent, "key"),
                one(sent, "name"),
                sent.getOrDefault("dimension", List.of()),
                sent.getOrDefault("run", List.of()),
                one(sent, "targets"),
                one(sent, "strategy"),
                one(sent, "size"),
                one(sent, "randomShare"),
                sent.getOrDefault("signal", List.of()),
                one(sent, "scorerVersion"),
                one(sent, "seed"),
                one(sent, "goldRate"),
                one(sent, "itemsASession"),
                one(sent, "itemsADay"),
                one(sent, "harmfulRun"),
                atHand,
                "",
                "");
    }

    CampaignForm wrong(@Nullable String where, String what) {
        return new CampaignForm(
                key,
                name,
                dimensions,
                runs,
                targets,
                strategy,
                size,
                randomShare,
                signals,
                scorerVersion,
                seed,
                goldRate,
                itemsASession,
                itemsADay,
                harmfulRun,
                atHand,
                where == null ? "" : where,
                what);
    }

    /** @throws ProblemException 422 for a number that is none */
    CampaignRequest toRequest() {
        boolean targeted = strategy.equals("targeted");
        return new CampaignRequest(
                name,
                new CampaignRequest.Filter(
                        List.copyOf(dimensions),
                        List.copyOf(runs),
                        targets.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList()),
                new CampaignRequest.Choice(
                        strategy,
                        strategy.equals("all") ? null : number("strategy.size", size, Integer::valueOf),
                        targeted ? number("strategy.randomShare", randomShare, Double::valueOf) : null,
                        targeted && !signals.isEmpty() ? List.copyOf(signals) : null,
                        targeted && !scorerVersion.isBlank() ? scorerVersion.strip() : null),
                number("seed", seed, Long::valueOf),
                number("goldRate", goldRate, Double::valueOf),
                new CampaignRequest.Limits(
                        number("limits.itemsASession", itemsASession, Integer::valueOf),
                        number("limits.itemsADay", itemsADay, Integer::valueOf),
                        number("limits.harmfulRun", harmfulRun, Integer::valueOf)));
    }

    /** For the template. */
    public List<String> allDimensions() {
        return Dimensions.ALL.stream().map(Dimensions::nameOf).toList();
    }

    private static <T> @Nullable T number(String field, String typed, Function<String, T> read) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            return read.apply(typed.strip());
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(field, field + " is no number, or one out of bounds");
        }
    }

    private static String one(MultivaluedMap<String, String> sent, String name) {
        var value = sent.getFirst(name);
        return value == null ? "" : value.strip();
    }
}

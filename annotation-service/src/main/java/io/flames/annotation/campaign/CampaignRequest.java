package io.flames.annotation.campaign;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it is asked for, unchecked.
 *
 * @param filter which responses may be taken; all of them when null
 * @param strategy how items are chosen among them; all of them when null
 * @param seed of the draw; drawn when null, and recorded either way
 * @param goldRate share of gold items among what an annotator gets, from 0 to 0.5; the configured one when null
 * @param limits stricter ones than the configured, for this campaign
 */
public record CampaignRequest(
        @Nullable String name,
        @Nullable Filter filter,
        @Nullable Choice strategy,
        @Nullable Long seed,
        @Nullable Double goldRate,
        @Nullable Limits limits) {

    /**
     * @param dimensions names in the benchmark's spelling; all when null or empty
     * @param runs ids; all when null or empty
     * @param targets names; all when null or empty
     */
    public record Filter(
            @Nullable List<@Nullable String> dimensions,
            @Nullable List<@Nullable String> runs,
            @Nullable List<@Nullable String> targets) {}

    /**
     * @param kind {@code all}, {@code random} or {@code targeted}
     * @param size items wanted; needed for random and targeted
     * @param randomShare of a targeted campaign's size for its random stratum, over 0 and up to 1; 0.5 when null
     * @param signals of a targeted campaign: {@code entropy}, {@code disagreement}, {@code rare_class}; all when null
     * @param scorerVersion id of the scorer version whose verdicts say where people help; the one with the most verdicts
     *     on the candidates when null
     */
    public record Choice(
            @Nullable String kind,
            @Nullable Integer size,
            @Nullable Double randomShare,
            @Nullable List<@Nullable String> signals,
            @Nullable String scorerVersion) {}

    /**
     * @param itemsASession labels after which a session ends
     * @param itemsADay labels after which the day ends
     * @param harmfulRun own labels 1 in a row after which a break is due
     */
    public record Limits(@Nullable Integer itemsASession, @Nullable Integer itemsADay, @Nullable Integer harmfulRun) {}
}

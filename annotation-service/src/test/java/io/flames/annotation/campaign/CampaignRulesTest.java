package io.flames.annotation.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.annotation.campaign.CampaignRequest.Choice;
import io.flames.annotation.campaign.CampaignRequest.Filter;
import io.flames.annotation.campaign.CampaignRequest.Limits;
import io.flames.annotation.campaign.CampaignRules.Broken;
import io.flames.annotation.sampling.Signal;
import io.flames.annotation.sampling.Strategy;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignRulesTest {
    private static final CampaignRules RULES = new CampaignRules(100, 0.05);

    @Test
    void aNameIsEnough() {
        var plan = RULES.check(request(null, null, null, null));

        assertThat(plan.name()).isEqualTo("first");
        assertThat(plan.strategy()).isEqualTo(new Strategy.All());
        assertThat(plan.goldRate()).isEqualTo(0.05);
        assertThat(plan.dimensions()).isEmpty();
        assertThat(plan.seed()).isEmpty();
    }

    @Test
    void aTargetedCampaignKeepsARandomStratum() {
        var plan = RULES.check(request(
                new Filter(List.of("Data protection"), null, null),
                new Choice("targeted", 10, 0.3, List.of("rare_class", "entropy"), null),
                0.0,
                null));

        assertThat(plan.dimensions()).containsExactly(Dimension.DIMENSION_DATA_PROTECTION);
        assertThat(plan.strategy())
                .isEqualTo(new Strategy.Targeted(10, 0.3, List.of(Signal.ENTROPY, Signal.RARE_CLASS)));
    }

    @Test
    void whatIsNoneIsRefusedByItsField() {
        broken("strategy.kind", request(null, new Choice("some", null, null, null, null), null, null));
        broken("strategy.kind", request(null, new Choice(null, null, null, null, null), null, null));
        broken("strategy.size", request(null, new Choice("random", null, null, null, null), null, null));
        broken("strategy.size", request(null, new Choice("random", 101, null, null, null), null, null));
        broken("strategy.size", request(null, new Choice("all", 5, null, null, null), null, null));
        broken("strategy.randomShare", request(null, new Choice("targeted", 5, 0.0, null, null), null, null));
        broken("strategy.randomShare", request(null, new Choice("targeted", 5, Double.NaN, null, null), null, null));
        broken("strategy.signals", request(null, new Choice("targeted", 5, null, List.of("x"), null), null, null));
        broken("strategy.signals", request(null, new Choice("targeted", 5, null, List.of(), null), null, null));
        broken("strategy.scorerVersion", request(null, new Choice("all", null, null, null, "x"), null, null));
        broken("strategy", request(null, new Choice("random", 5, 0.5, null, null), null, null));
        broken("filter.dimensions", request(new Filter(List.of("Fairnes"), null, null), null, null, null));
        broken("filter.runs", request(new Filter(null, List.of("1"), null), null, null, null));
        broken("filter.targets", request(new Filter(null, null, List.of("a\0")), null, null, null));
        broken("goldRate", request(null, null, 0.6, null));
        broken("goldRate", request(null, null, Double.NaN, null));
        broken("limits.itemsADay", request(null, null, null, new Limits(null, 0, null)));
        broken("name", new CampaignRequest(" ", null, null, null, null, null));
        broken("name", new CampaignRequest(null, null, null, null, null, null));
    }

    private static CampaignRequest request(
            @Nullable Filter filter, @Nullable Choice choice, @Nullable Double goldRate, @Nullable Limits limits) {
        return new CampaignRequest("first", filter, choice, null, goldRate, limits);
    }

    private static void broken(String field, CampaignRequest request) {
        assertThatThrownBy(() -> RULES.check(request))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.field()).isEqualTo(field));
    }
}

package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;

/** {@code flames.scoring.promotion.*}: the gate that a version passes before it is promoted. */
public interface PromotionSettings {
    /**
     * How much less accurate than the promoted version a new one may be, as a share: the lower bound of the difference has
     * to lie above minus this. Default 0.02.
     */
    @WithDefault("0.02")
    @DecimalMin("0.0")
    @DecimalMax("0.5")
    double margin();

    /** Confidence of the one-sided interval of the difference. Default 0.95. */
    @WithDefault("0.95")
    @DecimalMin("0.5")
    @DecimalMax("0.9999")
    double confidence();

    /** Items that the held-out data has to have at least. Default 200. */
    @WithDefault("200")
    @Min(1)
    int minItems();

    /** Items that are scored at most; more are refused. Default 20000. */
    @WithDefault("20000")
    @Min(1)
    int maxItems();
}

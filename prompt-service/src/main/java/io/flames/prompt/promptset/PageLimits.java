package io.flames.prompt.promptset;

import io.flames.prompt.PromptConfig;
import io.flames.prompt.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** How many entries a page of a list has. */
@ApplicationScoped
public class PageLimits {
    private final PromptConfig.Page config;

    public PageLimits(PromptConfig config) {
        this.config = config.page();
    }

    /** @param asked what the caller asked for, or null; 400 when it is out of bounds */
    public int limit(@Nullable String asked) {
        if (asked == null) {
            return config.defaultLimit();
        }
        int limit = asked.matches("[0-9]{1,9}") ? Integer.parseInt(asked) : 0;
        if (limit < 1 || limit > config.maxLimit()) {
            throw Problems.badValue(
                    "limit", "limit is out of bounds, expected a whole number from 1 to " + config.maxLimit());
        }
        return limit;
    }
}

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
    public int limit(@Nullable Integer asked) {
        if (asked == null) {
            return config.defaultLimit();
        }
        if (asked < 1 || asked > config.maxLimit()) {
            throw Problems.badValue("limit", "limit is " + asked + ", expected 1 to " + config.maxLimit());
        }
        return asked;
    }
}

package io.flames.annotation.label;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * @param campaign empty for any open one
 * @param hold leases that the page shows or has loaded ahead; others that one holds are given again
 */
public record NextRequest(@Nullable String campaign, @Nullable List<@Nullable String> hold) {
    private static final int MOST = 100;

    static NextRequest orNone(@Nullable NextRequest request) {
        return request == null ? new NextRequest(null, null) : request;
    }

    Optional<UUID> campaignId() {
        return Optional.ofNullable(campaign).map(id -> Parameters.uuid("campaign", id));
    }

    Set<UUID> held() {
        if (hold == null) {
            return Set.of();
        }
        if (hold.size() > MOST) {
            throw ProblemException.invalid("hold", "hold has at most " + MOST + " leases");
        }
        return hold.stream().map(token -> Parameters.uuid("hold", token)).collect(Collectors.toSet());
    }
}

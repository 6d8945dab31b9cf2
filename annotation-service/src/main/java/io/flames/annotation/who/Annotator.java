package io.flames.annotation.who;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who is logged in.
 *
 * @param id the pseudonym that goes with their labels
 * @param login for themselves only
 * @param optedOut subcomponents that they are never shown
 */
public record Annotator(UUID id, String login, Set<Role> roles, List<String> optedOut) {
    public Annotator {
        roles = Set.copyOf(roles);
        optedOut = List.copyOf(optedOut);
    }

    public boolean isLead() {
        return roles.contains(Role.LEAD);
    }
}

package io.flames.annotation.who;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.stream.Collectors;

/** Users as the security context knows them. */
final class Identities {
    private Identities() {}

    static SecurityIdentity of(User user) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user.name()))
                .addRoles(user.roles().stream().map(Role::roleName).collect(Collectors.toSet()))
                .build();
    }
}

package io.flames.annotation.who;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The session cookie of somebody who logged in by the form. Who is no longer in the users file has no session. */
@ApplicationScoped
class SessionLogin implements IdentityProvider<TrustedAuthenticationRequest> {
    private final Users users;

    SessionLogin(Users users) {
        this.users = users;
    }

    @Override
    public Class<TrustedAuthenticationRequest> getRequestType() {
        return TrustedAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TrustedAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> users.byName(request.getPrincipal())
                .map(Identities::of)
                .orElseThrow(AuthenticationFailedException::new));
    }
}

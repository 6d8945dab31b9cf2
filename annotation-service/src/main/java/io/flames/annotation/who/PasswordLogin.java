package io.flames.annotation.who;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Name and password, from the login form or the Authorization header. */
@ApplicationScoped
class PasswordLogin implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
    private static final int LONGEST_PASSWORD = 200;

    private final Users users;
    private final Passwords passwords;

    PasswordLogin(Users users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(
                () -> check(request.getUsername(), request.getPassword().getPassword()));
    }

    private SecurityIdentity check(String name, char[] password) {
        if (password.length > LONGEST_PASSWORD) {
            throw new AuthenticationFailedException();
        }
        var user = users.byName(name);
        if (user.isEmpty()) {
            passwords.refuse(password);
            throw new AuthenticationFailedException();
        }
        if (!passwords.matches(password, user.get())) {
            throw new AuthenticationFailedException();
        }
        return Identities.of(user.get());
    }
}

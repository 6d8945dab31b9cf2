package io.flames.annotation.page;

import io.flames.annotation.who.Annotator;
import io.flames.annotation.who.Annotators;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who reads the page; in templates {@code cdi:visitor}. */
@Named("visitor")
@RequestScoped
public class Visitor {
    private final SecurityIdentity identity;
    private final Annotators annotators;

    private final boolean openIdConnect;
    private @Nullable Annotator annotator;

    Visitor(
            SecurityIdentity identity,
            Annotators annotators,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean openIdConnect) {
        this.identity = identity;
        this.annotators = annotators;
        this.openIdConnect = openIdConnect;
    }

    Annotator annotator() {
        if (annotator == null) {
            annotator = annotators.of(identity);
        }
        return annotator;
    }

    public boolean isKnown() {
        return !identity.isAnonymous();
    }

    public boolean isLead() {
        return identity.hasRole("lead");
    }

    /** People log in at an identity provider, not by the form. */
    public boolean isOpenIdConnect() {
        return openIdConnect;
    }

    /** For their own eyes. */
    public String getLogin() {
        return identity.isAnonymous() ? "" : identity.getPrincipal().getName();
    }
}

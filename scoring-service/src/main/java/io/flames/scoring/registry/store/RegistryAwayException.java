package io.flames.scoring.registry.store;

/** The registry's database does not answer, or answers with a fault. */
public final class RegistryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryAwayException(Throwable cause) {
        super("the registry's database is away: " + cause.getMessage(), cause);
    }
}

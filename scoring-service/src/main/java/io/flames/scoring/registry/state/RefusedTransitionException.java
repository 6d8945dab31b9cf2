package io.flames.scoring.registry.state;

/** A command that the version's state does not allow. Its message says what the state is and what is allowed. */
public final class RefusedTransitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedTransitionException(String message) {
        super(message);
    }
}

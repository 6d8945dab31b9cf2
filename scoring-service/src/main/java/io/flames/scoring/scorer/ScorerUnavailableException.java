package io.flames.scoring.scorer;

/**
 * The scorer cannot judge now and may later: its backend is away, hangs, or answers with something that is no output of
 * the model that was configured. Never a verdict.
 */
public final class ScorerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for clients: what is away; no prompt or response text */
    public ScorerUnavailableException(String message) {
        super(message);
    }

    public ScorerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.flames.scoring.progress.store;

/** The database of trainings does not answer, or answers with a fault. */
public final class TrainingsAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingsAwayException(Throwable cause) {
        super("the database of trainings is away: " + cause.getMessage(), cause);
    }
}

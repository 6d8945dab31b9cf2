package io.flames.scoring.train;

/** Stands in for scoring-service's program of this name, in an installation that a test makes: says what it was told. */
public final class TrainerMain {
    private TrainerMain() {}

    public static void main(String[] arguments) {
        System.out.println("told " + String.join(" ", arguments));
    }
}

package io.flames.scoring.evaluate;

import io.flames.scoring.judgement.Given;
import io.flames.scoring.judgement.LabelledText;
import java.util.Optional;

/** A scorer, wherever it is. Safe for several threads. */
interface Opinions extends AutoCloseable {
    /** Empty: it could not score the answer. */
    Optional<Given> of(LabelledText text) throws InterruptedException;

    /** Name, version and digest of what gave the opinions; known after the first one. */
    Version version();

    /** How many questions at a time it is worth asking. */
    int callers();

    @Override
    void close();

    /** As in ScorerVersion. */
    record Version(String name, int version, String digest) {}
}

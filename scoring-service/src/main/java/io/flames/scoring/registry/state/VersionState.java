package io.flames.scoring.registry.state;

/**
 * What a registered scorer version does: registered, then shadow, then promoted, then retired; at last discarded. Each state has the
 * transitions that it allows and no others.
 */
public sealed interface VersionState {
    /** As REST and pages say it. */
    String word();

    /** Known and kept; serves nobody. */
    record Registered() implements VersionState {
        public Shadow startShadow(boolean history) {
            return new Shadow(history);
        }

        public Discarded discard() {
            return new Discarded();
        }

        /** The first of an installation. */
        public Promoted promoteFirst() {
            return new Promoted();
        }

        @Override
        public String word() {
            return "registered";
        }
    }

    /**
     * Scores live responses beside the promoted version, unseen by leaderboards.
     *
     * @param history also all that was collected before
     */
    record Shadow(boolean history) implements VersionState {
        public Registered stop() {
            return new Registered();
        }

        /** Through the gate. */
        public Promoted promote() {
            return new Promoted();
        }

        @Override
        public String word() {
            return "shadow";
        }
    }

    /** Reports use it. */
    record Promoted() implements VersionState {
        public Retired retire() {
            return new Retired();
        }

        @Override
        public String word() {
            return "promoted";
        }
    }

    /** Was promoted; another one took its place. */
    record Retired() implements VersionState {
        public Shadow startShadow(boolean history) {
            return new Shadow(history);
        }

        /** By a rollback. */
        public Promoted restore() {
            return new Promoted();
        }

        public Discarded discard() {
            return new Discarded();
        }

        @Override
        public String word() {
            return "retired";
        }
    }

    /** Its files are gone; what it was and what it did stays known. */
    record Discarded() implements VersionState {
        /** With its files again. */
        public Registered register() {
            return new Registered();
        }

        @Override
        public String word() {
            return "discarded";
        }
    }
}

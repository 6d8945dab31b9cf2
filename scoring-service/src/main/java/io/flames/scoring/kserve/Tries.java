package io.flames.scoring.kserve;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What the servers made of one call so far, and whether to go on. Not safe for use by several threads. */
final class Tries {
    private final int servers;
    private final int retries;
    private final Set<Integer> asked = new HashSet<>();
    private final Set<Integer> broke = new LinkedHashSet<>();
    private Optional<String> refusal = Optional.empty();
    private String fault = "";
    private int faults;

    /**
     * @param servers how many there are
     * @param retries after the first fault
     */
    Tries(int servers, int retries) {
        this.servers = servers;
        this.retries = retries;
    }

    /** What may be the input's fault is asked of every server; what is a server's, until the retries are used up. */
    boolean more() {
        boolean someNotAsked = asked.size() < servers;
        if (refusal.isPresent()) {
            return someNotAsked;
        }
        return faults <= retries || !broke.isEmpty() && someNotAsked;
    }

    /** A server that takes other inputs refused this one. */
    void refused(int server, String message) {
        asked.add(server);
        refusal = refusal.or(() -> Optional.of(message));
    }

    /** @param ofInput the input may be what broke it */
    void failed(int server, String message, boolean ofInput) {
        asked.add(server);
        if (ofInput) {
            broke.add(server);
        } else {
            broke.remove(server);
        }
        fault = message;
        faults++;
    }

    Set<Integer> asked() {
        return asked;
    }

    int faults() {
        return faults;
    }

    /** Of the first server that refused. */
    Optional<String> refusal() {
        return refusal;
    }

    /** Of the last server that failed. */
    String fault() {
        return fault;
    }

    /** Servers whose last answer was a failure that may be the input's; empty while others were not asked. */
    Set<Integer> broke() {
        return asked.size() < servers ? Set.of() : broke;
    }
}

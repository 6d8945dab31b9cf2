package io.flames.local.stack;

import io.flames.local.process.StdinWatch;
import java.time.Duration;

/**
 * Starts a packaged Quarkus service in this JVM and ends it when standard input closes: the services know nothing of
 * the pipe by which they are held. The class path holds this class and the service's {@code quarkus-run.jar}, from
 * whose place Quarkus finds the rest.
 */
public final class ServiceMain {
    /** How long the service may take to finish what it is at. */
    static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private static final String ENTRY_POINT = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private ServiceMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        StdinWatch.exitAtEnd(STOP_WITHIN);
        Class.forName(ENTRY_POINT).getMethod("main", String[].class).invoke(null, (Object) args);
    }
}

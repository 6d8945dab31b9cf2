package io.flames.local.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A real Kafka broker (all topics of {@code Topics.all()}, no automatic ones) and a real PostgreSQL for a
 * {@code @QuarkusTest}, and a fresh database of the given name. They run as child processes from Maven artifacts, or,
 * where {@code docker info} succeeds, in containers (Testcontainers):
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(value = ServersResource.class,
 *         initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
 * class PublishReleaseIT {
 *     @Test
 *     void survivesTheBroker() {
 *         ServersResource.servers().killBroker();
 *         ...
 *         ServersResource.servers().startBroker(); // same port, same data
 *     }
 * }
 * }</pre>
 *
 * <p>Sets {@code kafka.bootstrap.servers} and {@code flames.db.host/port/name/user/password}. The servers are started
 * once a test JVM, in about 4 s, and shared by all test classes in it; the database is dropped and created anew at each
 * start of the resource, topics and what is in them stay: tests use ids and consumer groups of their own. Everything
 * ends with the test JVM, also when that is killed, and all data is deleted. Logs:
 * {@code deploy/local/target/test-servers/<pid>/}.
 *
 * <p>In a module's pom, so that the broker's libraries stay away from the tests' class path:
 *
 * <pre>{@code
 * <dependency>
 *   <groupId>io.flames</groupId>
 *   <artifactId>flames-local</artifactId>
 *   <scope>test</scope>
 *   <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
 * </dependency>
 * }</pre>
 */
public final class ServersResource implements QuarkusTestResourceLifecycleManager {
    private static final String DEFAULT_DATABASE = "flames";

    private String database = DEFAULT_DATABASE;

    @Override
    public void init(Map<String, String> initArgs) {
        database = initArgs.getOrDefault("database", DEFAULT_DATABASE);
    }

    @Override
    public Map<String, String> start() {
        var running = servers();
        running.freshDatabase(database);
        return Map.of(
                "kafka.bootstrap.servers",
                running.bootstrapServers(),
                "flames.db.host",
                "127.0.0.1",
                "flames.db.port",
                String.valueOf(running.postgresPort()),
                "flames.db.name",
                database,
                "flames.db.user",
                TestServers.USER,
                "flames.db.password",
                TestServers.PASSWORD);
    }

    /** The servers of this test JVM, started at the first call. */
    public static TestServers servers() {
        return TestServers.shared();
    }

    /** Nothing: other test classes of this JVM use them too. They end when its pipe to them closes. */
    @Override
    public void stop() {}
}

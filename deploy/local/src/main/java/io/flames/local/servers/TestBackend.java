package io.flames.local.servers;

/** The two servers that tests run against, wherever they live. Ports and data stay over kill and start. */
interface TestBackend {
    /** Starts both and returns when both serve and all topics are there. */
    void start();

    /** Stops both and deletes what they kept. */
    void stop();

    /** host:port for Kafka clients. */
    String bootstrapServers();

    /** The port on 127.0.0.1. */
    int postgresPort();

    void killBroker();

    void startBroker();

    void killPostgres();

    void startPostgres();
}

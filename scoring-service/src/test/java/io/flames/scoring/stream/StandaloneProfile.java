package io.flames.scoring.stream;

import java.util.HashMap;
import java.util.Map;

/** The packaged profile {@code standalone}, with addresses of Kafka and Postgres where nobody answers. */
public class StandaloneProfile extends FreeGrpcPort {
    @Override
    public String getConfigProfile() {
        return "standalone,test";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("kafka.bootstrap.servers", "localhost:1");
        overrides.put("flames.db.port", "1");
        return overrides;
    }
}

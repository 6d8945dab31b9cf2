package io.flames.scoring.judge;

import io.flames.scoring.stream.FreeGrpcPort;
import java.util.List;

/** Standalone, with judges beside the built-in scorer. */
public final class JudgeProfile extends FreeGrpcPort {
    @Override
    public String getConfigProfile() {
        return "standalone,test";
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(JudgeEndpoint.class));
    }
}

package io.flames.scoring.progress.store;

import io.flames.scoring.ScoringConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** Where trainings are kept: with the verdicts, or in memory. */
@ApplicationScoped
class TrainingStores {
    @Produces
    @Singleton
    TrainingStore store(ScoringConfig config, Instance<DataSource> source) {
        int kept = config.trainings().kept();
        var silentAfter = config.trainings().silentAfter();
        return config.keepVerdicts()
                ? new DatabaseTrainings(source.get(), kept, silentAfter)
                : new MemoryTrainings(kept, silentAfter, Clock.systemUTC());
    }
}

package io.flames.annotation.metrics;

import io.flames.annotation.store.Background;
import io.flames.annotation.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Gauges of items, leases, gold items and agreement, read anew every 15 s. They are of the database, not of this replica:
 * take one, or the highest. A coefficient or a share that there is no data for has no series.
 */
@ApplicationScoped
class WorkGauges {
    private static final Logger LOG = Logger.getLogger(WorkGauges.class);

    private final Database database;
    private final Background background;
    private final WorkFigures figures;
    private final MultiGauge items;
    private final MultiGauge leases;
    private final MultiGauge gold;
    private final MultiGauge alpha;

    WorkGauges(Database database, Background background, WorkFigures figures, MeterRegistry registry) {
        this.database = database;
        this.background = background;
        this.figures = figures;
        this.items =
                gauge(registry, "flames.annotation.items", "Items by state; those that wait are of open campaigns");
        this.leases = gauge(registry, "flames.annotation.leases", "Leases held now, and those that ran out unused");
        this.gold = gauge(registry, "flames.annotation.gold.accuracy.ratio", "Labels of gold items that were right");
        this.alpha = gauge(
                registry, "flames.annotation.agreement.alpha", "Krippendorff's alpha, ordinal, of the last 90 days");
    }

    @Scheduled(every = "15s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        background.run(this::readAgain);
    }

    private void readAgain() {
        try {
            database.transact(transaction -> {
                items.register(rows("state", figures.items(transaction)), true);
                leases.register(rows("state", figures.leases(transaction)), true);
                gold.register(rows("", figures.goldAccuracy(transaction)), true);
            });
            alpha.register(rows("", figures.alpha()), true);
        } catch (RuntimeException fault) {
            LOG.warnf("gauges not refreshed, tries again reason=%s", fault.toString());
        }
    }

    /** @param second name of the tag besides the dimension; blank for none */
    private static List<Row<?>> rows(String second, List<WorkFigures.Figure> figures) {
        return figures.stream()
                .<Row<?>>map(figure -> Row.of(
                        figure.dimension()
                                .map(name -> Tags.of("dimension", name))
                                .orElse(Tags.empty())
                                .and(second.isEmpty() ? Tags.empty() : Tags.of(second, figure.kind())),
                        figure.value()))
                .toList();
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }
}

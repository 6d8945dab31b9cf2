package io.flames.scoring.device;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Memory of this process by device: the resident set for {@code cpu}; what {@code nvidia-smi} says of our process for
 * {@code cuda}, where that program is there. A container that hides process ids from it has no number for cuda.
 */
@ApplicationScoped
class DeviceMemory {
    private static final Logger LOG = Logger.getLogger(DeviceMemory.class);
    private static final String NAME = "flames.scoring.device.memory";
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PROGRAM = "nvidia-smi";
    private static final int EVERY_SECONDS = 30;
    private static final int PATIENCE_SECONDS = 10;

    private final MeterRegistry metrics;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "device-memory");
        thread.setDaemon(true);
        return thread;
    });
    private volatile double cudaBytes = Double.NaN;

    DeviceMemory(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        if (Files.isReadable(STATUS)) {
            gauge("cpu", DeviceMemory::residentBytes);
        }
        if (onPath()) {
            gauge("cuda", () -> cudaBytes);
            timer.scheduleWithFixedDelay(this::askDriver, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void gauge(String device, Supplier<Number> bytes) {
        Gauge.builder(NAME, bytes).tag("device", device).baseUnit("bytes").register(metrics);
    }

    private static double residentBytes() {
        try (var lines = Files.lines(STATUS)) {
            return orNaN(MemoryReadings.resident(lines));
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static boolean onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    private void askDriver() {
        try {
            var process = new ProcessBuilder(
                            PROGRAM, "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                cudaBytes = Double.NaN;
                return;
            }
            var rows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            cudaBytes =
                    orNaN(MemoryReadings.ofProcess(rows, ProcessHandle.current().pid()));
        } catch (IOException e) {
            LOG.debugf(e, "Device memory is not told program=%s", PROGRAM);
            cudaBytes = Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double orNaN(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : Double.NaN;
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }
}

package io.flames.scoring.calibrate;

import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs batches on several threads at once and takes the time. */
final class Throughput implements AutoCloseable {
    private final Probe probe;
    private final ExecutorService threads;
    private final int workers;

    Throughput(Probe probe, int workers) {
        this.probe = probe;
        this.workers = workers;
        this.threads = Executors.newFixedThreadPool(workers);
    }

    /**
     * Each batch once, shared among the workers, until all are done or the time is over.
     *
     * @return inputs a second
     */
    double itemsPerSecond(List<List<EncodedInput>> batches, long nanos) throws InterruptedException {
        var next = new AtomicInteger();
        var done = new AtomicInteger();
        long start = System.nanoTime();
        onAll(() -> {
            for (int i = next.getAndIncrement(); System.nanoTime() - start < nanos; i = next.getAndIncrement()) {
                var batch = batches.get(i % batches.size());
                probe.run(batch);
                done.addAndGet(batch.size());
            }
        });
        return done.get() / ((System.nanoTime() - start) / 1e9);
    }

    /**
     * Median time of one inference, with all workers at it.
     *
     * @param nanos after which no further one begins; there is one at least
     * @return microseconds
     */
    double medianMicros(List<EncodedInput> batch, long nanos) throws InterruptedException {
        var times = new ConcurrentLinkedQueue<Double>();
        long start = System.nanoTime();
        onAll(() -> {
            do {
                long before = System.nanoTime();
                probe.run(batch);
                times.add((System.nanoTime() - before) / 1e3);
            } while (System.nanoTime() - start < nanos);
        });
        return median(times.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** They begin together. */
    private void onAll(Runnable work) throws InterruptedException {
        var together = new CountDownLatch(workers);
        var running = new ArrayList<Future<?>>();
        for (int i = 0; i < workers; i++) {
            running.add(threads.submit(() -> {
                together.countDown();
                together.await();
                work.run();
                return true;
            }));
        }
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException fault) {
                throw new IllegalStateException(
                        "an inference failed: " + fault.getCause().getMessage(), fault);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        probe.close();
    }
}

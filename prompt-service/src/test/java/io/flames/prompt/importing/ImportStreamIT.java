package io.flames.prompt.importing;

import static io.flames.prompt.Calls.freshSet;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flames.local.test.ServersResource;
import io.flames.prompt.Lines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Imports as long as they get: with flat memory, and with nothing left when they break off. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class ImportStreamIT {
    private static final Logger LOG = Logger.getLogger(ImportStreamIT.class);
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final int MANY = 100_000;
    private static final long MIB = 1024 * 1024;

    @TestHTTPResource
    URI service;

    @Inject
    Pool pool;

    @Inject
    ImportPrompts imports;

    @Test
    void aHundredThousandPromptsComeInAStreamOverHttp() throws Exception {
        String set = freshSet();
        var request = HttpRequest.newBuilder(service.resolve("/api/v1/sets/" + set + "/imports?createSet=true"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> Lines.stream(0, MANY)))
                .build();

        long start = System.nanoTime();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        long importMs = Duration.ofNanos(System.nanoTime() - start).toMillis();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"imported\":" + MANY, "\"duplicates\":0", "\"invalid\":0");
        given().get("/api/v1/sets/" + set).then().body("promptCount", equalTo(MANY));

        start = System.nanoTime();
        given().post("/api/v1/sets/" + set + "/releases").then().statusCode(201).body("promptCount", equalTo(MANY));
        long publishMs = Duration.ofNanos(System.nanoTime() - start).toMillis();
        LOG.infof("Measured prompts=%d importMs=%d publishMs=%d", MANY, importMs, publishMs);
    }

    /** What is live after a collection in the middle of an import does not grow with how much was imported before. */
    @Test
    void memoryStaysFlat() throws Exception {
        imports.run(new ImportPrompts.Options(freshSet(), false, true), Lines.stream(0, 5_000));
        var early = new LiveHeap();
        var late = new LiveHeap();
        var lines = new Marked(Lines.stream(0, MANY), MIB, early, 11 * MIB, late);

        imports.run(new ImportPrompts.Options(freshSet(), false, true), lines);

        LOG.infof("Measured liveHeapEarlyMiB=%d liveHeapLateMiB=%d", early.bytes / MIB, late.bytes / MIB);
        assertThat(early.bytes).as("measured early").isPositive();
        assertThat(late.bytes).as("measured late").isPositive();
        assertThat(late.bytes - early.bytes)
                .as("10 MiB of lines were read in between")
                .isLessThan(4 * MIB);
    }

    @Test
    void anImportThatBreaksOffLeavesNothing() throws Exception {
        String set = freshSet();
        byte[] lines = Lines.valid(0, 3000).getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            var out = socket.getOutputStream();
            out.write(("POST /api/v1/sets/" + set + "/imports?createSet=true HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(lines.length) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(lines);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().atMost(AT_MOST).until(() -> stagingTables() > 0);
        }

        await().atMost(AT_MOST).until(() -> stagingTables() == 0);
        given().get("/api/v1/sets/" + set).then().statusCode(404);
    }

    @Test
    void thePublicBenchmarkFileImportsCleanly() throws Exception {
        String folder = System.getProperty("flames.shared.data", "");
        Path file = Path.of(folder, "flames", "Flames_1k_Chinese.jsonl");
        assumeTrue(
                !folder.isEmpty() && Files.isReadable(file),
                "give -Dflames.shared.data=FOLDER with flames/Flames_1k_Chinese.jsonl to import the benchmark's file");
        try (InputStream lines = Files.newInputStream(file)) {
            ImportReport report = imports.run(new ImportPrompts.Options(freshSet(), false, true), lines);
            assertThat(report.read()).isEqualTo(1000);
            assertThat(report.imported() + report.duplicates()).isEqualTo(1000);
            assertThat(report.invalid()).isZero();
            LOG.infof("Measured benchmarkImported=%d benchmarkDuplicates=%d", report.imported(), report.duplicates());
        }
    }

    private long stagingTables() {
        return pool.query("select count(*) from pg_class where relname = 'import_line'")
                .execute()
                .await()
                .atMost(AT_MOST)
                .iterator()
                .next()
                .getLong(0);
    }

    /** Bytes that the heap holds after a full collection. */
    private static final class LiveHeap implements Runnable {
        private long bytes;

        @Override
        public void run() {
            System.gc();
            bytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .map(MemoryPoolMXBean::getUsage)
                    .mapToLong(MemoryUsage::getUsed)
                    .sum();
        }
    }

    /** Runs something each time so many bytes have been read. */
    private static final class Marked extends FilterInputStream {
        private final long first;
        private final Runnable atFirst;
        private final long second;
        private final Runnable atSecond;
        private long read;

        Marked(InputStream in, long first, Runnable atFirst, long second, Runnable atSecond) {
            super(in);
            this.first = first;
            this.atFirst = atFirst;
            this.second = second;
            this.atSecond = atSecond;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            long before = read;
            read += Math.max(0, n);
            if (before < first && read >= first) {
                atFirst.run();
            }
            if (before < second && read >= second) {
                atSecond.run();
            }
            return n;
        }
    }
}

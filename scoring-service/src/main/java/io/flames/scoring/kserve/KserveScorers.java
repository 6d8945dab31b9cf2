package io.flames.scoring.kserve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flames.scoring.KserveSettings;
import io.flames.scoring.ScorerSettings;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.RecordedGolden;
import io.flames.scoring.lane.CostProfile;
import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.template.HuggingFaceTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Loads {@link KserveScorer}s. */
public final class KserveScorers {
    private static final int DEFAULT_CALLS_IN_FLIGHT = 4;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(2);
    /** Servers compute in 16 bits, in changing batches. */
    private static final double TOLERANCE = 0.1;

    private KserveScorers() {}

    /**
     * @param name of the scorer
     * @throws IllegalArgumentException when the configuration is wrong or does not fit the model
     * @throws io.flames.scoring.scorer.ScorerUnavailableException when no server is ready
     */
    public static LoadedScorer load(String name, ScorerSettings settings) throws InterruptedException {
        String key = "flames.scoring.scorers." + name + ".kserve";
        var kserve = settings.kserve();
        var options = KserveOptions.of(key, kserve);
        var golden = golden(settings);
        var opened = new ArrayList<AutoCloseable>();
        try {
            var tokenizer = options.tokenizer().map(KserveScorers::read);
            var tokens = tokenizer.map(json -> new HuggingFaceTokens(new ByteArrayInputStream(json)));
            tokens.ifPresent(opened::add);
            var endpoints = connect(key, options, kserve, opened);
            var contract = ModelContract.check(options, endpoints.metadata());
            var identity =
                    new ScorerIdentity(name, settings.version(), digest(options, endpoints.metadata(), tokenizer));
            int workers = settings.workers().orElse(DEFAULT_CALLS_IN_FLIGHT);
            return new LoadedScorer(
                    new KserveScorer(identity, options, contract, endpoints, tokens),
                    new LaneShape(workers, costs(options), LONGEST_WAIT),
                    golden,
                    options.input() == KserveOptions.Input.PAIR
                            ? "the server's own"
                            : options.template().text(),
                    backend(options, kserve, endpoints.metadata(), workers),
                    JsonNodeFactory.instance.objectNode());
        } catch (RuntimeException | InterruptedException e) {
            opened.forEach(KserveScorers::close);
            throw e;
        }
    }

    private static Endpoints connect(
            String key, KserveOptions options, KserveSettings settings, List<AutoCloseable> opened)
            throws InterruptedException {
        var credentials = Endpoint.credentials(key + ".tls", settings.tls());
        var servers = new ArrayList<Endpoint>();
        for (String address :
                settings.endpoints().orElseThrow(() -> new IllegalArgumentException(key + ".endpoints is missing"))) {
            var server = new Endpoint(address.strip(), credentials, settings.timeout());
            opened.add(server);
            servers.add(server);
        }
        var endpoints = new Endpoints(servers, options.model(), options.modelVersion(), settings.retries());
        opened.add(endpoints);
        return endpoints;
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException("neither channels nor tokenizers fail to close", e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the tokenizer's file cannot be read: " + file, e);
        }
    }

    /** Everything that makes the scorer what it is; neither addresses nor times. */
    private static String digest(KserveOptions options, ModelMetadataResponse metadata, Optional<byte[]> tokenizer) {
        var template = options.template();
        var digest = new Digest()
                .part("model", options.model())
                .part("version", options.modelVersion())
                .part("metadata", metadata.toByteArray())
                .part("input", options.input() + " " + options.inputNames())
                .part("layout", options.layout().toString())
                .part("values", options.values().name())
                .part("truncated", options.truncatedOutput().orElse(""));
        if (options.input() != KserveOptions.Input.PAIR) {
            digest.part("template", template.text())
                    .part("markers", new TreeSet<>(template.markers()).toString())
                    .part("limits", template.maxTokens() + " " + options.maxCharacters());
        }
        tokenizer.ifPresent(json -> digest.part("tokenizer", json).part("pad", String.valueOf(options.padToken())));
        return digest.hex();
    }

    /**
     * Not measured: a call costs 2 ms and each padded token 20 microseconds more, so that batches pay, and the longer its
     * padding, the less. The real costs are those of another machine, which batches by itself too.
     */
    static CostProfile costs(KserveOptions options) {
        int largest = options.largestBatch();
        if (largest == 1) {
            return CostProfile.ALONE;
        }
        int longest = Math.max(2, Math.max(options.template().maxTokens(), options.maxCharacters()));
        var grid = new ArrayList<Cost>();
        for (int batch : new int[] {1, largest}) {
            for (int tokens : new int[] {1, longest}) {
                grid.add(new Cost(batch, tokens, 2_000 + 20.0 * batch * tokens));
            }
        }
        return new CostProfile(grid, largest, options.tokenBudget());
    }

    private static GoldenSet golden(ScorerSettings settings) {
        return RecordedGolden.load(
                settings.golden().map(Path::of),
                settings.goldenTolerance().orElse(TOLERANCE),
                settings.goldenAgreement());
    }

    private static Map<String, String> backend(
            KserveOptions options, KserveSettings settings, ModelMetadataResponse model, int workers) {
        return Map.of(
                "endpoints", String.join(",", settings.endpoints().orElseThrow()),
                "model", options.model(),
                "modelVersions", String.join(",", model.getVersionsList()),
                "platform", model.getPlatform(),
                "input", settings.input(),
                "layout", settings.layout(),
                "largestBatch", String.valueOf(options.largestBatch()),
                "workers", String.valueOf(workers),
                "tls", String.valueOf(settings.tls().enabled()));
    }
}

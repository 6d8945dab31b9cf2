package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.Topics;
import io.flames.contracts.annotation.v1.LabelAdjudicated;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.contracts.annotation.v1.Rating;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three people label the responses of a demo run at the same time, while annotation-service is killed with -9. Every label
 * that was accepted is there, in the history and in the events; what was sent twice counts once.
 */
class LabelsIT {
    private static final int ITEMS = 90;
    private static final double NO_GOLD = 0;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> NAMES = List.of("anna", "ben", "chen");

    private FlamesProcess flames;
    private People people;

    /** A label that the service said it had stored. */
    private record Accepted(String by, String lease, int score) {}

    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        flames = DemoStack.running();
        people = People.of(flames);
    }

    @Test
    void whatThreePeopleLabelledSurvivesAKillAndComesOutAdjudicated() throws Exception {
        var campaign = people.campaign("killed", ITEMS, NO_GOLD);

        var work = NAMES.stream()
                .map(name -> CompletableFuture.runAsync(() -> label(name, campaign)))
                .toList();
        await().atMost(PATIENCE).until(() -> accepted.size() >= ITEMS / 3);
        kill();
        int before = accepted.size();
        for (var each : work) {
            each.join();
        }
        NAMES.forEach(name -> adjudicate(name, campaign));

        assertThat(before).as("killed in the middle").isLessThan(2 * ITEMS);
        var view = people.get("lead", "/api/v1/campaigns/" + campaign).body();
        assertThat(view.at("/counts/items").asInt()).isEqualTo(ITEMS);
        assertThat(view.at("/counts/agreed").asInt()
                        + view.at("/counts/decided").asInt())
                .isEqualTo(ITEMS);
        assertThat(view.at("/counts/decided").asInt()).isPositive();
        assertThat(history(campaign)).containsExactlyInAnyOrderElementsOf(acceptedByLease());
        isPublished(campaign, view);
    }

    /** Until both slots of every item are labelled. Whoever finds the service away asks again. */
    private void label(String name, String campaign) {
        for (var item = next(name, "labels", campaign); item.isPresent(); item = next(name, "labels", campaign)) {
            submit(name, "labels", item.get(), opinion(name, item.get()));
        }
    }

    private void adjudicate(String name, String campaign) {
        for (var item = next(name, "adjudications", campaign);
                item.isPresent();
                item = next(name, "adjudications", campaign)) {
            submit(name, "adjudications", item.get().path("task"), 1);
        }
    }

    private Optional<JsonNode> next(String name, String what, String campaign) {
        return again(() -> people.post(name, "/api/v1/" + what + "/next", Map.of("campaign", campaign)))
                .filter(reply -> reply.path("status").asText().equals("item"))
                .map(reply -> reply.path("item"));
    }

    private void submit(String name, String what, JsonNode task, int score) {
        var lease = task.path("lease").asText();
        var receipt = again(() -> people.post(name, "/api/v1/" + what, Map.of("lease", lease, "score", score)));
        assertThat(receipt.orElseThrow().path("lease").asText()).isEqualTo(lease);
        accepted.add(new Accepted(name, lease, score));
    }

    /** Chen often sees it otherwise, so that a third is asked. */
    private static int opinion(String name, JsonNode task) {
        return name.equals("chen") || task.path("prompt").asText().length() % 2 == 0 ? 3 : 1;
    }

    /** What a person does whose page says that the service is away: the same once more. */
    private static Optional<JsonNode> again(Supplier<People.Reply> request) {
        var reply = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> answered(request), Optional::isPresent)
                .orElseThrow();
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        return Optional.of(reply.body());
    }

    private static Optional<People.Reply> answered(Supplier<People.Reply> request) {
        try {
            return Optional.of(request.get()).filter(reply -> reply.status() < 500);
        } catch (UncheckedIOException broken) {
            return Optional.empty();
        }
    }

    private void kill() {
        var victim = flames.child("annotation-service").orElseThrow();
        victim.destroyForcibly();
        await().atMost(PATIENCE)
                .until(
                        () -> flames.child("annotation-service").filter(p -> p.pid() != victim.pid()),
                        Optional::isPresent);
        flames.awaitReady();
    }

    private List<Map<String, Object>> acceptedByLease() {
        return accepted.stream()
                .map(label -> entry(label.lease(), label.score(), 1))
                .toList();
    }

    private static Map<String, Object> entry(String lease, int score, int revision) {
        return Map.of("lease", lease, "score", score, "revision", revision);
    }

    /** All of it, page after page. */
    private List<Map<String, Object>> history(String campaign) {
        var entries = new ArrayList<Map<String, Object>>();
        long after = 0;
        JsonNode page;
        do {
            page = people.get("lead", "/api/v1/labels/history?limit=100&campaign=" + campaign + "&after=" + after)
                    .body()
                    .path("items");
            for (var each : page) {
                entries.add(entry(
                        each.path("lease").asText(),
                        each.path("score").asInt(),
                        each.path("revision").asInt()));
                after = each.path("sequence").asLong();
            }
        } while (!page.isEmpty());
        return entries;
    }

    /** One event an item, with as many ratings as were given; published again, it says the same. */
    private void isPublished(String campaign, JsonNode view) throws Exception {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> published(campaign).size() == ITEMS);
        var events = published(campaign);
        BiFunction<String, Integer, Long> ways = (name, raters) -> events.values().stream()
                .filter(event -> event.getWay().name().endsWith(name))
                .peek(event -> assertThat(event.getRatingsList().stream()
                                .map(Rating::getRaterId)
                                .distinct())
                        .hasSize(raters))
                .count();
        assertThat(ways.apply("AGREED", 2)).isEqualTo(view.at("/counts/agreed").asLong());
        assertThat(ways.apply("DECIDED", 3))
                .isEqualTo(view.at("/counts/decided").asLong());
    }

    /** By label id. */
    private Map<String, LabelAdjudicated> published(String campaign) throws InvalidProtocolBufferException {
        var byId = new HashMap<String, LabelAdjudicated>();
        for (var sent : TopicRecords.of(flames.bootstrapServers(), Topics.LABELS)) {
            var label = LabelEvent.parseFrom(sent.value()).getLabelAdjudicated();
            if (label.getItem().getCampaignId().equals(campaign)) {
                assertThat(sent.key()).isEqualTo(label.getItem().getResponseId());
                var other = byId.putIfAbsent(label.getItem().getLabelId(), label);
                assertThat(other == null ? label : other).isEqualTo(label);
            }
        }
        return byId;
    }
}

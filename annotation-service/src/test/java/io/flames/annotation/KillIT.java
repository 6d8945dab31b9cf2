package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.PackagedService;
import io.flames.annotation.support.Person;
import io.flames.annotation.support.TopicReader;
import io.flames.contracts.Topics;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.local.test.ServersResource;
import io.flames.local.test.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas and Postgres are killed with -9 in turn while three people label, each request at either replica. Every label
 * that was accepted is there, once; each item has its two people and, where they differ, a third; each is told once.
 */
class KillIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Settable with {@code -Dflames.kill.items}. */
    private static final int ITEMS = Integer.getInteger("flames.kill.items", 90);

    private static final String DATABASE = "flames_annotation_kill";
    private static final List<String> ANNOTATORS = List.of("anna", "ben", "chen");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final UUID run = UUID.randomUUID();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private volatile boolean done;
    private final ExecutorService threads = Executors.newFixedThreadPool(ANNOTATORS.size());

    @Test
    void everyAcceptedLabelSurvivesTheReplicasAndPostgres() throws Exception {
        var servers = ServersResource.servers();
        servers.freshDatabase(DATABASE);
        var usersFile = folder.resolve("users");
        var settings = settings(usersFile);
        try (var one = new PackagedService(servers, DATABASE, folder.resolve("one.log"), settings)) {
            one.awaitReady();
            try (var two = new PackagedService(servers, DATABASE, folder.resolve("two.log"), settings)) {
                two.awaitReady();
                labelWhileTheyAreKilled(servers, one, two, usersFile);
            }
        } finally {
            done = true;
            threads.shutdownNow();
        }
    }

    private void labelWhileTheyAreKilled(TestServers servers, PackagedService one, PackagedService two, Path usersFile)
            throws Exception {
        var passwords = Logins.passwords(usersFile);
        var both = List.of(one.url(), two.url());
        var lead = new Person(both, "lead", passwords.get("lead"));
        try (var collected = new Collected(servers.bootstrapServers())) {
            collected.responses(run, ITEMS);
        }
        var campaign = campaign(lead);
        var work = new ArrayList<Future<?>>();
        for (var name : ANNOTATORS) {
            var person = new Person(both, name, passwords.get(name));
            work.add(threads.submit(() -> label(person, campaign)));
        }

        afterLabels(ITEMS / 3, one::killAndStartAgain);
        afterLabels(ITEMS, () -> {
            servers.killPostgres();
            servers.startPostgres();
        });
        afterLabels(ITEMS * 3 / 2, two::killAndStartAgain);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> settled(lead, campaign) == ITEMS);
        done = true;
        for (var each : work) {
            each.get();
        }

        one.awaitReady();
        two.awaitReady();
        var history = history(lead, campaign);
        assertThat(history)
                .as("one line of history for each accepted label, and no other")
                .extracting(entry -> entry.path("lease").asText())
                .containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(history)
                .as("nobody labels an item twice")
                .extracting(entry ->
                        entry.path("item").asText() + entry.path("annotator").asText())
                .doesNotHaveDuplicates();
        assertThat(history.stream()
                        .collect(Collectors.groupingBy(
                                entry -> entry.path("item").asText()))
                        .values())
                .hasSize(ITEMS)
                .allSatisfy(KillIT::isComplete);
        assertThat(events(servers.bootstrapServers(), campaign)).isEqualTo(ITEMS);
    }

    /** Two blind labels, and a third's exactly where they differ. */
    private static void isComplete(List<JsonNode> labels) {
        var blind = labels.stream()
                .filter(entry -> entry.path("role").asText().equals("blind"))
                .toList();
        assertThat(blind).hasSize(2);
        assertThat(labels.size() == 3)
                .isEqualTo(!blind.get(0).path("score").equals(blind.get(1).path("score")));
    }

    private static Map<String, String> settings(Path usersFile) {
        var settings = new HashMap<String, String>();
        settings.put("FLAMES_ANNOTATION_USERS_FILE", usersFile.toString());
        settings.put("FLAMES_ANNOTATION_CREATE_USERS", Logins.USERS);
        settings.put("FLAMES_ANNOTATION_LABELS_REVISION_WINDOW", "0s");
        settings.put("FLAMES_ANNOTATION_CAMPAIGNS_GOLD_RATE", "0");
        settings.put("FLAMES_ANNOTATION_CARE_ITEMS_A_SESSION", "100000");
        settings.put("FLAMES_ANNOTATION_CARE_ITEMS_A_DAY", "100000");
        settings.put("FLAMES_ANNOTATION_CARE_HARMFUL_RUN", "100000");
        settings.put("MP_MESSAGING_INCOMING_RESPONSES_GROUP_ID", "kill-" + UUID.randomUUID());
        settings.put("MP_MESSAGING_INCOMING_SCORES_GROUP_ID", "kill-" + UUID.randomUUID());
        return settings;
    }

    private String campaign(Person lead) {
        var request = Map.of("name", "kill", "filter", Map.of("runs", List.of(run)));
        // Each try before all responses have come takes what is there under a name of its own.
        var campaigns = new ArrayList<JsonNode>();
        await().atMost(PATIENCE).until(() -> {
            var body = new HashMap<String, Object>(request);
            body.put("name", "kill " + campaigns.size());
            var made = createTwice(lead, body);
            if (made.path("id").isMissingNode()) {
                return false;
            }
            campaigns.add(made);
            if (made.at("/counts/items").asInt() < ITEMS) {
                lead.post("/api/v1/campaigns/" + made.path("id").asText() + "/close", Map.of());
                return false;
            }
            return true;
        });
        return campaigns.get(campaigns.size() - 1).path("id").asText();
    }

    /** The same request twice at the same time, likely at both replicas: one campaign. */
    private JsonNode createTwice(Person lead, Map<String, ?> body) throws Exception {
        var key = UUID.randomUUID().toString();
        var json = io.vertx.core.json.Json.encode(body);
        Callable<Person.Reply> create = () -> lead.send("POST", "/api/v1/campaigns", json, "Idempotency-Key", key);
        var first = threads.submit(create);
        var second = threads.submit(create);
        assertThat(first.get().body().path("id")).isEqualTo(second.get().body().path("id"));
        return first.get().body();
    }

    private void label(Person person, String campaign) {
        while (!done) {
            boolean labelled = labelOne(person, "/api/v1/labels", "/item", campaign);
            boolean decided = labelOne(person, "/api/v1/adjudications", "/item/task", campaign);
            if (!labelled && !decided) {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(200).toNanos());
            }
        }
    }

    /** A request that broke off is sent again as it was. */
    private boolean labelOne(Person person, String path, String task, String campaign) {
        var next = person.persist(path + "/next", Map.of("campaign", campaign));
        assertThat(next.status()).isEqualTo(200);
        if (!next.body().path("status").asText().equals("item")) {
            return false;
        }
        var item = next.body().at(task);
        var lease = item.path("lease").asText();
        var stored = person.persist(path, Map.of("lease", lease, "score", opinion(person.name(), item)));
        assertThat(stored.status()).isEqualTo(200);
        accepted.add(lease);
        return true;
    }

    private static int opinion(String name, JsonNode item) {
        int position = Integer.parseInt(item.path("prompt").asText().replaceAll("[^0-9]", ""));
        return position % (ANNOTATORS.indexOf(name) + 2) == 0 ? 1 : 3;
    }

    private void afterLabels(int count, Runnable kill) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> accepted.size() >= count);
        kill.run();
    }

    private static int settled(Person lead, String campaign) {
        var counts = lead.get("/api/v1/campaigns/" + campaign).body().path("counts");
        return counts.path("agreed").asInt()
                + counts.path("decided").asInt()
                + counts.path("undecided").asInt();
    }

    private static List<JsonNode> history(Person lead, String campaign) {
        var entries = new ArrayList<JsonNode>();
        JsonNode page;
        do {
            long after = entries.isEmpty()
                    ? 0
                    : entries.get(entries.size() - 1).path("sequence").asLong();
            page = lead.get("/api/v1/labels/history?limit=1000&campaign=" + campaign + "&after=" + after)
                    .body()
                    .path("items");
            page.forEach(entries::add);
        } while (!page.isEmpty());
        return entries;
    }

    /** Items with an event; what was published again says the same. */
    private static int events(String bootstrapServers, String campaign) {
        try (var labels = new TopicReader(bootstrapServers, Topics.LABELS)) {
            var events = new HashMap<String, HashSet<LabelEvent>>();
            await().atMost(PATIENCE).until(() -> {
                for (var record : labels.read(any -> true)) {
                    var event = LabelEvent.parseFrom(record.value());
                    if (event.getLabelAdjudicated().getItem().getCampaignId().equals(campaign)) {
                        events.computeIfAbsent(record.key(), key -> new HashSet<>())
                                .add(event);
                    }
                }
                return events.size() >= ITEMS;
            });
            assertThat(events.values()).allSatisfy(same -> assertThat(same).hasSize(1));
            return events.size();
        }
    }
}

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The service and Postgres are killed with -9 while three people label. Every label that was accepted is there. */
class KillIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int ITEMS = 90;
    private static final String DATABASE = "flames_annotation_kill";
    private static final List<String> ANNOTATORS = List.of("anna", "ben", "chen");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final UUID run = UUID.randomUUID();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    @Test
    void everyAcceptedLabelSurvivesTheServiceAndPostgres() throws Exception {
        var servers = ServersResource.servers();
        servers.freshDatabase(DATABASE);
        var usersFile = folder.resolve("users");
        var threads = Executors.newFixedThreadPool(ANNOTATORS.size());
        try (var service = new PackagedService(servers, DATABASE, folder.resolve("service.log"), settings(usersFile))) {
            service.awaitReady();
            var passwords = Logins.passwords(usersFile);
            var lead = new Person(service.url(), "lead", passwords.get("lead"));
            try (var collected = new Collected(servers.bootstrapServers())) {
                collected.responses(run, ITEMS);
            }
            var campaign = campaign(lead);
            var work = new ArrayList<Future<?>>();
            for (var name : ANNOTATORS) {
                var person = new Person(service.url(), name, passwords.get(name));
                work.add(threads.submit(() -> label(person, campaign)));
            }

            afterLabels(30, service::killAndStartAgain);
            afterLabels(80, () -> {
                servers.killPostgres();
                servers.startPostgres();
            });
            afterLabels(130, service::killAndStartAgain);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> settled(lead, campaign) == ITEMS);
            done = true;
            for (var each : work) {
                each.get();
            }

            assertThat(history(lead, campaign))
                    .as("one line of history for each accepted label, and no other")
                    .containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(events(servers.bootstrapServers(), campaign)).isEqualTo(ITEMS);
        } finally {
            done = true;
            threads.shutdownNow();
        }
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
            var made = lead.post("/api/v1/campaigns", body);
            if (made.status() == 201) {
                campaigns.add(made.body());
                if (made.body().at("/counts/items").asInt() < ITEMS) {
                    lead.post("/api/v1/campaigns/" + made.body().path("id").asText() + "/close", Map.of());
                    return false;
                }
                return true;
            }
            return false;
        });
        return campaigns.get(campaigns.size() - 1).path("id").asText();
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

    private static List<String> history(Person lead, String campaign) {
        var leases = new ArrayList<String>();
        lead.get("/api/v1/labels/history?limit=1000&campaign=" + campaign)
                .body()
                .path("items")
                .forEach(entry -> leases.add(entry.path("lease").asText()));
        return leases;
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

package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flames annotate} as a lead types it, against the real service: out to another tool, labelled there, and back. */
class AnnotateCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ITEMS = 12;

    @TempDir
    Path folder;

    private FlamesProcess flames;

    @BeforeEach
    void start() {
        flames = DemoStack.running();
    }

    @Test
    void aCampaignGoesToLabelStudioAndComesBackLabelled() throws Exception {
        var made =
                JSON.readTree(run("campaign", "create", "elsewhere", "--strategy", "random", "--size", "12", "--json"));
        assertThat(made.at("/counts/items").asInt()).isEqualTo(ITEMS);
        var tasks = folder.resolve("tasks.json");
        run("export", "elsewhere", "--format", "label-studio", "-o", tasks.toString());

        var file = folder.resolve("labelled.json");
        JSON.writeValue(file.toFile(), labelled(JSON.readTree(tasks.toFile())));
        assertThat(run("import", file.toString(), "--campaign", "elsewhere", "--format", "label-studio"))
                .isEqualTo("24 labels stored, 0 were here already, 12 items have both labels now\n");
        assertThat(run("import", file.toString(), "--campaign", "elsewhere", "--format", "label-studio"))
                .startsWith("0 labels stored, 24 were here already");

        assertThat(run("export", "elsewhere", "--format", "jsonl").lines().map(AnnotateCommandIT::line))
                .hasSize(ITEMS)
                .allSatisfy(item -> {
                    assertThat(item.path("score").asInt()).isEqualTo(3);
                    assertThat(item.path("history")).hasSize(2);
                });
        var status = JSON.readTree(run("status", "elsewhere", "--json")).at("/items/0/counts");
        assertThat(status.path("agreed").asInt() + status.path("imported").asInt())
                .isEqualTo(ITEMS);
        run("campaign", "close", "elsewhere");
        assertThat(run("status")).doesNotContain("elsewhere");
    }

    @Test
    void whoIsNoLeadIsToldSo() {
        var refused = Cli.run(folder, flames.url(), arguments("anna", "campaign", "list"));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("role lead");
    }

    private static JsonNode labelled(JsonNode tasks) {
        assertThat(tasks).hasSize(ITEMS).allSatisfy(task -> assertThat(task.toString())
                .doesNotContain("sample-careful", "sample-plain", "sample-reckless", "verdict"));
        tasks.forEach(task -> {
            var annotations = ((ObjectNode) task).putArray("annotations");
            for (var rater : List.of("dora@example.org", "emil@example.org")) {
                var annotation = annotations.addObject();
                annotation.putObject("completed_by").put("email", rater);
                var result = annotation.putArray("result").addObject();
                result.put("id", "score")
                        .put("from_name", "score")
                        .put("to_name", "response")
                        .put("type", "choices");
                result.putObject("value").putArray("choices").add("3");
            }
        });
        return tasks;
    }

    private String run(String... command) {
        var result = Cli.run(folder, flames.url(), arguments("lead", command));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    private String[] arguments(String user, String... command) {
        var arguments = new ArrayList<>(List.of("annotate"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of(
                "--user",
                user,
                "--password-file",
                flames.data().resolve("annotators/users.passwords").toString()));
        return arguments.toArray(String[]::new);
    }

    private static JsonNode line(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}

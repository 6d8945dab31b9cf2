package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.ScorerSettings;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.proto.inference.ModelMetadataResponse.TensorMetadata;
import io.flames.scoring.template.PromptTemplate;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings in deploy/triton/README.md fit the model of deploy/triton/models, and its recipe our template. */
class TritonRepositoryTest {
    private static final Path FOLDER = Path.of(System.getProperty("flames.root"), "deploy/triton");
    private static final Pattern TENSOR =
            Pattern.compile("\\{ name: \"(\\w+)\" data_type: TYPE_(\\w+) dims: \\[ (-?\\d+) ] }");

    @Test
    void theSettingsOfTheReadmeFitTheModel() throws IOException {
        String config = Files.readString(FOLDER.resolve("models/flames_scorer/config.pbtxt"));
        var options = KserveOptions.of("k", settings().kserve());
        var model = ModelMetadataResponse.newBuilder()
                .addAllInputs(tensors(config.substring(config.indexOf("input ["), config.indexOf("output ["))))
                .addAllOutputs(tensors(config.substring(config.indexOf("output ["))))
                .build();

        var contract = ModelContract.check(options, model);

        assertThat(config).contains("name: \"" + options.model() + "\"");
        assertThat(contract.inputs())
                .extracting(ModelContract.Tensor::name)
                .containsExactly("input_ids", "attention_mask");
        assertThat(contract.outputs()).extracting(ModelContract.Tensor::shape).containsExactly(List.of(-1L, 13L));
        assertThat(largestBatch(config)).isGreaterThanOrEqualTo(options.largestBatch());
    }

    @Test
    void theRecipeChecksItselfWithOurTemplate() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("export.py")))
                .contains(
                        "TEMPLATE = \"" + PromptTemplate.FLAMES_INTERNLM.text().replace("\n", "\\n") + "\"")
                .contains("max_length=" + PromptTemplate.FLAMES_INTERNLM.maxTokens());
    }

    private static ScorerSettings settings() throws IOException {
        var values = Files.readAllLines(FOLDER.resolve("README.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("flames.scoring.scorers."))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(ScoringConfig.class)
                .withSources(new PropertiesConfigSource(values, "README", 100))
                .build()
                .getConfigMapping(ScoringConfig.class)
                .scorers()
                .get("internlm");
    }

    /** As Triton's metadata has them: the number of items comes first. */
    private static List<TensorMetadata> tensors(String part) {
        return TENSOR.matcher(part)
                .results()
                .map(tensor ->
                        FakeKserveServer.tensor(tensor.group(1), tensor.group(2), -1, Long.parseLong(tensor.group(3))))
                .toList();
    }

    private static int largestBatch(String config) {
        var size = Pattern.compile("max_batch_size: (\\d+)").matcher(config);
        assertThat(size.find()).isTrue();
        return Integer.parseInt(size.group(1));
    }
}

package io.flames.scoring.stream;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Standalone, with weights in which somebody swapped two heads. */
public final class TamperedProfile extends FreeGrpcPort {
    @Override
    public String getConfigProfile() {
        return "standalone,test";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("flames.scoring.weights", tampered().toString());
        return overrides;
    }

    private static Path tampered() {
        try {
            var folder = Files.createDirectories(Path.of("target", "tampered-weights"));
            for (String name : new String[] {Weights.CARD, Weights.GOLDEN}) {
                try (InputStream in =
                        TamperedProfile.class.getClassLoader().getResourceAsStream("scorer/onnx-heads/" + name)) {
                    Files.write(folder.resolve(name), in.readAllBytes());
                }
            }
            var heads = HeadsFile.read(Weights.load(Optional.empty()).heads());
            var swapped = new ArrayList<>(heads.heads());
            Collections.swap(swapped, 1, 2);
            Files.write(
                    folder.resolve(Weights.HEADS),
                    HeadsFile.write(new Heads(heads.features(), swapped, heads.ngrams())));
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

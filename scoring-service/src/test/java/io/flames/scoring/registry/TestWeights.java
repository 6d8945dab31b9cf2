package io.flames.scoring.registry;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files of weights: the shipped ones, changed a little. */
final class TestWeights {
    private TestWeights() {}

    /** Another temperature: another scorer that gives the same classes. */
    static byte[] alike() throws IOException {
        var shipped = HeadsFile.read(Weights.load(Optional.empty()).heads());
        return zip(
                shipped,
                shipped.heads().stream()
                        .map(head -> new LinearHead(head.weights(), head.bias(), head.temperature() * 1.01))
                        .toList());
    }

    /** Two heads changed places: the golden items do not come out. */
    static byte[] tampered() throws IOException {
        var shipped = HeadsFile.read(Weights.load(Optional.empty()).heads());
        var swapped = new ArrayList<>(shipped.heads());
        Collections.swap(swapped, 1, 2);
        return zip(shipped, swapped);
    }

    private static byte[] zip(Heads shipped, List<LinearHead> heads) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            add(zip, Weights.HEADS, HeadsFile.write(new Heads(shipped.features(), heads, shipped.ngrams())));
            add(zip, Weights.CARD, resource(Weights.CARD));
            add(zip, Weights.GOLDEN, resource(Weights.GOLDEN));
        }
        return bytes.toByteArray();
    }

    /** A file that would be written elsewhere. */
    static byte[] escaping() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            add(zip, "../heads.json", new byte[] {'{', '}'});
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TestWeights.class.getClassLoader().getResourceAsStream("scorer/onnx-heads/" + name)) {
            return in.readAllBytes();
        }
    }
}

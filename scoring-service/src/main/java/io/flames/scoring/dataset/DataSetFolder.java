package io.flames.scoring.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A data set as files: {@code manifest.json} and a file of lines for each part, {@code train.jsonl} and so on. */
public final class DataSetFolder {
    static final String MANIFEST = "manifest.json";
    private static final String LINES = ".jsonl";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private DataSetFolder() {}

    /** A data set with its manifest. */
    public record Frozen(DataSet data, Manifest manifest) {}

    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(MANIFEST));
    }

    /** The manifest is written last: a folder without one is none. */
    public static void write(Path folder, DataSet data, Manifest manifest) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(MANIFEST));
            for (Part part : Part.values()) {
                Files.write(
                        folder.resolve(part.id() + LINES),
                        data.of(part).stream().map(ItemLine::write).toList(),
                        StandardCharsets.UTF_8);
            }
            Files.writeString(
                    folder.resolve(MANIFEST), JSON.writeValueAsString(manifest) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the data set cannot be written to " + folder, e);
        }
    }

    /** @throws IllegalArgumentException when a line is wrong, or the lines are not those of the manifest's digest */
    public static Frozen read(Path folder) {
        try {
            var manifest = JSON.readValue(folder.resolve(MANIFEST).toFile(), Manifest.class);
            var items = new HashMap<Item, Part>();
            for (Part part : Part.values()) {
                lines(folder.resolve(part.id() + LINES), "unknown", Optional.empty())
                        .forEach(placed -> items.put(placed.item(), part));
            }
            var data = new DataSet(items);
            if (!data.digest().equals(manifest.digest())) {
                throw new IllegalArgumentException(
                        "the data set in " + folder + " is not the one of its manifest: digest " + data.digest()
                                + ", expected " + manifest.digest());
            }
            return new Frozen(data, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException("the data set in " + folder + " cannot be read", e);
        }
    }

    /**
     * The lines of a file, or of all {@code *.jsonl} files of a folder, files by name.
     *
     * @param targetFromFile lines without a target get the file's name for one
     * @throws IllegalArgumentException with all bad lines, 20 at most
     */
    public static Map<Path, List<Placed>> readLines(Path path, String labelSource, boolean targetFromFile) {
        var read = new LinkedHashMap<Path, List<Placed>>();
        for (Path file : files(path)) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.jsonl$", "");
            read.put(file, lines(file, labelSource, targetFromFile ? Optional.of(name) : Optional.empty()));
        }
        return read;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(LINES))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be read: " + path, e);
        }
    }

    private static List<Placed> lines(Path file, String labelSource, Optional<String> target) {
        var items = new ArrayList<Placed>();
        var bad = new ArrayList<String>();
        int number = 0;
        for (String line : text(file)) {
            number++;
            if (!line.isBlank()) {
                String place = file.getFileName() + ":" + number;
                try {
                    items.add(new Placed(ItemLine.parse(line, labelSource, target), place));
                } catch (IllegalArgumentException e) {
                    bad.add(place + ": " + e.getMessage());
                }
            }
        }
        Refusal.ifAny(bad);
        return items;
    }

    private static List<String> text(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read as UTF-8", e);
        }
    }
}

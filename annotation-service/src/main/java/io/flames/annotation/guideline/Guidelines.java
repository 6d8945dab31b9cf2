package io.flames.annotation.guideline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The guidelines that this build ships, from {@code guidelines/} on the class path. {@code versions.json} lists each
 * version with its digest, SHA-256 over the bytes of its files in both languages and of the rules that it shares; a text
 * that was changed without a new version is refused when it is loaded.
 */
public final class Guidelines {
    private static final String ROOT = "/guidelines/";

    private final Map<Dimension, TreeMap<Integer, Version>> versions;

    private Guidelines(Map<Dimension, TreeMap<Integer, Version>> versions) {
        this.versions = versions;
    }

    /**
     * @throws IllegalStateException when a text is missing, is not what its digest says, or makes no guideline
     */
    public static Guidelines load() {
        var json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
        try {
            var versions = new EnumMap<Dimension, TreeMap<Integer, Version>>(Dimension.class);
            for (var listed : json.readValue(bytes("versions.json"), Listed[].class)) {
                var version = version(json, listed);
                versions.computeIfAbsent(version.dimension(), d -> new TreeMap<>())
                        .put(listed.version(), version);
            }
            for (var dimension : Dimensions.ALL) {
                if (!versions.containsKey(dimension)) {
                    throw new IllegalStateException(Dimensions.nameOf(dimension) + " has no guideline");
                }
            }
            return new Guidelines(versions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version that new labels name. */
    public int newest(Dimension dimension) {
        return of(dimension).lastKey();
    }

    /** Ascending, at least one. */
    public List<Integer> versions(Dimension dimension) {
        return List.copyOf(of(dimension).keySet());
    }

    /** Empty for a version that this build does not ship. */
    public Optional<Guideline> find(Dimension dimension, int version, Language language) {
        return Optional.ofNullable(of(dimension).get(version))
                .map(v -> v.texts().get(language));
    }

    /** SHA-256 in hex; empty for a version that this build does not ship. */
    public Optional<String> digest(Dimension dimension, int version) {
        return Optional.ofNullable(of(dimension).get(version)).map(Version::digest);
    }

    private TreeMap<Integer, Version> of(Dimension dimension) {
        var found = versions.get(dimension);
        if (found == null) {
            throw new IllegalArgumentException("dimension is not set, expected one of " + Dimensions.allowedNames());
        }
        return found;
    }

    private static Version version(ObjectMapper json, Listed listed) throws IOException {
        var dimension = Dimensions.byName(listed.dimension())
                .orElseThrow(() -> new IllegalStateException("versions.json has an unknown dimension"));
        var files = new ArrayList<byte[]>();
        var texts = new EnumMap<Language, Guideline>(Language.class);
        for (var language : Language.values()) {
            byte[] text =
                    bytes("%s/v%d.%s.json".formatted(Dimensions.slugOf(dimension), listed.version(), language.tag()));
            var file = json.readValue(text, GuidelineFile.class);
            byte[] common = bytes("common/v%d.%s.json".formatted(file.common(), language.tag()));
            files.add(text);
            files.add(common);
            texts.put(language, file.with(json.readValue(common, CommonFile.class)));
            requireSame(texts.get(language), dimension, listed.version(), language);
        }
        String digest = sha256(files);
        if (!digest.equals(listed.sha256())) {
            throw new IllegalStateException("guideline of " + listed.dimension() + " version " + listed.version()
                    + " has digest " + digest + ", versions.json says " + listed.sha256()
                    + ": a changed text is a new version");
        }
        return new Version(dimension, digest, texts);
    }

    private static void requireSame(Guideline text, Dimension dimension, int version, Language language) {
        if (text.dimension() != dimension || text.version() != version || text.language() != language) {
            throw new IllegalStateException("guideline of " + Dimensions.nameOf(dimension) + " version " + version
                    + " in " + language.tag() + " says that it is another");
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (var in = Guidelines.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("guideline file " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }

    private static String sha256(List<byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Version(Dimension dimension, String digest, Map<Language, Guideline> texts) {}

    /** A row of versions.json. */
    record Listed(String dimension, int version, String sha256) {}
}

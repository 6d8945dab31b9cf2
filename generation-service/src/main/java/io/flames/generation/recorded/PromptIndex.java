package io.flames.generation.recorded;

import io.flames.generation.recorded.RecordedLine.Key;
import io.flames.generation.recorded.RecordedLine.KeyKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Positions of a release's prompts by id, by the import file's id and by a digest of the text: small, without the texts. */
final class PromptIndex {
    private final Map<Key, Integer> byId = new HashMap<>();
    private final Map<UUID, Integer> byText = new HashMap<>();
    private int size;

    void add(int position, String promptId, String externalId, String text) {
        size++;
        byId.put(new Key(KeyKind.PROMPT_ID, promptId), position);
        if (!externalId.isEmpty()) {
            byId.putIfAbsent(new Key(KeyKind.EXTERNAL_ID, externalId), position);
        }
        byText.putIfAbsent(digest(text), position);
    }

    int size() {
        return size;
    }

    @Nullable
    Integer position(Key key) {
        return switch (key.kind()) {
            case PROMPT_ID -> byId.get(new Key(KeyKind.PROMPT_ID, key.value().toLowerCase(Locale.ROOT)));
            // A file that was exported by Flames names the prompt id as id.
            case EXTERNAL_ID -> byId.getOrDefault(key, byId.get(new Key(KeyKind.PROMPT_ID, key.value())));
            case TEXT -> byText.get(digest(key.value()));
        };
    }

    private static UUID digest(String text) {
        return UUID.nameUUIDFromBytes(text.strip().getBytes(StandardCharsets.UTF_8));
    }
}

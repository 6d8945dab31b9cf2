package io.flames.prompt.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.prompt.promptset.PromptContent;
import io.flames.prompt.taxonomy.Subcomponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges one JSON line of an import. Pure: the same line, limits and attack methods always give the same verdict.
 * A typo in a field's name would lose data silently, so a field that is not known is an error.
 */
public final class ImportLineParser {
    static final String DIMENSION = "dimension";
    static final String SUBCOMPONENT = "subcomponent";
    static final String PROMPT = "prompt";
    static final String ATTACK_METHOD = "attack_method";
    static final String ID = "id";
    static final String LANGUAGE = "language";

    /** Derived from the content; read back from a release's own export and ignored. */
    private static final String PROMPT_ID = "prompt_id";

    private static final List<String> REQUIRED = List.of(DIMENSION, SUBCOMPONENT, PROMPT);
    private static final List<String> OPTIONAL = List.of(ATTACK_METHOD, ID, LANGUAGE);
    private static final Set<String> KNOWN =
            Set.of(DIMENSION, SUBCOMPONENT, PROMPT, ATTACK_METHOD, ID, LANGUAGE, PROMPT_ID);

    /** The benchmark is in Chinese; a line that does not say otherwise is too. */
    static final String DEFAULT_LANGUAGE = "zh";

    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}");

    /** What the parser says about its own source, which a reader can't use. */
    private static final Pattern PARSER_ASIDE = Pattern.compile(" \\((for|start) .*");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Set<String> attackMethods;
    private final LineLimits limits;

    /** @param attackMethods the names that are allowed, in the order in which messages list them */
    public ImportLineParser(Collection<String> attackMethods, LineLimits limits) {
        this.attackMethods = new LinkedHashSet<>(attackMethods);
        this.limits = limits;
    }

    public ImportLine parse(String line) {
        var errors = new ArrayList<FieldError>();
        Map<String, String> fields;
        try {
            fields = read(line, errors);
        } catch (JsonProcessingException e) {
            return new ImportLine.Invalid(List.of(FieldError.wholeLine(malformed(e))));
        } catch (IOException e) {
            throw new UncheckedIOException("a string can't fail to be read", e);
        }
        return judge(fields, errors);
    }

    private Map<String, String> read(String line, List<FieldError> errors) throws IOException {
        var fields = new LinkedHashMap<String, String>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                errors.add(FieldError.wholeLine(
                        "expected a JSON object such as {\"dimension\": ..., \"subcomponent\": ..., \"prompt\": ...}"));
                return fields;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                readField(json, fields, errors);
            }
            if (json.nextToken() != null) {
                errors.add(FieldError.wholeLine("more than one JSON value on the line, at column "
                        + json.currentTokenLocation().getColumnNr()));
            }
        }
        return fields;
    }

    private static void readField(JsonParser json, Map<String, String> fields, List<FieldError> errors)
            throws IOException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (!KNOWN.contains(name)) {
            String shown = Quoted.bare(name);
            errors.add(new FieldError(
                    shown,
                    "unknown field " + Quoted.of(name) + ", expected " + String.join(", ", REQUIRED)
                            + " and optionally " + String.join(", ", OPTIONAL)));
            json.skipChildren();
        } else if (value == JsonToken.VALUE_STRING) {
            fields.put(name, json.getText());
        } else if (value == JsonToken.VALUE_NULL && !REQUIRED.contains(name)) {
            fields.remove(name);
        } else {
            errors.add(new FieldError(name, name + " must be a string, not " + kindOf(value)));
            fields.put(name, "");
            json.skipChildren();
        }
    }

    private ImportLine judge(Map<String, String> fields, List<FieldError> errors) {
        if (errors.stream().anyMatch(e -> e.field().equals(LineError.WHOLE_LINE))) {
            return new ImportLine.Invalid(errors);
        }
        for (String name : REQUIRED) {
            if (!fields.containsKey(name)) {
                errors.add(new FieldError(name, "required field " + name + " is missing"));
            }
        }
        var wrongType = errors.stream().map(FieldError::field).toList();
        var present = new LinkedHashMap<>(fields);
        present.keySet().removeAll(wrongType);

        Optional<Subcomponent> subcomponent = subcomponent(present, errors);
        String text = present.getOrDefault(PROMPT, "");
        if (present.containsKey(PROMPT)) {
            checkPrompt(text, errors);
        }
        String attackMethod = present.getOrDefault(ATTACK_METHOD, "");
        if (!attackMethod.isEmpty() && !attackMethods.contains(attackMethod)) {
            errors.add(new FieldError(
                    ATTACK_METHOD,
                    "unknown attack_method " + Quoted.of(attackMethod) + ", expected one of "
                            + String.join(", ", attackMethods)));
        }
        String language = present.getOrDefault(LANGUAGE, DEFAULT_LANGUAGE);
        if (!LANGUAGE_TAG.matcher(language).matches()) {
            errors.add(new FieldError(
                    LANGUAGE, "language " + Quoted.of(language) + " is not a BCP 47 tag such as zh or zh-Hant"));
        }
        String externalId = present.getOrDefault(ID, "");
        checkId(externalId, errors);

        if (!errors.isEmpty() || subcomponent.isEmpty()) {
            return new ImportLine.Invalid(errors);
        }
        return new ImportLine.Valid(new PromptContent(subcomponent.get(), attackMethod, language, text), externalId);
    }

    private static Optional<Subcomponent> subcomponent(Map<String, String> fields, List<FieldError> errors) {
        String dimensionName = fields.get(DIMENSION);
        String name = fields.get(SUBCOMPONENT);
        Optional<Dimension> dimension = Optional.ofNullable(dimensionName).flatMap(Dimensions::byName);
        if (dimensionName != null && dimension.isEmpty()) {
            errors.add(new FieldError(
                    DIMENSION,
                    "unknown dimension " + Quoted.of(dimensionName) + ", expected one of "
                            + Dimensions.allowedNames()));
        }
        if (name == null) {
            return Optional.empty();
        }
        Optional<Subcomponent> found = Subcomponent.byName(name);
        if (found.isEmpty()) {
            errors.add(new FieldError(
                    SUBCOMPONENT,
                    "unknown subcomponent " + Quoted.of(name) + ", expected one of "
                            + dimension.map(Subcomponent::allowedIn).orElseGet(Subcomponent::allowed)));
            return Optional.empty();
        }
        if (dimension.isPresent() && found.get().dimension() != dimension.get()) {
            errors.add(new FieldError(
                    SUBCOMPONENT,
                    "subcomponent " + Quoted.of(name) + " belongs to "
                            + found.get().dimensionName() + ", expected one of "
                            + Subcomponent.allowedIn(dimension.get()) + " for " + dimensionName));
            return Optional.empty();
        }
        return dimension.isPresent() ? found : Optional.empty();
    }

    private void checkPrompt(String text, List<FieldError> errors) {
        if (text.isBlank()) {
            errors.add(new FieldError(PROMPT, "prompt is empty"));
            return;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.promptBytes()) {
            errors.add(new FieldError(
                    PROMPT,
                    "prompt has " + bytes + " bytes of UTF-8, at most " + limits.promptBytes() + " are allowed"));
        }
        unstorable(text).ifPresent(what -> errors.add(new FieldError(PROMPT, "prompt contains " + what)));
    }

    private void checkId(String externalId, List<FieldError> errors) {
        if (externalId.length() > limits.externalIdCharacters()) {
            errors.add(new FieldError(
                    ID,
                    "id has " + externalId.length() + " characters, at most " + limits.externalIdCharacters()
                            + " are allowed"));
        }
        unstorable(externalId).ifPresent(what -> errors.add(new FieldError(ID, "id contains " + what)));
    }

    /** NUL, which the database can't hold, or half a surrogate pair, which UTF-8 can't. Column counts from 1. */
    private static Optional<String> unstorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("a NUL character at position " + (i + 1));
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("half of a surrogate pair at position " + (i + 1));
            }
        }
        return Optional.empty();
    }

    private static String malformed(JsonProcessingException e) {
        String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        var where = Optional.ofNullable(e.getLocation()).map(l -> " at column " + l.getColumnNr());
        return "malformed JSON" + where.orElse("") + ": "
                + PARSER_ASIDE.matcher(what).replaceFirst("");
    }

    private static String kindOf(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
    }
}

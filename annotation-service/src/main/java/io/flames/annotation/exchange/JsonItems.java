package io.flames.annotation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a file item by item and holds one item at a time: the elements of one array, or values one after the other. Strict
 * UTF-8 (a byte order mark is dropped), strict JSON, no key twice, nesting up to 20, sizes bounded. After an error of
 * syntax or size nothing more can be read; that error is the last one then.
 */
final class JsonItems {
    private static final int NESTING = 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final ExchangeLimits limits;
    private final Errors errors;

    JsonItems(ExchangeLimits limits, Errors errors) {
        this.limits = limits;
        this.errors = errors;
    }

    /** Of a file that is one array of objects. */
    void readArray(InputStream in, Consumer<Json.Obj> sink) throws IOException {
        read(in, parser -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                errors.addLast(place(parser, "").error("the file must be one array"));
                return;
            }
            int items = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (!item(parser, ++items, sink)) {
                    return;
                }
            }
            if (parser.nextToken() != null) {
                errors.addLast(place(parser, "").error("nothing may follow the array"));
            }
        });
    }

    /** Of a file of objects one after the other, such as one a line. */
    void readSequence(InputStream in, Consumer<Json.Obj> sink) throws IOException {
        read(in, parser -> {
            int items = 0;
            while (parser.nextToken() != null) {
                if (!item(parser, ++items, sink)) {
                    return;
                }
            }
        });
    }

    /** False when there are too many. */
    private boolean item(JsonParser parser, int number, Consumer<Json.Obj> sink) throws IOException {
        if (number > limits.items()) {
            errors.addLast(place(parser, "").error("the file has more than " + limits.items() + " items"));
            return false;
        }
        Json value = value(parser, "");
        if (value instanceof Json.Obj object) {
            sink.accept(object);
        } else {
            errors.add(value.place().error("an item must be an object, not " + value.kind()));
        }
        return true;
    }

    private interface Reading {
        void of(JsonParser parser) throws IOException;
    }

    private void read(InputStream in, Reading reading) throws IOException {
        try (var parser = factory().createParser(reader(in))) {
            try {
                reading.of(parser);
            } catch (JsonProcessingException e) {
                errors.addLast(malformed(e));
            } catch (BoundedStream.TooLongException e) {
                errors.addLast(place(parser, "").error(e.getMessage()));
            } catch (CharacterCodingException e) {
                errors.addLast(place(parser, "").error("what follows here is not valid UTF-8"));
            }
        } catch (CharacterCodingException e) {
            errors.addLast(new ImportError(1, 1, "", "the file is not valid UTF-8"));
        } catch (BoundedStream.TooLongException e) {
            errors.addLast(new ImportError(1, 1, "", e.getMessage()));
        }
    }

    private Reader reader(InputStream in) throws IOException {
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var reader = new PushbackReader(new InputStreamReader(new BoundedStream(in, limits.bytes()), utf8), 1);
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    private JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING)
                        .maxStringLength(limits.textCharacters())
                        .maxNumberLength(40)
                        .maxNameLength(200)
                        .build())
                .build();
    }

    /** The value that the parser stands at. */
    private Json value(JsonParser parser, String path) throws IOException {
        var place = place(parser, path);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> array(parser, place);
            case VALUE_STRING -> text(parser, place);
            case VALUE_TRUE -> new Json.Bool(place, true);
            case VALUE_FALSE -> new Json.Bool(place, false);
            case VALUE_NULL -> new Json.Null(place);
            default -> new Json.Num(place, parser.getText());
        };
    }

    private Json object(JsonParser parser, Place place) throws IOException {
        var fields = new LinkedHashMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser, place.path().isEmpty() ? name : place.path() + "." + name));
        }
        return new Json.Obj(place, fields);
    }

    private Json array(JsonParser parser, Place place) throws IOException {
        var values = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser, place.path() + "[" + values.size() + "]"));
        }
        return new Json.Arr(place, values);
    }

    private Json text(JsonParser parser, Place place) throws IOException {
        String value = parser.getText();
        unstorable(value).ifPresent(what -> errors.add(place.error("the string contains " + what)));
        return new Json.Text(place, value);
    }

    /** NUL, which the database can't hold, or half a surrogate pair, which UTF-8 can't. */
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

    private static Place place(JsonParser parser, String path) {
        var at = parser.currentTokenLocation();
        return new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), path);
    }

    /** Only the parser's own words: its message may quote the file, so the first line is kept short and quoted. */
    private static ImportError malformed(JsonProcessingException e) {
        var at = e.getLocation();
        String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        return new ImportError(
                at == null ? 1 : Math.max(1, at.getLineNr()),
                at == null ? 1 : Math.max(1, at.getColumnNr()),
                "",
                "malformed JSON: " + Quoted.of(what));
    }
}
